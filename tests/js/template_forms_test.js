/* The template editor: guards as the text writes them, and where the states of a way stand. */

import { guardOf, written } from "../../assets/templates/guards_form.js";
import { arrows, placed } from "../../assets/templates/way_drawing.js";
import { yamlOf } from "../../assets/templates/yaml_text.js";
import { equal, test } from "./testing.js";

const KNOWN = {
  gas_fresh: [
    { name: "within", of: "span", required: true, default: null, choices: [] },
    { name: "list", of: "list", required: false, default: "gas", choices: [] },
  ],
  not_banned: [],
};

test("a guard is read however it is written, and written as short as it can be", () => {
  equal(guardOf("not_banned", KNOWN), { name: "not_banned", params: {} });
  equal(guardOf({ gas_fresh: "30 min" }, KNOWN), {
    name: "gas_fresh",
    params: { within: "30 min" },
  });
  const full = { gas_fresh: { within: "30 min", locked: "5.3" } };
  equal(written(guardOf(full, KNOWN)), full);
  equal(written({ name: "not_banned", params: {} }), "not_banned");
});

const HAZARD = {
  states: {
    found: { zh: "发现", en: "Found" },
    signed: null,
    evidence: null,
    archived: null,
    lost: null,
  },
  moves: {
    sign: { from: ["found"], to: "signed", by: ["owner"] },
    prove: { from: ["signed"], to: "evidence", by: ["owner"] },
    reject: { from: ["evidence"], to: "signed", by: ["checker"] },
    recheck: { from: ["evidence"], to: "archived", by: ["checker"] },
    close: { from: ["evidence", "signed"], to: "archived", by: ["checker"] },
  },
};

test("a state stands in the column of its shortest way; what nothing leads to stands last", () => {
  equal(placed(HAZARD).map((one) => [one.name, one.column, one.row, one.first, one.end]), [
    ["found", 0, 0, true, false],
    ["signed", 1, 0, false, false],
    ["evidence", 2, 0, false, false],
    ["archived", 2, 1, false, true],
    ["lost", 3, 0, false, true],
  ]);
});

test("steps between the same states are one arrow with all their names", () => {
  const between = arrows(HAZARD).find((one) => one.from === "evidence" && one.to === "archived");
  equal(between && between.words, ["recheck", "close"]);
});

test("the lists of a text stand on lines of their own", () => {
  equal(
    yamlOf({ approvals: [{ before: "start", chain: [{ one: ["manager"] }] }] }),
    "approvals:\n  - {before: start, chain: [{one: [manager]}]}\n",
  );
});
