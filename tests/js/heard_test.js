/* What is read aloud of an exercise bears its mark, but a call for help, which is always real. */

import { readEmergencies } from "../../assets/shared/emergencies.js";
import { overdueWords } from "../../assets/shared/overdue.js";
import { givePlant } from "./fakes/plant.js";
import { giveScene } from "./fakes/scene.js";
import { equal, test } from "./testing.js";

/** @type {(drill: string | null) => string[]} */
function heard(drill) {
  giveScene(drill);
  const inside = {
    person: "ann",
    name: "Ann",
    at: 1,
    turn_back_at: 5,
    turns: [[0, "note", "inside"], [6, "urgent", "overdue"]],
  };
  const read = readEmergencies(
    { A: { id: "A", tag: "LT-1", condition: "H", calls: true } },
    { I: { id: "I", title: "Leak", status: "open", t0: 0, entry: { in: [inside] } } },
    { ben: { person: "ben", name: "Ben", account: "missing" } },
    { "sos:cid": { sos: "cid", of: "Cid", at: 2 } },
    9,
  );
  const late = [{ directive: { id: "D", text: "Shut V-8", state: "issued" } }];
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
