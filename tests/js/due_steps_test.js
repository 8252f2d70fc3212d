/* The steps of a plan that are due now, and what became of those that were issued together. */

import { isTold, placeOfStep, readBatch } from "../../assets/command/due_batch.js";
import { dueSteps } from "../../assets/shared/incidents.js";
import { givePlant } from "./fakes/plant.js";
import { equal, test } from "./testing.js";

/** @import { IncidentRow } from "../../assets/types/rows.d.ts" */

const T0 = 1_000_000;

/** @type {(at: number, due: number) => IncidentRow["entry"]["turns"]} */
const turns = (at, due) => [[0, "plain", "to_come"], [at, "warn", "to_give"], [
  due,
  "urgent",
  "overdue",
]];

const ready = () =>
  givePlant({
    places: {},
    levelRank: {},
    holderOfLevel: {},
    by: {
      plans: {
        leak: {
          id: "leak",
          steps: [
            { id: "later", turns: turns(60_000, 120_000) },
            { id: "now", turns: turns(0, 60_000) },
            { id: "after", turns: turns(0, 60_000) },
          ],
        },
      },
    },
  });

/** @type {(steps: string[]) => Pick<IncidentRow, "plan" | "progress" | "t0">} */
const incident = (steps) => ({
  plan: "leak",
  t0: T0,
  progress: { total: 3, given: {}, waits: { after: ["now"] }, ready: steps },
});

test("a ready step is due from the time at which the plan gives it, overdue or not", () => {
  ready();
  const open = incident(["now", "later"]);
  equal(dueSteps(open, T0 + 1000), ["now"]);
  equal(dueSteps(open, T0 + 60_000), ["now", "later"]);
  equal(dueSteps(open, T0 + 500_000), ["now", "later"]);
});

test("what the domain does not say is ready is not due, however late it is", () => {
  ready();
  equal(dueSteps(incident([]), T0 + 500_000), []);
  equal(dueSteps({ plan: null, progress: null, t0: T0 }, T0 + 500_000), []);
});

test("what became of each is counted: what the plan has as given was issued", () => {
  const at = (/** @type {string} */ step) => placeOfStep("INC-1", step);
  const read = readBatch("INC-1", ["a", "b", "c", "d", "e"], { a: "DIR-1" }, {
    [at("b")]: { state: "accepted" },
    [at("c")]: { state: "refused", text: "Beyond your authority" },
    [at("d")]: { state: "unanswered" },
    [at("e")]: { state: "sending" },
  });
  equal(read, { issued: 2, refused: 1, unanswered: 1, sending: 1 });
});

test("of steps issued together nothing is told once their answers are gone", () => {
  /** @type {Record<string, {state: "accepted"}>} */
  const answered = { [placeOfStep("INC-1", "b")]: { state: "accepted" } };
  equal(isTold("INC-1", ["a", "b"], answered), true);
  equal(isTold("INC-1", ["a", "b"], {}), false);
  equal(isTold("INC-1", [], answered), false);
});
