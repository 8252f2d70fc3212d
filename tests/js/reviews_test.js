/* How a review reads: by its turns, in the words of the catalogue. */

import {
  readReview,
  readStep,
  rowKind,
  rowMeasure,
  targetWord,
} from "../../assets/reviews/review.js";
import { equal, test } from "./testing.js";

/** @import { Turns } from "../../assets/types/rows.d.ts" */
/** @import { Clock, Step, TimingRow } from "../../assets/declared/review_answers.d.ts" */

const HOUR = 3_600_000;
const END = 1_796_148_600_000;
const due = {
  hotwash: END + 2 * HOUR,
  frozen: END + 24 * HOUR,
  agreed: END + 48 * HOUR,
  signed: END + 72 * HOUR,
};
/** @type {Turns} */
const TURNS = [
  [0, "note", "due"],
  [due.hotwash, "urgent", "step_late"],
  [due.signed, "urgent", "overdue"],
];

/** @type {(more?: Partial<Clock>) => Clock} */
const clock = (more = {}) => ({
  ended_at: END,
  ended_seq: 3,
  due,
  done: {},
  meeting: null,
  signatures: [],
  lapsed: [],
  next: "hotwash",
  can_be_taken: ["hotwash", "frozen"],
  lacking: { hotwash: ["commander"], frozen: [], agreed: [], signed: ["evaluator"] },
  turns: TURNS,
  step_turns: { hotwash: TURNS.slice(0, 1), frozen: [], agreed: [], signed: [] },
  told: [],
  content_seq: 9,
  ...more,
});

test("a review is in time, its step late, or overdue by its turns alone", () => {
  /** @type {(hours: number) => [string, string]} */
  const at = (hours) => {
    const { kind, word } = readReview(clock(), END + hours * HOUR);
    return [kind, word.split(" ")[0]];
  };
  equal([1, 2, 72].map(at), [
    ["note", "review.step_due"],
    ["urgent", "review.step_late"],
    ["urgent", "review.overdue_by"],
  ]);
  const signed = clock({ next: null, turns: [[0, "good", "signed"]] });
  equal(readReview(signed, END), { kind: "good", word: "review.signed_word" });
});

test("whose signature lapsed is said of a row of the board and of an answer alike", () => {
  /** @type {Turns} */
  const turns = [[0, "warn", "lapsed"]];
  const of = { turns, next: /** @type {Step} */ ("signed"), due };
  const row = readReview({ ...of, lapsed: ["ann"] }, END).word;
  equal(row, "review.lapsed_short ann");
  equal(readReview({ ...of, lapsed: [{ signer: "ann" }] }, END).word, row);
});

test("a step that was done late keeps saying so", () => {
  /** @type {Turns} */
  const late = [[0, "warn", "done_late"]];
  const done = { hotwash: { at: due.hotwash + HOUR, by: "ann", seq: 7 } };
  const step_turns = { hotwash: late, frozen: [], agreed: [], signed: [] };
  const read = readStep(clock({ done, step_turns }), "hotwash", END + 30 * HOUR);
  equal([read.kind, read.word.split(" ")[0]], ["warn", "review.done_late"]);
});

test("what nobody knows is told and is never a zero", () => {
  /** @type {TimingRow} */
  const row = {
    row: "control",
    about: {},
    start_seq: 1,
    stop_seq: null,
    start_at: END,
    stop_at: null,
    outcome: "absent",
    seconds: null,
    open_s: null,
    paused_s: 0,
    suspended_s: 0,
    outage_s: 0,
    target_s: null,
    target_share: 1,
    target_source: "site",
    verdict: null,
    flags: [],
    lag_s: 0,
    beside: [],
  };
  equal([rowMeasure(row), targetWord(row), rowKind(row)], [
    "timing.outcome.absent",
    "target.site",
    "gone",
  ]);
});
