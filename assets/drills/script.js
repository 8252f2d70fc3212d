/* The rows of a drill's script for its lists: every inject with its result, and every expectation
   with its status. Pure functions from rows to rows; all times are exercise time in ms. */

import { verdictAt } from "../base/turns.js";

/** @import { Condition } from "./conditions.js" */
/** @import { DirectionRow, DrillRow, ExpectationSeen, InjectSeen, Sign, SpanSeen, Turns, Words } from "../types/rows.d.ts" */

/** An inject as the plan of a drill has it: `at` a time, `when` something has happened, else by a hand.
 * @typedef {{ id: string, text: Words, at?: { s: number }, when?: Condition }} PlannedInject
 */
/** An action that is expected within `by_s` of its inject.
 * @typedef {{ id: string, inject: string, objective: string, text: Words, who?: string, by_s: number, source: Words }} PlannedExpectation
 */
/** What a drill is to show.
 * @typedef {{ id: string, text: Words }} Objective
 */
/** What the script uses of a drill's plan (docs/scenarios.md).
 * @typedef {{ injects: PlannedInject[], expectations: PlannedExpectation[], objectives: Objective[] }} DrillPlan
 */
/** What became of the plan, as far as the script reads it.
 * @typedef {Partial<Pick<DirectionRow, "injects" | "expectations">>} Directed
 */
/** An inject as the lists show it. `trigger`: what lets it happen. `asks`: what it waits for.
 * @typedef {{
 *   id: string, text: Words | string, trigger: "at" | "when" | "held" | "hand", planned: number | null,
 *   at: number | null, state: InjectSeen["state"] | "to_come" | "waits", seq: number | null,
 *   asks: Condition | null, expects: PlannedExpectation[], turns: Turns,
 * }} InjectLine
 */
/** An expected action as the lists show it. `target` and `took` are spans.
 * @typedef {{
 *   id: string, inject: string | null, text: Words, who: string | null, objective: string | null,
 *   source: Words | null, target: number | null, opened: number | null, by: number | null,
 *   state: ExpectationSeen["state"] | "to_come" | "unasked", matched: number | null, took: number | null,
 *   turns: Turns,
 * }} ExpectedLine
 */

/* Where the exercise clock of a drill stands at a real time; null before its start. */
/** @type {(drill: Pick<DrillRow, "clock">, real: number) => number | null} */
const exerciseAt = ({ clock }, real) => {
  if (!clock) return null;
  return clock.runs
    ? clock.exercise_at + Math.max(0, real - clock.real_at) * clock.speed
    : clock.exercise_at;
};

/* Injects in the order of the plan, then those that were added. `from` is when the exercise began, `texts` are
   what was added, by id; `nears` the site's turns of an inject that comes nearer. */
/** @type {(plan: DrillPlan, directed: Directed, from: number, texts: Record<string, Words | string>, nears: Turns) => InjectLine[]} */
function injects(plan, directed, from, texts, nears) {
  const known = directed.injects || {};
  /** @type {(inject: PlannedInject) => InjectLine} */
  const line = (inject) => {
    /** @type {InjectSeen | undefined} */
    const was = known[inject.id];
    const trigger = inject.at ? "at" : inject.when ? "when" : "held";
    const planned = inject.at ? from + inject.at.s * 1000 : null;
    return {
      id: inject.id,
      text: inject.text,
      trigger,
      planned,
      at: was && was.state !== "held" ? was.at : null,
      state: was ? was.state : UNTOUCHED[trigger],
      seq: was ? was.seq : null,
      asks: inject.when || null,
      expects: plan.expectations.filter((one) => one.inject === inject.id),
      turns: was
        ? was.turns
        : planned !== null
        ? nears.map(([at, sign, code]) => [planned + at, sign, code])
        : trigger === "when"
        ? WAITS
        : HELD,
    };
  };
  const rows = plan.injects.map(line);
  const ids = new Set(rows.map((row) => row.id));
  const added = Object.values(known).filter((one) => !ids.has(one.id));
  return rows.concat(
    added.map((one) => /** @type {InjectLine} */ ({
      id: one.id,
      text: texts[one.id] || one.id,
      trigger: "hand",
      planned: null,
      at: one.at,
      state: one.state,
      seq: one.seq,
      asks: null,
      expects: [],
      turns: one.turns,
    })),
  );
}

