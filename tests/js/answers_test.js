/* How the wall words what its incidents' rows answer. */

import { readEntry } from "../../assets/command/entry.js";
import { freeReports, planOverdue, readCommand, readPlan } from "../../assets/shared/incidents.js";
import {
  aloneInCell,
  lateOfWater,
  readAnswers,
  readOutside,
  readPeople,
  readSource,
} from "../../assets/wall/answers.js";
import { givePlant } from "./fakes/plant.js";
import { partOf, words } from "./rows.js";
import { equal, ok, test } from "./testing.js";

/** @import { Answer } from "../../assets/wall/answers.js" */
/** @import { IncidentRow, ReportRow } from "../../assets/types/rows.d.ts" */

const NOW = 10_000_000;
const T0 = NOW - 60_000;
/** @type {Answered} */
const IN_TIME = { at: null, counts: [], names: [], turns: [[0, "plain", "in_time"]] };
const CLEAR = words("Clear the shop");
/* Nobody was given to clear the shop a minute before NOW, and something of less urgency before that. */
/** @type {Answered} */
const LATE = {
  at: NOW - 90_000,
  counts: [[NOW - 89_999, 1], [NOW - 59_999, 2]],
  names: [
    [NOW - 89_999, { what: words("Count"), by: NOW - 90_000, given: true }],
    [NOW - 59_999, { what: CLEAR, by: NOW - 60_000, given: false }],
  ],
  turns: [[0, "plain", "in_time"], [NOW - 89_999, "urgent", "overdue"]],
};
givePlant({
  places: {},
  levelRank: {},
  holderOfLevel: {},
  by: {
    tanks: { T1: { id: "T1" } },
    outside: {},
    tags: {},
  },
});

/** @type {(sign: string, code: string, more?: Answered) => Answered} */
const answer = (sign, code, more = {}) => ({
  at: null,
  late: IN_TIME,
  turns: [[0, sign, code]],
  ...more,
});

