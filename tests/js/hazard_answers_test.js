/* How the wall words the questions that only some hazards ask. */

import { readHazard } from "../../assets/wall/hazard_answers.js";
import { givePlant } from "./fakes/plant.js";
import { partOf } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { HazardAnswer, IncidentRow, Sign } from "../../assets/types/rows.d.ts" */

const NOW = 1_000_000;

/** @type {(question: HazardAnswer["question"], sign: Sign, code: string, more?: Partial<HazardAnswer>) => IncidentRow} */
const asked = (question, sign, code, more = {}) =>
  partOf({
    entry: { in: [], ready: ["a", "b"], needed: 4 },
    gas: [],
    hot_zone_m: 15,
    answers: {
      hazard: [{ question, about: [], n: 0, at: null, turns: [[0, sign, code]], ...more }],
    },
  });

/** @type {(question: HazardAnswer["question"], incident: IncidentRow) => unknown} */
const told = (question, incident) => {
  const answer = readHazard(incident, question, NOW);
  return answer && [answer.kind, answer.big, ...answer.lines];
};

test("a man down is said by name, with how long it has been", () => {
  givePlant({ by: { people: { zhou: { name: "Zhou Ming" } } } });
  const sos = asked("casualty", "urgent", "sos", { about: ["zhou"], n: 1, at: NOW - 320_000 });
  equal(told("casualty", sos), [
    "urgent",
    "casualty.sos 1",
    "Zhou Ming",
    "casualty.since 320 s",
  ]);
});

test("the air says who is ready, and gas that nobody measured forbids to enter", () => {
  givePlant();
  equal(told("entry", asked("entry", "warn", "ready")), [
    "warn",
    "entry.big_ready 2 4",
    "entry.none",
  ]);
  equal(told("gas", asked("gas", "warn", "never")), [
    "warn",
    "hazard_gas.never 0",
    "hazard_gas.nobody_in",
  ]);
});

test("a man down and rescuers on air: whoever has the least is named first", () => {
  givePlant();
  const row = asked("entry", "warn", "inside", { at: NOW + 90_000 });
  const [ann] = /** @type {IncidentRow["entry"]["in"]} */ (partOf([{
    person: "a",
    name: { zh: "Ann", en: "Ann" },
    turn_back_at: NOW + 90_000,
    turns: [[0, "note", "inside"]],
  }]));
  row.entry.in = [ann];
  equal(told("entry", row), [
    "warn",
    ["people.air Ann 1 90 s", "people.air_short Ann 1 90 s"],
    "Ann 90 s",
    "entry.big_ready 2 4",
  ]);
});

test("doctors that nobody called are red from their time on", () => {
  givePlant();
  const late = asked("medics", "urgent", "late", { about: ["120"], n: 1, at: NOW - 70_000 });
  equal(told("medics", late), ["urgent", "medics.late 120", "medics.over 70 s"]);
});

test("a question that the hazard does not ask has no answer", () => {
  equal(readHazard(asked("gas", "warn", "never"), "foam", NOW), null);
});
