/* How a review is displayed: its deadlines, the rows of its table, and whose input is missing. */

import { text } from "../base/context.js";
import { verdictAt } from "../base/turns.js";
import { number, say, span } from "../base/words.js";
import { named as nameOf } from "../live/plant.js";
import { useRealKind } from "../live/react_panels.js";

/** @import { ReviewRow, Sign, Turns } from "../types/rows.d.ts" */
/** @import {
 *   Clock, Done, Remark, RowFigure, Step, TimingRow,
 * } from "../declared/review_answers.d.ts" */
/** A sign, the words beside it, and whether the whole review is overdue.
 * @typedef {{kind: Sign, word: string, over?: boolean}} ReviewReading */
/** What the clock of a review says, as its row on the board and its answer over REST have it.
 * @typedef {{
 *   turns: Turns, next: Step | null, due: Record<string, number>, lapsed: (string | {signer: string})[],
 * }} ReviewClock */

/** @type {Step[]} */
export const reviewSteps = ["hotwash", "frozen", "agreed", "signed"];

/* The state of a step at `now`: {kind, word, done} (domain/reviews/lateness.py). */
/** @type {(clock: Clock, step: Step, now: number) => ReviewReading & {done?: Done}} */
export const readStep = (clock, step, now) => {
  const { kind, code } = verdictAt(clock.step_turns[step], now);
  const [done, due] = [clock.done[step], clock.due[step]];
  if (done) {
    const after = reviewHours(done.at - clock.ended_at);
    const word = code === "done_late"
      ? say("review.done_late", { after, late: reviewHours(done.at - due) })
      : say("review.done_after", { after });
    return { kind, done, word };
  }
  if (code === "late") {
    return { kind, word: say("review.late_by", { late: reviewHours(now - due) }) };
  }
  return { kind, word: say("review.due_in", { left: reviewHours(due - now) }) };
};

/* Hours and minutes as 33:05 h. */
/** @type {(ms: number) => string} */
export function reviewHours(ms) {
  const minutes = Math.max(0, Math.floor(ms / 60000));
  return say("review.hours", {
    h: `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`,
  });
}

/* What a running review comes to: its next step and how long is left, or by how much it is late. */
/** @type {(review: ReviewClock, now: number) => ReviewReading} */
export const readReview = (review, now) => {
  const { kind, code } = verdictAt(review.turns, now);
  const step = review.next;
  if (!step) return { kind, word: say("review.signed_word") };
  if (code === "overdue") {
    const late = reviewHours(now - review.due.signed);
    return { kind, over: true, word: say("review.overdue_by", { late }) };
  }
  const named = say(`review.step.${step}`);
  if (code === "step_late") {
    const late = reviewHours(now - review.due[step]);
    return { kind, word: say("review.step_late", { step: named, late }) };
  }
  if (code === "lapsed") {
    const who = review.lapsed.map((one) => nameOf(typeof one === "string" ? one : one.signer));
    return { kind, word: say("review.lapsed_short", { who }) };
  }
  return {
    kind,
    word: say("review.step_due", { step: named, left: reviewHours(review.due[step] - now) }),
  };
};

/* Every review that is not signed, the latest first. */
/** @type {() => ReviewRow[]} */
export const useRunningReviews = () =>
  Object.values(useRealKind("review", "")).sort((a, b) => a.due.signed - b.due.signed);

/* Seconds as 4:18, with tenths below ten; ms stay in the table's title. */
/** @type {(s: number | null | undefined) => string} */
export const seconds = (s) => {
  if (s === null || s === undefined) return "–";
  if (s >= 0 && s < 10) return `0:0${s.toFixed(1)}`;
  return (s < 0 ? "−" : "") + span(Math.abs(s) * 1000);
};

/* What tells a row from others and is nobody's name. */
const UNNAMED = ["directive", "capability", "model", "run"];

/* What a row of the table is called: what it measures, and of whom or what. */
/** @type {(row: TimingRow) => string} */
export const timingRowName = (row) => {
  const whose = Object.entries(row.about).filter(([name]) => !UNNAMED.includes(name))
    .map(([, id]) => nameOf(id));
  return [say(`timing.${row.row}`), ...whose].join(" · ");
};

/** @type {(row: TimingRow) => Sign} */
export const rowKind = (
  row,
) => (row.verdict === "over"
  ? "urgent"
  : row.verdict === "within"
  ? "good"
  : row.outcome === "stopped"
  ? "plain"
  : ["denied", "emergency"].includes(row.outcome)
  ? "warn"
  : "gone");

/* What stands where the seconds would: never a zero for what nobody knows. */
/** @type {(row: TimingRow) => string} */
export const rowMeasure = (row) => {
  if (row.seconds !== null) return seconds(row.seconds);
  if (row.outcome === "open") return say("timing.open_at_least", { span: seconds(row.open_s) });
  return say(`timing.outcome.${row.outcome}`);
};

/** @type {(row: TimingRow) => string} */
export const targetWord = (row) => {
  const source = say(`target.${row.target_source}`);
  if (row.target_s === null) return source;
  if (row.row === "drain_margin") return say("timing.above_zero");
  const share = row.target_share < 1
    ? say("timing.at_share", { percent: number(row.target_share * 100) })
    : "";
  return [seconds(row.target_s), share, source].filter(Boolean).join(" ");
};

/* How often a target was kept, always with the one-sided bound that so many cases allow. */
/** @type {(f: RowFigure) => string} */
export const rateWord = (f) =>
  say(f.verdict ? `figures.rate_${f.verdict}` : "figures.rate", {
    kept: f.kept,
    of: f.n + f.gaps,
    bound: number(f.lower === null ? null : f.lower * 100, 0),
  });

/* Text that may be in both languages or as typed. */
/** @type {(value: Remark | null | undefined) => string} */
export const remark = (value) => (value ? text(value) : "");
