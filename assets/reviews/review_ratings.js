/* People's judgements: objectives by P, S, M, U or "not observed", the whole by a grade; and
   observers' notes with photographs. Nothing here is computed. */

import { remark } from "./review.js";
import { Entry, FactLinks } from "./review_hands.js";
import { missing } from "./who_may.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head } from "../base/signs.js";
import { say } from "../base/words.js";
import { Photographs } from "../hands/photographs.js";
import { named } from "../live/plant.js";
import { linkTo } from "../shared/links.js";

/** @import { Sign } from "../types/rows.d.ts" */
/** @import { Observation as Noted, ReviewReport } from "../declared/review_answers.d.ts" */
/** @import { ReviewField } from "./review_hands.js" */

const GRADES = ["excellent", "good", "fair", "poor"];
const RATINGS = ["P", "S", "M", "U", "not_observed"];
/** @type {(rating: string) => Sign} */
const kindOf = (
  rating,
) => (rating === "U"
  ? "urgent"
  : rating === "M"
  ? "warn"
  : ["N", "not_observed"].includes(rating)
  ? "gone"
  : "plain");

/** @type {(seq: number) => ReactElement} */
const link = (seq) => h("a", { className: "seq", href: linkTo("fact", seq) }, `#${seq}`);

/** @type {(props: {name: string, value: string, kind: Sign, seq?: number | null, note?: string | null}) => ReactElement} */
function Line({ name, value, kind, seq, note }) {
  return h(
    "div",
    { className: "rating" },
    h("span", null, name, note ? h("small", null, note) : null),
    h("em", { className: kind }, value, seq ? h("span", null, " ", link(seq)) : null),
  );
}

/* A note with who saw it when, its photographs, and the board as it was then. */
/** @type {(props: {report: ReviewReport, seen: Noted, words: (objective: string) => string}) => ReactElement} */
function Observation({ report, seen, words }) {
  const was = seen.was.map((one) =>
    say("drills.note_was", { rating: say(`rating.${one.rating}`), seq: one.seq })
  );
  const late = seen.late ? `${say("drills.note_late")}: ${remark(seen.reason)}` : "";
  const told = [
    remark(seen.note),
    seen.evidence ? say("drills.evidence_is", { what: seen.evidence }) : "",
    ...was,
    late,
  ].filter(Boolean).join(" · ");
  return h(
    "article",
    { className: "observation", "data-observation": seen.seq },
    h(
      "div",
      { className: "rating" },
      h(
        "span",
        null,
        say("review.observed", { objective: words(seen.objective), who: named(seen.by) }),
        told ? h("small", null, told) : null,
      ),
      h(
        "em",
        { className: kindOf(seen.rating) },
        say(`rating.${seen.rating}`),
        " ",
        h(FactLinks, { facts: [seen.seq] }),
      ),
    ),
    h(Photographs, { drill: report.id, named: seen.photographs, about: words(seen.objective) }),
  );
}

/** @type {(props: {report: ReviewReport}) => ReactElement} */
export function ReviewRatings({ report }) {
  const open = report.clock && report.status !== "signed";
  const known = Object.fromEntries(report.objectives.map((one) => [one.id, text(one.text)]));
  /** @type {(id: string) => string} */
  const words = (id) => known[id] || id;
  const rated = new Set(report.ratings.map((r) => r.objective));
  const unrated = report.objectives.filter((one) => !rated.has(one.id));
  const empty = !report.ratings.length && !unrated.length;
  /** @type {ReviewField} */
  const objective = report.objectives.length
    ? {
      name: "objective",
      label: say("review.objective_field"),
      type: "choice",
      options: report.objectives.map((one) => [one.id, text(one.text)]),
    }
    : { name: "objective", label: say("review.objective_field") };
  /** @type {ReviewField} */
  const rating = {
    name: "rating",
    label: say("review.rating_field"),
    type: "choice",
    options: RATINGS.map((one) => [one, say(`rating.${one}`)]),
  };
  /** @type {ReviewField} */
  const grade = {
    name: "grade",
    label: say("review.grade_field"),
    type: "choice",
    options: GRADES.map((one) => [one, say(`grade.${one}`)]),
  };
  /** @type {ReviewField} */
  const note = { name: "note", label: say("drills.note"), type: "long", optional: true };
  return h(
    "section",
    { className: "panel ratings" },
    head(say("review.ratings"), say("review.by_people")),
    empty
      ? h(Line, {
        name: say("review.no_ratings"),
        value: missing("review.not_given_by", "review.rate"),
        kind: "warn",
      })
      : null,
    report.ratings.map((r) =>
      h(Line, {
        key: r.objective,
        name: words(r.objective),
        value: say(`rating.${r.rating}`),
        kind: kindOf(r.rating),
        seq: r.seq,
        note: remark(r.note),
      })
    ),
    unrated.map((one) =>
      h(Line, {
        key: one.id,
        name: text(one.text),
        value: missing("review.not_given_by", "review.rate"),
        kind: "warn",
      })
    ),
    h(Line, {
      name: say("review.whole"),
      value: report.grade
        ? say(`grade.${report.grade.grade}`)
        : missing("review.not_given_by", "review.grade"),
      kind: report.grade ? "plain" : "warn",
      seq: report.grade && report.grade.seq,
      note: report.grade && remark(report.grade.note),
    }),
    h("p", { className: "label" }, say("review.never_computed")),
    open
      ? h(Entry, {
        title: say("review.rate_objective"),
        kind: "review.rate",
        about: { review: report.id },
        at: "rate",
        fields: [objective, rating, note],
      })
      : null,
    open
      ? h(Entry, {
        title: say("review.grade_whole"),
        kind: "review.grade",
        about: { review: report.id },
        at: "grade",
        fields: [grade, note],
      })
      : null,
    report.observations.length
      ? h("h3", null, say("review.observers_notes", { n: report.observations.length }))
      : null,
    report.observations.map((seen) => h(Observation, { key: seen.seq, report, seen, words })),
  );
}
