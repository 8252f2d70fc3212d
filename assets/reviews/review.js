/* How a review reads: its clock, the rows of its table, and who may still say what. */

import { text } from "../base/context.js";
import { number, say, span } from "../base/words.js";
import { named as nameOf } from "../live/plant.js";
import { useReal } from "../live/react_panels.js";

export const reviewSteps = ["hotwash", "frozen", "agreed", "signed"];

/* The state of a step at `now`: {kind, word, late_ms}. */
export const readStep = (clock, step, now) => {
  const done = clock.done[step];
  const due = clock.due[step];
  if (done) {
    const late = done.at - due;
    return late > 0
      ? {
        kind: "warn",
        done,
        word: say("review.done_late", {
          after: reviewHours(done.at - clock.ended_at),
          late: reviewHours(late),
        }),
      }
      : {
        kind: "good",
        done,
        word: say("review.done_after", { after: reviewHours(done.at - clock.ended_at) }),
      };
  }
  if (now >= due) {
    return { kind: "urgent", word: say("review.late_by", { late: reviewHours(now - due) }) };
  }
  const begun = reviewSteps.find((name) => !clock.done[name]) === step;
  return {
    kind: begun ? "note" : "gone",
    word: say("review.due_in", { left: reviewHours(due - now) }),
  };
};

/* Hours and minutes as 33:05 h. */
export function reviewHours(ms) {
  const minutes = Math.max(0, Math.floor(ms / 60000));
  return say("review.hours", {
    h: `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`,
  });
}

/* What a running review comes to: its next step and how long is left, or by how much it is late. */
export const readReview = (review, now) => {
  const step = review.next;
  if (!step) return { kind: "good", word: say("review.signed_word") };
  const left = review.due[step] - now;
  const named = say(`review.step.${step}`);
  const over = now >= review.due.signed;
  if (over) {
    return {
      kind: "urgent",
      over,
      word: say("review.overdue_by", { late: reviewHours(now - review.due.signed) }),
    };
  }
  if (left <= 0) {
    return {
      kind: "urgent",
      word: say("review.step_late", { step: named, late: reviewHours(-left) }),
    };
  }
  const lapsed = review.lapsed.map((one) => nameOf(one.signer || one));
  if (lapsed.length) {
    return { kind: "warn", word: say("review.lapsed_short", { who: lapsed.join(", ") }) };
  }
  return {
    kind: left < (review.due[step] - review.ended_at) / 4 ? "warn" : "note",
    word: say("review.step_due", { step: named, left: reviewHours(left) }),
  };
};

/* Every review that is not signed, the latest first. */
export const useRunningReviews = () => {
  const rows = Object.values(useReal("review")).filter((row) =>
    row.due
  ); /* beside them stands their count */
  return rows.sort((a, b) => a.due.signed - b.due.signed);
};

/* Seconds as 4:18, with tenths below ten; ms stay in the table's title. */
export const seconds = (s) => {
  if (s === null || s === undefined) return "–";
  if (s >= 0 && s < 10) return `0:0${s.toFixed(1)}`;
  return (s < 0 ? "−" : "") + span(Math.abs(s) * 1000);
};

export const rowName = (row) => {
  const whose = Object.entries(row.about).filter(([name]) =>
    name !== "directive" && name !== "capability"
  ).map(([, id]) => nameOf(id));
  return [say(`timing.${row.row}`), ...whose].join(" · ");
};

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
export const rowMeasure = (row) => {
  if (row.seconds !== null) return seconds(row.seconds);
  if (row.outcome === "open") return say("timing.open_at_least", { span: seconds(row.open_s) });
  return say(`timing.outcome.${row.outcome}`);
};

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
export const rateWord = (f) =>
  say(f.verdict ? `figures.rate_${f.verdict}` : "figures.rate", {
    kept: f.kept,
    of: f.n + f.gaps,
    bound: number(f.lower * 100, 0),
  });

/* Text that may be in both languages or as typed. */
export const remark = (value) => (value ? text(value) : "");
