/* Work under permits, as the page of an incident, the wall and the map put it into words. */

import { insideOf, leftWords, readWork, workWords } from "../../assets/shared/work.js";
import { partOf } from "./rows.js";
import { equal, ok, test } from "./testing.js";

/** @import { WorkRow } from "../../assets/types/rows.d.ts" */

const NOW = 1_790_000_000_000;

/** @type {(matter: string, more?: Partial<WorkRow>) => WorkRow} */
const row = (matter, more = {}) =>
  partOf({
    matter,
    number: matter,
    live: true,
    inside: [],
    incidents: [],
    valid_until: NOW + 7_200_000,
    turns: [[0, "plain", "open"]],
    ...more,
  });
/** @type {import("../../assets/types/rows.d.ts").AtWork} */
const PERSON = partOf({ person: "cai", since: NOW });
const ROWS = {
  "work:a": row("a", { incidents: ["INC-1"], live: false, turns: [[0, "warn", "paused"]] }),
  "work:b": row("b", {
    incidents: ["INC-1"],
    live: false,
    inside: [PERSON, PERSON],
    turns: [[0, "urgent", "inside"]],
  }),
  "work:c": row("c"),
};

test("an incident has the work of its areas, the gravest first, and who is inside", () => {
  const work = readWork(ROWS, NOW, "INC-1");
  equal(work.map((one) => one.row.matter), ["b", "a"]);
  equal(insideOf(work), 2);
  ok(workWords(work, true).includes("2"));
  equal(readWork(ROWS, NOW).length, 3);
  equal(workWords([], true), "");
});

test("what nobody stopped is said in an incident, and is work in progress otherwise", () => {
  const work = readWork({ "work:c": ROWS["work:c"] }, NOW);
  ok(workWords(work, true) !== workWords(work, false));
});

test("a permit whose validity is over has no time left", () => {
  const [work] = readWork({ "work:c": ROWS["work:c"] }, NOW);
  ok(leftWords(work, NOW) !== leftWords({ ...work, code: "over" }, NOW));
});
