/* Outside calls: due and late as the incident's row says. */

import { outsideAnswer, readCalls, signOfCall } from "../../assets/shared/calls.js";
import { readOutside } from "../../assets/wall/answers.js";
import { givePlant } from "./fakes/plant.js";
import { partOf } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { IncidentRow } from "../../assets/types/rows.d.ts" */

const NOW = 10_000_000;
const DUE = NOW + 60_000;
const UNIT = { id: "district", name: "District (bureau)", call_within_s: 1 };
const ready = () => givePlant({ by: { outside: { district: UNIT }, plans: {} } });

/** @type {IncidentRow} */
const incident = partOf({
  id: "INC-1",
  t0: 0,
  plan: null,
  outside: {},
  answers: {
    outside: {
      at: DUE,
      late: { at: null, counts: [], names: [], turns: [] },
      turns: [[0, "note", "to_call"], [DUE, "urgent", "late"]],
      unit: "district",
      called: 0,
      total: 1,
    },
  },
  calls: [
    {
      unit: "district",
      due_at: DUE,
      since: "told",
      turns: [[0, "plain", "to_call"], [DUE, "urgent", "late"]],
    },
  ],
});

test("a call is late by the row's turns, whatever the plant's limit counted from the start", () => {
  ready();
  const [call] = readCalls(incident);
  equal([call.short, call.due], ["District", DUE]);
  equal([DUE - 1, DUE].map((now) => signOfCall(call, now)), ["plain", "urgent"]);
});

test("the cell counts down to the row's deadline and turns red with it", () => {
  ready();
  equal(readOutside(incident, NOW).lines[1], "outside.due District 60 s");
  equal([DUE - 1, DUE].map((now) => readOutside(incident, now).kind), ["note", "urgent"]);
});

test("what was called and answered is told with it", () => {
  ready();
  const made = { called_at: 5, answered_at: 9, arrived_at: null, by: "eva", reference: "R" };
  /** @type {IncidentRow} */
  const called = partOf({
    ...incident,
    outside: { district: made },
    calls: [{ unit: "district", due_at: DUE, since: "told", turns: [[0, "good", "answered"]] }],
  });
  const [call] = readCalls(called);
  equal([call.answered_at, call.by, signOfCall(call, DUE + 1)], [9, "eva", "good"]);
});

test("nobody to call is said, never none of none", () => {
  equal(outsideAnswer(0, 0), "outside.none");
  equal(outsideAnswer(1, 3), "outside.called 1 3");
});