/* Those that the server does not know yet and that no time changes: a fact or a hand decides. */
/** @type {Turns} */
const WAITS = [[0, "plain", "waits"]];
/** @type {Turns} */
const HELD = [[0, "warn", "held"]];
/** @type {Record<"at" | "when" | "held", InjectLine["state"]>} */
const UNTOUCHED = { at: "to_come", when: "waits", held: "held" };

/** @type {Partial<Record<InjectLine["state"], number>>} */
const OPEN = { to_come: 0, waits: 1, held: 2 };
/** @type {(row: InjectLine) => boolean} */
const isToCome = (row) => row.state in OPEN;

/* What is still to come: by its time, then what waits for a fact, then what a hand decides. */
/** @type {(rows: InjectLine[]) => InjectLine[]} */
function toCome(rows) {
  /** @type {(row: InjectLine) => number} */
  const rank = (row) => OPEN[row.state] ?? 0;
  return rows.filter(isToCome).sort((a, b) =>
    rank(a) - rank(b) || (a.planned || 0) - (b.planned || 0)
  );
}

/* Expectations: those of the plan, then those that it does not have. `state` as recorded, or before: to_come,
   unasked (its inject was skipped). `opened` and `by` are null without a time. */
/** @type {(plan: DrillPlan, directed: Directed, rows: InjectLine[]) => ExpectedLine[]} */
function expectations(plan, directed, rows) {
  const known = directed.expectations || {};
  const injected = Object.fromEntries(rows.map((row) => [row.id, row]));
  const planned = plan.expectations.map((one) => {
    /** @type {ExpectationSeen | undefined} */
    const was = known[one.id];
    /** @type {InjectLine | undefined} */
    const inject = injected[one.inject];
    const skipped = inject?.state === "skipped";
    const opens = skipped || !inject ? null : inject.at || inject.planned;
    /** @type {ExpectedLine} */
    const row = {
      id: one.id,
      inject: one.inject,
      text: one.text,
      who: one.who || null,
      objective: one.objective,
      source: one.source,
      target: one.by_s * 1000,
      opened: opens,
      by: opens ? opens + one.by_s * 1000 : null,
      state: skipped ? "unasked" : "to_come",
      matched: null,
      took: null,
      turns: skipped ? UNASKED : TO_COME,
    };
    return was ? recorded(row, was) : row;
  });
  const ids = new Set(planned.map((one) => one.id));
  const more = Object.values(known).filter((one) => !ids.has(one.id)).map((one) =>
    recorded(
      {
        id: one.id,
        inject: one.inject,
        text: one.words,
        who: null,
        objective: null,
        source: null,
        target: null,
      },
      one,
    )
  );
  return planned.concat(more);
}

/* Those that the server does not know yet, because nothing was asked so far. */
/** @type {Turns} */
const TO_COME = [[0, "plain", "to_come"]];
/** @type {Turns} */
const UNASKED = [[0, "gone", "unasked"]];

/* With what the server says came of it. */
/** @type {(row: Omit<ExpectedLine, "opened" | "by" | "state" | "matched" | "took" | "turns">, seen: ExpectationSeen) => ExpectedLine} */
const recorded = (row, { opened, by, state, matched, took_ms, turns }) =>
  Object.assign({}, row, { opened, by, state, matched, took: took_ms, turns });

/* The sign of an inject or an expectation at an exercise time. */
/** @type {(one: { turns: Turns }, now: number) => Sign} */
const kind = (one, now) => verdictAt(one.turns, now).kind;

/** @type {Record<ExpectedLine["state"], number>} */
const order = {
  missed: 0,
  open: 1,
  late: 2,
  to_come: 3,
  met: 4,
  moot: 5,
  not_reached: 6,
  unasked: 7,
};
/** @type {(list: ExpectedLine[]) => ExpectedLine[]} */
const inOrder = (list) =>
  list.slice().sort((a, b) =>
    order[a.state] - order[b.state] || (a.by || Infinity) - (b.by || Infinity)
  );

/* How long the clock stood still, ms: by its controller and by reality; and with no process. */
/** @type {(drill: Pick<DrillRow, "spans">, real: number) => { paused: number, outage: number }} */
function still(drill, real) {
  /** @type {(kinds: SpanSeen["kind"][]) => number} */
  const sum = (kinds) =>
    drill.spans.filter((span) => kinds.includes(span.kind)).reduce(
      (all, span) => all + (span.until || real) - span.since,
      0,
    );
  return { paused: sum(["paused", "suspended"]), outage: sum(["outage"]) };
}

export const script = {
  exerciseAt,
  injects,
  toCome,
  isToCome,
  expectations,
  kind,
  inOrder,
  still,
};
