/* /reviews lists every review with its clock; /reviews/ID shows one whole; /reviews/lineage what became of
   every action. */

import { Lineage } from "./lineage.js";
import { readReview, reviewHours } from "./review.js";
import { ReviewBegins } from "./review_begins.js";
import { useReview, useReviews } from "./review_data.js";
import { ActionRow, Findings, Problems } from "./review_findings.js";
import { Entry } from "./review_hands.js";
import {
  Draft,
  Figures,
  ReviewLapsed,
  ReviewSteps,
  ReviewTold,
  TimingTable,
  TwelveMinutes,
} from "./review_parts.js";
import { ReviewRatings } from "./review_ratings.js";
import { EarlierActions } from "./review_tested.js";
import { decoded } from "../base/address.js";
import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { day, listed, say, time } from "../base/words.js";
import { Counts } from "../drills/drill_parts.js";
import { Act, Answer } from "../hands/hands.js";
import { withdrawalWords } from "../hands/withdraw.js";
import { named, site } from "../live/plant.js";
import { panel, useReady, useSecond } from "../live/react_panels.js";
import { FigureFailed, useFigures } from "../shared/figures.js";
import { linkTo } from "../shared/links.js";
import { ZoneOfTimes } from "../shared/zone_of_times.js";

/** @import { CourseStep, ReviewReport, ReviewSummary, WithdrawnReview } from "../declared/review_answers.d.ts" */
/** @import { ReviewField } from "./review_hands.js" */
/** A drawing that the layout places, as Dash made it. @typedef {ReactElement} Place */

const FILES = [
  ["yjt9009", ".docx", "&outline=yjt9009"],
  ["hseep", ".docx", "&outline=hseep"],
  ["xlsx", ".xlsx", ""],
  ["csv", ".csv", ""],
  ["json", ".json", ""],
];

/** @type {(id: string) => string} */
const printed = (id) => `/api/v1/incidents/${encodeURIComponent(id)}/forms`;
const FORMS = ["ics-201", "ics-203", "ics-204", "ics-211", "ics-214"];

const FIGURE_MS = 60000; /* what goes on is drawn anew each minute: its open bars grow */
const FEW = 3; /* with fewer reviews the page says what one will be */

/** @type {(props: {exercise: boolean}) => ReactElement | null} */
const Mark = (
  { exercise },
) => (exercise ? h("span", { className: "exercise-mark" }, say("review.exercise_mark")) : null);

/** @type {(props: {review: ReviewSummary}) => ReactElement} */
function ListRow({ review }) {
  const now = useSecond();
  const { kind, word } = readReview(review.clock, now);
  return h(
    "a",
    {
      className: "review-row",
      href: `/reviews/${encodeURIComponent(review.id)}`,
      "data-review": review.id,
      "data-kind": kind,
    },
    sign(kind),
    h(
      "div",
      { className: "what" },
      h("b", null, h(Mark, { exercise: review.exercise }), " ", text(review.title)),
      h(
        "span",
        null,
        `${review.id} · ${
          say("review.ended", {
            day: day(review.clock.ended_at),
            time: time(review.clock.ended_at),
          })
        }`,
      ),
    ),
    review.clock.lapsed.length
      ? h(ReviewLapsed, { clock: review.clock })
      : h(ReviewTold, { clock: review.clock, step: review.clock.next }),
    h(
      "span",
      { className: "counts" },
      say("review.counts", { findings: review.findings, actions: review.open_actions }),
    ),
    h("em", { className: kind }, word),
  );
}