/** @type {(more?: Answered, answers?: Answered) => IncidentRow} */
const incident = (more = {}, answers = {}) =>
  partOf({
    id: "I",
    place: "pit",
    level: "II",
    status: "open",
    t0: T0,
    t0_by: "alarm",
    plan: "P",
    kits: {},
    outside: {},
    calls: [],
    short: null,
    evacuation: null,
    entry: { in: [], ready: [], needed: 4, lacking: 0, alone: [], gas: [] },
    source: { tank: "T1", reported: null, confirmed: null },
    answers: {
      questions: ["people", "source", "water", "outside"],
      hazard: [],
      people: answer("note", "no_evacuation"),
      source: answer("warn", "open", { at: T0 + 720_000 }),
      outside: answer("note", "nobody", { unit: null, called: 0, total: 0 }),
      water: answer("plain", "in_time"),
      command: answer("plain", "commanded", { asked: 0 }),
      plan: null,
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

test("the target counts from what began the clock: an alarm, a report, or the opening by hand", () => {
  const turns = [[0, "warn", "open"]];
  const told = (/** @type {string} */ t0_by) =>
    readSource(incident({ t0_by }, { source: { at: T0 + 720_000, late: IN_TIME, turns } }), {}, NOW)
      .lines[0];
  equal(["alarm", "report", "opening"].map(told), [
    "source.target.alarm",
    "source.target.report",
    "source.target.opening",
  ]);
});

test("the target is named until it is over, and then by how much", () => {
  const turns = [[0, "warn", "open"], [T0 + 720_001, "urgent", "over"]];
  const at = T0 + 720_000;
  const told = (/** @type {number} */ now) =>
    readSource(incident({}, { source: { at, late: IN_TIME, turns } }), {}, now).big;
  equal([told(NOW), told(at + 5_000)], ["source.left 660 s", "source.over 5 s"]);
});

test("whoever is inside past the time to turn back has the big words, and every way of the line", () => {
  const late = [[0, "note", "inside"], [NOW - 999, "urgent", "overdue"]];
  const inside = [{ person: "a", name: words("Ann"), turn_back_at: NOW - 1000, turns: late }];
  const row = incident({
    evacuation: {
      checked_in: 9,
      assigned: 0,
      not_accounted: 3,
      missing: 1,
      on_air: 0,
      inside: 0,
      denominator: 13,
    },
    entry: { in: inside, ready: [], needed: 4, lacking: 2, alone: [], turns: late },
  }, { people: answer("urgent", "overdue", { at: NOW - 1000 }) });
  const said = readPeople(row, null, NOW);
  equal([said.kind, said.big], ["urgent", [
    "people.air_over Ann 1 1 s",
    "people.air_over_short Ann 1 1 s",
  ]]);
  for (const way of said.brief) {
    ok(way.includes("people.air_over") && way.includes("people.missing 1"));
  }
  equal(readEntry(row.entry, NOW).inside[0].code, "overdue");
  equal(readEntry(row.entry, NOW).answer, "entry.board_overdue 1 1 s");
});

test("one alone on air is named once, and every way says how many are unaccounted for", () => {
  const one = { person: "a", name: words("Ann"), turn_back_at: NOW + 240_000, turns: [] };
  const row = incident({
    evacuation: {
      checked_in: 1,
      assigned: 0,
      not_accounted: 1,
      missing: 0,
      on_air: 1,
      inside: 0,
      denominator: 3,
    },
    entry: {
      in: [{ ...one, turns: [[0, "note", "inside"]] }],
      ready: [],
      needed: 2,
      lacking: 2,
      alone: [],
      gas: [],
    },
  }, { people: answer("warn", "on_air", { at: NOW + 240_000 }) });
  const said = readPeople(row, null, NOW);
  equal(said.big, ["people.air Ann 1 240 s", "people.air_short Ann 1 240 s"]);
  equal(said.lines[0], [
    "people.air_n 1, people.split 1 0 1 0 3",
    "people.air_n 1, people.split_open 1 0 1 0 3",
  ]);
  for (const way of said.brief) ok(String(way).includes("people.not_accounted 1"));
});

test("whoever is on air is the first and biggest, never under a green tick, and leads every other incident", () => {
  const inside = [["a", "Ann", 240_000], ["b", "Bo", 300_000]].map(([person, name, left]) => ({
    person,
    name: words(/** @type {string} */ (name)),
    turn_back_at: NOW + Number(left),
    turns: [[0, "note", "inside"]],
  }));
  const row = incident({
    id: "AIR",
    evacuation: {
      checked_in: 9,
      assigned: 0,
      not_accounted: 0,
      missing: 0,
      on_air: 2,
      inside: 0,
      denominator: 11,
    },
    entry: { in: inside, ready: [], needed: 4, lacking: 2, alone: [], gas: [] },
  }, { people: answer("warn", "on_air", { at: NOW + 240_000, late: LATE }) });
  const said = readPeople(row, null, NOW);
  equal(said.big, ["people.air Ann +1 2 240 s", "people.air_short Ann +1 2 240 s"]);
  equal((said.lines[0] || [])[0], "Ann 240 s · Bo 300 s");
  ok(!JSON.stringify(said).includes("all_accounted"));
  for (const way of said.brief) ok(way.includes("people.air"));
  const lost = incident({
    id: "LOST",
    evacuation: {
      checked_in: 9,
      assigned: 0,
      not_accounted: 0,
      missing: 4,
      on_air: 0,
      inside: 0,
      denominator: 13,
    },
  }, { people: answer("urgent", "missing") });
  const order = readAnswers([lost, row], (one) => readPeople(one, null, NOW));
  equal(order.map((one) => one.incident.id), ["AIR", "LOST"]);
});

test("the call whose deadline comes first is named, and red from when the row says", () => {
  const turns = [[0, "note", "to_call"], [NOW, "urgent", "late"]];
  const said = (/** @type {number} */ now) =>
    readOutside(
      incident({}, {
        outside: { at: NOW, late: IN_TIME, turns, unit: "119", called: 0, total: 1 },
      }),
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

test("steps of the plan that nobody was given in their time are counted and said", () => {
  const plan = {
    at: T0 + 30_000,
    given: 2,
    total: 24,
    counts: [[T0 + 30_001, 1], [T0 + 90_001, 5]],
    turns: [[0, "plain", "in_time"], [T0 + 30_001, "urgent", "overdue"]],
  };
  /** @type {Answered} */
  const answers = { plan };
  const row = incident({}, answers);
  equal(readPlan(row, T0), { kind: "plain", given: 2, total: 24, overdue: 0 });
  equal(readPlan(row, NOW), { kind: "urgent", given: 2, total: 24, overdue: 1 });
  equal([T0, T0 + 100_000].map((now) => planOverdue(row, now)), ["", "plan.overdue 2 24 5"]);
  equal(readPlan(incident(), NOW), null);
});

test("an evacuation that nobody ordered is said in the people's cell while it is overdue", () => {
  const people = answer("urgent", "no_evacuation", { late: LATE });
  const said = readPeople(incident({}, { people }), null, NOW);
  equal([said.kind, said.big], ["urgent", "late.big 2"]);
  equal((said.lines[0] || [])[0], "late.not_given 60 s Clear the shop");
  ok(said.brief.every((/** @type {string} */ way) => way.includes("late.short 2 60 s")));
  const calm = readPeople(incident(), null, NOW);
  ok(!JSON.stringify(calm).includes("late."));
});

test("an order that is late is said as given, and under the big words of its own question", () => {
  const turns = [[0, "urgent", "open"]];
  const source = { at: T0 + 720_000, turns, late: LATE };
  const said = readSource(incident({}, { source }), {}, NOW - 80_000);
  equal(said.big, "source.left 740 s");
  equal((said.lines[0] || [])[0], "late.given 10 s Count");
  const shut = incident({}, { source: { at: NOW, turns: [[0, "good", "isolated"]], late: LATE } });
  ok(!JSON.stringify(readSource(shut, {}, NOW)).includes("late."));
});

test("the water is red while what keeps it in is overdue, however the pools stand", () => {
  const late = incident({}, { water: answer("urgent", "overdue", { late: LATE }) });
  /** @type {Answered} */
  const pools = { kind: "note", big: "water.pool", lines: ["water.steady"] };
  equal(lateOfWater(pools, [incident()], NOW), pools);
  const said = lateOfWater(pools, [incident(), late], NOW);
  equal([said.kind, said.big, said.lines.length], ["urgent", "water.pool", 2]);
});

test("where there is nobody to call, the calls say so", () => {
  const said = readOutside(incident(), NOW);
  equal([said.kind, said.big, said.lines], ["note", "outside.none", [null, ""]]);
});

test("the wall says how many permits are paused and how many people are inside", () => {
  const words = "3 permits paused · 4 people inside";
  const [first] = [readPeople(incident(), null, NOW, null, words).lines[0]].flat();
  equal(String(first).startsWith(words), true);
  const calm = [readPeople(incident(), null, NOW).lines[0]].flat();
  equal(calm.some((line) => String(line).includes(words)), false);
});

test("alone in its cell what is overdue has a whole line, and since when stands beside the question", () => {
  /** @type {Answer} */
  const plain = { kind: "urgent", big: "big", lines: ["given 1:00 Clear it", "other"] };
  const overdue = { n: 1, ways: [], short: "", beside: "1:00 late", what: ["Clear it"], at: 0 };
  const alone = aloneInCell({ ...plain, overdue });
  equal([alone.aside, alone.lines], [{ kind: "urgent", ways: ["1:00 late"] }, [
    ["Clear it"],
    "other",
  ]]);
  const aside = { kind: /** @type {const} */ ("good"), ways: ["sounding"] };
  equal(aloneInCell({ ...plain, overdue, aside }).lines, plain.lines);
  equal(aloneInCell(plain), plain);
});
