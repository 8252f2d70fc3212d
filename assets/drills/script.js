/* The script of a drill as its lists read it: every inject of the plan with what became of it, and every
   expectation with how it stands. Pure: rows in, rows out; all times are exercise time in ms. */

import { verdictAt } from "../base/turns.js";

/* Where the exercise clock of a drill stands at a real time; null before its start. */
const exerciseAt = ({ clock }, real) => {
  if (!clock) return null;
  return clock.runs
    ? clock.exercise_at + Math.max(0, real - clock.real_at) * clock.speed
    : clock.exercise_at;
};

/* Injects in the order of the plan, then those that were added: {id, text, trigger, planned,
   at, state, seq, asks, expects, turns}. `state`: to_come, waits (for a fact), held, fired, skipped, added.
   `texts` are what was added, by id; `nears` the site's turns of an inject that comes nearer. */
function injects(plan, directed, from, texts, nears) {
  const known = directed.injects || {};
  const rows = plan.injects.map((inject) => {
    const was = known[inject.id];
    const trigger = inject.at ? "at" : inject.when ? "when" : "held";
    const planned = inject.at ? from + inject.at.s * 1000 : null;
    return {
      id: inject.id,
      text: inject.text,
      trigger,
      planned,
      at: was && was.state !== "held" ? was.at : null,
      state: was ? was.state : { at: "to_come", when: "waits", held: "held" }[trigger],
      seq: was ? was.seq : null,
      asks: inject.when || null,
      expects: plan.expectations.filter((one) => one.inject === inject.id),
      turns: was
        ? was.turns
        : trigger === "at"
        ? nears.map(([at, sign, code]) => [planned + at, sign, code])
        : trigger === "when"
        ? WAITS
        : HELD,
    };
  });
  const ids = new Set(rows.map((row) => row.id));
  const added = Object.values(known).filter((one) => !ids.has(one.id));
  return rows.concat(
    added.map((one) => ({
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
const WAITS = [[0, "plain", "waits"]];
const HELD = [[0, "warn", "held"]];
const OPEN = new Set(["to_come", "waits", "held"]);
const isToCome = (row) => OPEN.has(row.state);

/* What is still to come: by its time, then what waits for a fact, then what a hand decides. */
function toCome(rows) {
  const rank = { to_come: 0, waits: 1, held: 2 };
  return rows.filter(isToCome).sort((a, b) =>
    rank[a.state] - rank[b.state] || (a.planned || 0) - (b.planned || 0)
  );
}

/* Expectations: {id, text, who, objective, opened, by, state, matched, took, turns}. `state` as recorded,
   or before: to_come, unasked (its inject was skipped). `opened` and `by` are null without a time. */
function expectations(plan, directed, rows) {
  const known = directed.expectations || {};
  const injected = Object.fromEntries(rows.map((row) => [row.id, row]));
  const planned = plan.expectations.map((one) => {
    const was = known[one.id];
    const inject = injected[one.inject] || {};
    const skipped = inject.state === "skipped";
    const opens = skipped ? null : inject.at || inject.planned;
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
const TO_COME = [[0, "plain", "to_come"]];
const UNASKED = [[0, "gone", "unasked"]];

/* With what the server says came of it. */
const recorded = (row, { opened, by, state, matched, took_ms, turns }) =>
  Object.assign({}, row, { opened, by, state, matched, took: took_ms, turns });

/* The sign of an inject or an expectation at an exercise time. */
const kind = (one, now) => verdictAt(one.turns, now).kind;

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
const inOrder = (list) =>
  list.slice().sort((a, b) =>
    order[a.state] - order[b.state] || (a.by || Infinity) - (b.by || Infinity)
  );

/* How long the clock stood still, ms: by its controller and by reality; and with no process. */
function still(drill, real) {
  const sum = (kinds) =>
    (drill.spans || []).filter((span) => kinds.includes(span.kind)).reduce(
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