/** @type {() => ReactElement} */
function List() {
  const { report, failed } = useReviews();
  if (!report) {
    return h(
      "section",
      { className: "panel" },
      failed
        ? h("p", { className: "answer refused", role: "alert" }, say("review.unread"))
        : none(say("review.loading")),
    );
  }
  return h(
    React.Fragment,
    null,
    h(
      "section",
      { className: "panel" },
      head(
        say("review.list"),
        say("review.list_count", { n: report.reviews.length + report.running.length }),
      ),
      report.running.map((one) =>
        h(
          "a",
          { key: one.id, className: "review-row", href: `/reviews/${encodeURIComponent(one.id)}` },
          sign("note"),
          h("div", { className: "what" }, h("b", null, text(one.title)), h("span", null, one.id)),
          h("span", null),
          h("em", { className: "note" }, say("review.running")),
        )
      ),
      report.reviews.length || report.running.length
        ? report.reviews.map((review) => h(ListRow, { key: review.id, review }))
        : none(say("review.none")),
    ),
    report.withdrawn.length
      ? h(
        "section",
        { className: "panel withdrawn-list" },
        head(say("review.withdrawn_list"), say("review.withdrawn_answer")),
        report.withdrawn.map((one) =>
          h(
            "a",
            {
              key: one.id,
              className: "review-row",
              href: `/reviews/${encodeURIComponent(one.id)}`,
            },
            sign("gone"),
            h(
              "div",
              { className: "what" },
              h("b", null, text(one.title)),
              h("span", null, `${day(one.at)} · ${withdrawalWords(one.id, one)}`),
            ),
            h("span", null),
            h("em", { className: "gone" }, say("review.withdrawn")),
          )
        ),
      )
      : null,
    report.reviews.length < FEW ? h(ReviewBegins, { steps: report.steps }) : null,
    h(
      "section",
      { className: "panel open-actions" },
      head(say("action.open_ones"), say("action.open_count", { n: report.open_actions.length })),
      h(
        "p",
        { className: "label" },
        say("action.rule"),
        " ",
        h("a", { href: "/reviews/lineage" }, say("action.earlier_answer")),
      ),
      report.open_actions.length
        ? report.open_actions.map((action) => h(ActionRow, { key: action.id, action }))
        : none(say("action.none")),
    ),
  );
}

/** @type {(props: {report: ReviewReport}) => ReactElement} */
function Head({ report }) {
  const now = useSecond();
  const { clock } = report;
  const path = `/api/v1/reviews/${encodeURIComponent(report.id)}`;
  const facts = [
    report.shift ? text((site().by.shifts[report.shift] || {}).name) : "",
    say("review.hands", report.hands),
    report.site_version ? say("review.site_version", { n: report.site_version }) : "",
  ].filter(Boolean);
  return h(
    "section",
    { className: "panel review-head" },
    h(Mark, { exercise: report.exercise }),
    h("h2", { className: "review-title" }, say("review.of", { title: text(report.title) })),
    h("span", { className: "facts" }, facts.join(" · ")),
    h(ZoneOfTimes, { times: [report.until] }),
    h(
      "a",
      { className: "act", href: `/replay/${encodeURIComponent(report.id)}` },
      "▷ ",
      say("nav.replay"),
    ),
    h(
      "div",
      { className: "exports", role: "group", "aria-label": say("review.export.all") },
      FILES.map(([name, end, more]) =>
        h("a", {
          key: name,
          className: "act",
          "data-export": name,
          title: say(`review.export.${name}.what`),
          href: `${path}${end}?lang=${page.lang}${more}`,
          download: `review-${report.id}${end}`,
        }, say(`review.export.${name}`))
      ),
    ),
    may("form.print") && report.t0 !== null
      ? h(
        "div",
        { className: "exports", role: "group", "aria-label": say("review.export.forms") },
        FORMS.map((form) =>
          h("a", {
            key: form,
            className: "act",
            target: "_blank",
            rel: "noopener",
            title: say(`forms.title.${form.replace("-", "_")}`),
            href: `${printed(report.id)}/${form}.pdf?lang=${page.lang}`,
          }, form.toUpperCase().replace("-", " "))
        ),
      )
      : null,
    report.status === "signed"
      ? h("b", { className: "review-left good" }, "✓ ", say("review.signed_word"))
      : report.withdrawn
      ? h("b", { className: "review-left gone" }, "◌ ", say("review.withdrawn"))
      : !clock
      ? h("b", { className: "review-left note" }, "● ", say("review.running"))
      : verdictAt(clock.turns, now).code === "overdue"
      ? h(
        "b",
        { className: "review-left urgent", role: "alert" },
        "■ ",
        say("review.overdue_by", { late: reviewHours(now - clock.due.signed) }),
      )
      : h(
        "b",
        { className: "review-left", role: "timer" },
        reviewHours(clock.due.signed - now),
        h("small", null, say("review.of_72")),
      ),
    report.lacks ? h(Counts, { lacks: report.lacks }) : null,
  );
}

