/* How the wall words what its incidents' rows answer. */

import { readEntry } from "../../assets/command/entry.js";
import { freeReports, readCommand, readPlan } from "../../assets/shared/incidents.js";
import { readAnswers, readOutside, readPeople, readSource } from "../../assets/wall/answers.js";
import { givePlant } from "./fakes/plant.js";
import { partOf } from "./rows.js";
import { equal, ok, test } from "./testing.js";

/** @import { IncidentRow, ReportRow } from "../../assets/types/rows.d.ts" */

const NOW = 10_000_000;
const T0 = NOW - 60_000;
const STEPS = [
  { id: "look", calls: ["119"], turns: [[0, "plain", "to_come"], [30_000, "urgent", "overdue"]] },
  { id: "shut", turns: [[0, "plain", "to_come"], [90_000, "urgent", "overdue"]] },
];
givePlant({
  places: {},
  levelRank: {},
  holderOfLevel: {},
  by: {
    tanks: { T1: { id: "T1" } },
    plans: { P: { id: "P", steps: STEPS } },
    outside: {},
    tags: {},
  },
});

/** @type {(sign: string, code: string, more?: Answered) => Answered} */
const answer = (sign, code, more = {}) => ({ at: null, turns: [[0, sign, code]], ...more });

/** @type {(more?: Answered, answers?: Answered) => IncidentRow} */
const incident = (more = {}, answers = {}) =>
  partOf({
    id: "I",
    place: "pit",
    level: "II",
    status: "open",
    t0: T0,
    plan: "P",
    kits: {},
    outside: {},
    calls: [],
    short: null,
    evacuation: null,
    entry: { in: [], ready: [], needed: 4, lacking: 0, alone: [] },
    source: { tank: "T1", reported: null, confirmed: null },
    progress: { total: 2, given: {}, waits: {}, ready: [] },
    answers: {
      people: answer("note", "no_evacuation"),
      source: answer("warn", "open", { at: T0 + 720_000 }),
      outside: answer("note", "to_call", { unit: null, called: 0, total: 0 }),
      command: answer("plain", "commanded", { asked: 0 }),
      ...answers,
    },
    ...more,
  });

/** @type {(source: Answered, said: Answered) => Answered} */
const read = (source, said) =>
  readSource(incident({ source: { tank: "T1", ...source } }, { source: said }), {}, NOW);

test("a word that it leaks again after a confirmation is disputed, not isolated", () => {
  const shut = { state: "isolated", at: NOW - 30_000 };
  const again = { state: "leaking", at: NOW - 10_000, by: "eva" };
  const said = read(
    { confirmed: shut, reported: again },
    answer("urgent", "disputed", { at: T0 + 720_000 }),
  );
  equal([said.kind, said.big], ["urgent", "source.left 660 s"]);
  equal(said.lines[0], "source.contradicted");
  ok(said.brief.every((/** @type {string} */ way) => way.startsWith("source.disputed")));
});

test("a word isolates a tank that the plant has not measured, and says that it did not", () => {
  const word = { state: "isolated", at: NOW, by: "eva" };
  const said = read({ reported: word }, answer("note", "isolated_said", { at: NOW }));
  equal([said.kind, said.big], ["note", "source.isolated_said"]);
  equal(said.lines[0], "source.reported source.state.isolated eva · source.unmeasured");
});

test("the target is named until it is over, and then by how much", () => {
  const turns = [[0, "warn", "open"], [T0 + 720_001, "urgent", "over"]];
  const at = T0 + 720_000;
  const told = (/** @type {number} */ now) =>
    readSource(incident({}, { source: { at, turns } }), {}, now).big;
  equal([told(NOW), told(at + 5_000)], ["source.left 660 s", "source.over 5 s"]);
});

test("whoever is inside past the time to turn back has the big words, and every way of the line", () => {
  const late = [[0, "note", "inside"], [NOW - 999, "urgent", "overdue"]];
  const inside = [{ person: "a", turn_back_at: NOW - 1000, turns: late }];
  const row = incident({
    evacuation: { checked_in: 9, assigned: 0, not_accounted: 3, missing: 1, denominator: 13 },
    entry: { in: inside, ready: [], needed: 4, lacking: 2, alone: [], turns: late },
  }, { people: answer("urgent", "overdue", { at: NOW - 1000 }) });
  const said = readPeople(row, null, NOW);
  equal([said.kind, said.big], ["urgent", "people.overdue_inside"]);
  for (const way of said.brief) ok(way.includes("overdue") && way.includes("people.missing 1"));
  equal(readEntry(row.entry, NOW).inside[0].code, "overdue");
  equal(readEntry(row.entry, NOW).answer, "entry.board_overdue 1 1 s");
});

test("the call whose deadline comes first is named, and red from when the row says", () => {
  const turns = [[0, "note", "to_call"], [NOW, "urgent", "late"]];
  const said = (/** @type {number} */ now) =>
    readOutside(
      incident({}, { outside: { at: NOW, turns, unit: "119", called: 0, total: 1 } }),
      now,
    );
  equal([said(NOW - 5_000).kind, said(NOW - 5_000).lines[1]], ["note", "outside.due 119 5 s"]);
  equal([said(NOW + 5_000).kind, said(NOW + 5_000).brief[1]], [
    "urgent",
    "outside.late_short 119 5 s",
  ]);
});

test("the gravest incident leads, whatever stands in its figures", () => {
  const calm = incident({ id: "CALM" }, { source: answer("good", "isolated", { at: NOW }) });
  const leaks = incident({ id: "LEAKS" });
  const denied = incident({ id: "DENIED" }, { source: answer("urgent", "disputed", { at: NOW }) });
  const order = readAnswers(
    [calm, leaks, denied],
    (one) => readSource(one, {}, NOW),
  );
  equal(order.map((one) => one.incident.id), ["DENIED", "LEAKS", "CALM"]);
});

test("a report is listed while its row says that it waits", () => {
  /** @type {Record<string, ReportRow>} */
  const rows = partOf({
    "report:4": { seq: 4, turns: [[0, "warn", "waits"], [NOW, "plain", "old"]] },
    "report:9": { seq: 9, turns: [[0, "warn", "waits"], [NOW * 2, "plain", "old"]] },
  });
  equal(
    [freeReports(rows, NOW - 1), freeReports(rows, NOW)].map((all) => all.map((one) => one.seq)),
    [
      [9, 4],
      [9],
    ],
  );
});

test("an incident's command wants a hand by its own verdict", () => {
  const nobody = incident({}, { command: answer("urgent", "nobody", { asked: 0 }) });
  const asked = incident({}, { command: answer("warn", "asked", { asked: 2 }) });
  equal([incident(), nobody, asked].map((one) => readCommand(one, NOW)), [
    { kind: "plain", words: "" },
    { kind: "urgent", words: "incident.nobody_commands" },
    { kind: "warn", words: "pressing.asked 2" },
  ]);
});

test("steps of the plan that nobody was given in their time are counted, at the incident's own age", () => {
  equal(readPlan(incident(), NOW), { given: 0, total: 2, overdue: 1 });
  equal(readPlan(incident(), T0 + 100_000), { given: 0, total: 2, overdue: 2 });
  const given = { total: 2, given: { look: "D1" }, waits: {}, ready: [] };
  equal(readPlan(incident({ progress: given }), NOW), { given: 1, total: 2, overdue: 0 });
  equal(readPlan(incident({ plan: null, progress: null }), NOW), null);
});
