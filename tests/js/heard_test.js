/* What is read aloud of an exercise bears its mark, but a call for help, which is always real. */

import { readEmergencies } from "../../assets/shared/emergencies.js";
import { overdueWords } from "../../assets/shared/overdue.js";
import { givePlant } from "./fakes/plant.js";
import { giveScene } from "./fakes/scene.js";
import { partOf, words } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { AlarmRow, IncidentRow, PersonRow, SosRow } from "../../assets/types/rows.d.ts" */
/** @import { DirectiveRead } from "../../assets/shared/directives.js" */

/** @type {(drill: string | null) => string[]} */
function heard(drill) {
  giveScene(drill);
  /** @type {Record<string, AlarmRow>} */
  const alarms = partOf({
    A: { id: "A", tag: "LT-1", condition: "H", calls: true },
  });
  /** @type {Record<string, IncidentRow>} */
  const incidents = partOf({
    I: {
      id: "I",
      title: words("Leak"),
      status: "open",
      t0: 0,
      entry: {
        in: [{
          person: "ann",
          name: words("Ann"),
          at: 1,
          turn_back_at: 5,
          turns: [[0, "note", "inside"], [6, "urgent", "overdue"]],
        }],
      },
    },
  });
  /** @type {Record<string, PersonRow>} */
  const people = partOf({ ben: { person: "ben", name: words("Ben"), account: "missing" } });
  /** @type {Record<string, SosRow>} */
  const calls = partOf({ "sos:cid": { sos: "cid", of: words("Cid"), at: 2 } });
  const read = readEmergencies(alarms, incidents, people, calls, 9);
  /** @type {DirectiveRead[]} */
  const late = partOf([{ directive: { id: "D", text: words("Shut V-8"), state: "issued" } }]);
  return [...Object.values(read), overdueWords(late)];
}

test("what is heard of an exercise bears its mark", () => {
  givePlant({ by: { tags: {} }, places: {}, levelRank: {}, holderOfLevel: {} });
  const [plain, marked] = [heard(null), heard("DRL-1")];
  giveScene(null);
  equal(
    plain.map((one) => one.split(" ")[0]),
    ["alarm", "incident", "inside", "sos", "missing", "overdue"].map((what) => `heard.${what}`),
  );
  const mark = "exercise.mark ";
  equal(
    marked.filter((one) => !one.startsWith(mark)),
    plain.filter((one) => one.startsWith("heard.sos")),
  );
  equal(marked.map((one) => one.startsWith(mark) ? one.slice(mark.length) : one), plain);
});