/* What a person does to get on: only the next steps, each asked for once more before it is done. */
/** @type {(props: {report: ReviewReport}) => ReactElement | null} */
function Course({ report }) {
  const clock = report.clock;
  if (!clock || report.status === "signed") return null;
  const data = { review: report.id };
  /** @type {ReviewField[]} */
  const held = [{ name: "present", label: say("review.present_field"), type: "number" }, {
    name: "notes",
    label: say("review.notes_field"),
    type: "long",
  }];
  /** @type {(step: CourseStep) => boolean} */
  const open = (step) => clock.can_be_taken.includes(step);
  const signers = listed(clock.signatures.map((one) => named(one.by)));
  /** @type {(kind: "review.freeze" | "review.agree" | "review.sign", word: Sayable, sure: Sayable,
   *   more?: {seen: number}) => ReactElement | null} */
  const act = (kind, word, sure, more) => (may(kind)
    ? h(
      "div",
      { key: kind, className: "course-act" },
      h(Act, {
        kind,
        data: Object.assign({}, data, more),
        at: `course:${kind}`,
        label: say(word),
        sure: say(sure),
      }),
      h(Answer, { at: `course:${kind}` }),
    )
    : null);
  return h(
    "section",
    { className: "panel review-course" },
    head(say("review.next"), say("review.by_people")),
    !open("hotwash") ? null : h(Entry, {
      title: say("review.do.hotwash"),
      kind: "review.hotwash",
      about: data,
      at: "course:hotwash",
      fields: held,
    }),
    open("frozen") ? act("review.freeze", "review.do.freeze", "review.sure.freeze") : null,
    open("agreed") ? act("review.agree", "review.do.agree", "review.sure.agree") : null,
    open("meeting")
      ? h(Entry, {
        title: say("review.do.hold"),
        kind: "review.hold",
        about: data,
        at: "course:hold",
        fields: held,
      })
      : null,
    open("signed")
      ? act("review.sign", "review.do.sign", "review.sure.sign", { seen: clock.content_seq })
      : null,
    signers
      ? h(
        "p",
        { className: "label", "data-would-lapse": "" },
        say("review.would_lapse", { who: signers }),
      )
      : null,
    h(Entry, {
      title: say("review.do.rectify"),
      kind: "review.rectify",
      about: data,
      at: "course:rectify",
      fields: [{
        name: "fact",
        label: say("review.fact_field"),
        type: "fact",
        log: () => report.id,
      }, {
        name: "text",
        label: say("review.rectify_field"),
        type: "long",
      }],
    }),
  );
}

/* What was opened in error is told, by whom and why it was withdrawn, and is neither timed nor judged. */
/** @type {(props: {report: ReviewReport, told: WithdrawnReview, failed: boolean}) => ReactElement} */
function Slip({ report, told, failed }) {
  return h(
    "div",
    { className: "review-sheet" },
    h(Head, { report }),
    failed
      ? h("p", { className: "answer unanswered late", role: "alert" }, say("review.failed"))
      : null,
    h(
      "section",
      { className: "panel review-withdrawn" },
      head(say("review.withdrawn_list"), say("review.withdrawn_answer")),
      h(
        "p",
        null,
        withdrawalWords(report.id, told),
        " ",
        h("a", { className: "seq", href: linkTo("fact", told.seq) }, `#${told.seq}`),
      ),
      h("p", { className: "label" }, say("review.not_counted"), " ", say("review.not_due")),
      told.same_as
        ? h(
          "p",
          null,
          h(
            "a",
            { className: "thing", href: `/reviews/${encodeURIComponent(told.same_as)}` },
            say("review.read_in", { id: told.same_as }),
          ),
        )
        : null,
    ),
    h(
      "section",
      { className: "panel review-draft" },
      head(say("review.draft"), say("review.draft_answer")),
      h(Draft, { report }),
    ),
  );
}

/* What the figures show of a review, as text: they are asked for again when it moves. */
/** @type {(report: ReviewReport | null) => string} */
const figuresMoved = (report) =>
  report
    ? JSON.stringify([
      report.status,
      report.timing.map((row) => [row.start_seq, row.stop_seq, row.outcome, row.verdict]),
      report.planned.map((step) => [step.state, step.issued_s, step.done_s]),
      report.earlier.cases.length,
      Math.floor(report.until / FIGURE_MS),
    ])
    : "";

/** @type {(props: {id: string, places: Place[]}) => ReactElement} */
function One({ id, places }) {
  const { report, failed } = useReview(id);
  const drawn = report && !report.missing && !report.withdrawn ? report : null;
  const figures = useFigures(
    "reviews",
    drawn ? { review: id } : null,
    figuresMoved(drawn),
  );
  const [waterfall, planned, over] = places;
  if (!report) {
    return h(
      "section",
      { className: "panel" },
      failed
        ? h("p", { className: "answer refused", role: "alert" }, say("review.unread"))
        : none(say("review.loading")),
    );
  }
  if (report.missing) {
    return h("section", { className: "panel" }, none(say("review.unknown", { id })));
  }
  const late = report.planned.filter((s) => s.state !== "on_time").length;
  /** @type {(name: string, title: string, answer: ReactNode, ...children: unknown[]) => ReactElement} */
  const panel = (name, title, answer, ...children) =>
    h(
      "section",
      { key: name, className: `panel review-${name}`, id: `review-${name}` },
      head(title, answer),
      ...children,
    );
  if (report.withdrawn) return h(Slip, { report, told: report.withdrawn, failed });
  return h(
    "div",
    { className: report.exercise ? "review-sheet exercise" : "review-sheet" },
    h(Head, { report }),
    failed
      ? h("p", { className: "answer unanswered late", role: "alert" }, say("review.failed"))
      : null,
    h(ReviewSteps, { report }),
    h(
      "div",
      { className: "review-columns" },
      h(
        "div",
        { className: "review-main" },
        panel(
          "response",
          say("review.response", { time: report.t0 ? time(report.t0) : "–" }),
          say("review.response_answer"),
          figures.failed ? h(FigureFailed) : null,
          report.t0 !== null && report.timing.some((row) => row.start_at !== null)
            ? waterfall
            : none(say("review.no_times")),
          h(TwelveMinutes, { report }),
          h(TimingTable, { report }),
        ),
        report.planned.length
          ? panel(
            "planned",
            say("review.planned"),
            say("review.planned_answer", { late, of: report.planned.length }),
            planned,
          )
          : null,
        panel(
          "figures",
          say("figures.title"),
          say(report.exercise ? "figures.over_drills" : "figures.over_incidents"),
          report.earlier.cases.filter((c) => c.row === "intervention").length > 1 ? over : null,
          h(Figures, { report }),
        ),
        panel("draft", say("review.draft"), say("review.draft_answer"), h(Draft, { report })),
      ),
      h(
        "div",
        { className: "review-side" },
        panel(
          "problems",
          say("review.problems"),
          say("review.problems_count", { n: report.problems.length }),
          h(Problems, { report }),
        ),
        h(Course, { report }),
        panel(
          "findings",
          say("review.findings"),
          say("review.findings_count", { n: report.findings.length }),
          h(Findings, { report }),
        ),
        h(ReviewRatings, { report }),
        panel(
          "earlier",
          say("action.earlier"),
          h("a", { href: "/reviews/lineage" }, say("action.earlier_answer")),
          h(EarlierActions, { report }),
        ),
      ),
    ),
  );
}

panel("reviews", function Reviews({ children }) {
  const id = decoded(location.pathname.split("/")[2] || "");
  const [stores, ...places] = React.Children.toArray(children);
  if (!useReady()) return stores;
  return h(
    React.Fragment,
    null,
    id === "lineage" ? h(Lineage) : id ? h(One, { id, places }) : h(List),
    stores,
  );
});
