/* The parts of a review that are read: its steps, the timing table, the draft. */

import {
  rateWord,
  readStep,
  reviewSteps,
  rowKind,
  rowMeasure,
  seconds,
  targetWord,
  timingRowName,
} from "./review.js";
import { FactLinks } from "./review_hands.js";
import { bothOf, eitherOf } from "./who_may.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { none, sign } from "../base/signs.js";
import { listed, minuteOrDay, number, say } from "../base/words.js";
import { named, site } from "../live/plant.js";
import { useSecond } from "../live/react_panels.js";
import { clock as plantClock } from "../live/server_clock.js";
import { linkTo } from "../shared/links.js";

/** @import {
 *   Clock, ReviewReport, RowFigure, Sentence as DraftSentence, Step, TimingRow,
 * } from "../declared/review_answers.d.ts" */

/** @type {(id: string | null) => string} */
const who = (id) => named(id);

/* Who was reminded of a step, or told that it is late, and whether that reached anybody. */
/** @type {(props: {clock: Clock, step: Step | null}) => ReactElement | null} */
export function ReviewTold({ clock, step }) {
  const told = clock.told.filter((one) => one.step === step);
  if (!step || !told.length || clock.done[step]) return null;
  /** @type {(ids: string[]) => string} */
  const posts = (ids) => listed(ids.map(named));
  return h(
    "ul",
    { className: "review-told", "data-told": step },
    told.map((one) => {
      const nobody = one.reached === "nobody";
      const bad = nobody || one.reached === "failed";
      const key = one.ahead ? "ahead" : one.kind;
      const words = nobody
        ? say("review.told.nobody", {
          posts: posts(one.skipped.length || !one.post ? one.skipped : [one.post]),
        })
        : say(`review.told.${key}`, {
          who: who(one.person),
          post: named(one.post),
          time: minuteOrDay(one.at, plantClock.real()),
          reached: say(`review.reached.${one.reached}`),
        });
      return h(
        "li",
        {
          key: one.seq,
          className: bad ? "urgent" : one.kind === "escalated" ? "warn" : "",
          "data-reached": one.reached,
        },
        bad ? "■ " : one.kind === "escalated" ? "▲ " : "",
        words,
        !nobody && one.skipped.length
          ? ` · ${say("review.passed_over", { posts: posts(one.skipped) })}`
          : "",
        " ",
        h("small", null, `#${one.seq}`),
      );
    }),
  );
}

/* Whose signature counts no more since somebody changed what was signed, and whether they know. */
/** @type {(props: {clock: Clock, linked?: boolean}) => ReactElement | null} */
export function ReviewLapsed({ clock, linked }) {
  if (!clock.lapsed.length) return null;
  return h(
    "ul",
    { className: "review-told", "data-lapsed": clock.lapsed.length },
    clock.lapsed.map((one) =>
      h(
        "li",
        { key: one.seq, className: "urgent" },
        "■ ",
        say("review.lapsed", {
          who: who(one.signer),
          by: who(one.by),
          signature: String(one.signature),
          change: String(one.change),
          time: minuteOrDay(one.at, plantClock.real()),
          reached: say(`review.reached.${one.reached}`),
        }),
        " ",
        linked ? seqLink(one.seq) : h("small", null, `#${one.seq}`),
      )
    ),
  );
}

/** @type {(props: {report: ReviewReport}) => ReactElement} */
export function ReviewSteps({ report }) {
  const now = useSecond();
  const clock = report.clock;
  if (!clock) {
    return h("section", { className: "panel review-steps" }, none(say("review.not_begun")));
  }
  return h(
    "section",
    { className: "panel review-steps", "aria-label": say("review.steps") },
    reviewSteps.map((step) => {
      const { kind, word, done } = readStep(clock, step, now);
      const names = step === "signed" ? clock.signatures : done ? [done] : [];
      return h(
        "div",
        { key: step, className: `review-step ${kind}`, "data-step": step, "data-kind": kind },
        h("b", null, sign(kind), " ", say(`review.step.${step}`)),
        h("span", { className: kind }, word),
        names.length
          ? h(
            "span",
            null,
            names.map((
              one,
            ) => [
              who(one.by),
              " ",
              h(
                "a",
                { key: one.seq, className: "seq", href: linkTo("fact", one.seq) },
                `#${one.seq}`,
              ),
              " ",
            ]),
          )
          : null,
        clock.lacking[step].length
          ? h(
            "span",
            { className: "gone" },
            say(names.length ? "review.still_to_sign" : "review.needs_person", {
              who: step === "signed" ? bothOf(clock.lacking[step]) : eitherOf(clock.lacking[step]),
            }),
          )
          : null,
        step === "signed" ? h(ReviewLapsed, { clock, linked: true }) : null,
        h(ReviewTold, { clock, step }),
        done && done.present ? h("span", null, say("review.present", { n: done.present })) : null,
        step === "signed" && clock.meeting
          ? h("span", null, say("review.met", { n: clock.meeting.present }))
          : null,
      );
    }),
  );
}

/** @type {(seq: number | null) => ReactElement} */
const seqLink = (
  seq,
) => (seq
  ? h("a", { className: "seq", href: linkTo("fact", seq) }, `#${seq}`)
  : h("span", { className: "gone" }, "–"));

/** @type {(props: {row: TimingRow}) => ReactElement | null} */
function Beside({ row }) {
  const words = row.beside.filter((b) => b.count !== null || b.seconds !== null).map((b) => {
    const value = b.count !== null ? number(b.count) : seconds(b.seconds);
    return say("timing.beside", { name: say(`timing.beside.${b.name}`), value });
  });
  const apart = APART.filter((why) => row[`${why}_s`]).map((why) =>
    say("timing.apart", { why: say(`timing.apart.${why}`), span: seconds(row[`${why}_s`]) })
  );
  const flags = row.flags.map((flag) => say(`timing.flag.${flag}`));
  const late = row.flags.includes("late_entry");
  const lag = late ? [say("timing.lag", { span: seconds(row.lag_s) })] : [];
  const all = [...words, ...apart, ...lag, ...flags];
  return all.length ? h("small", null, all.join(" · ")) : null;
}

/* Why time does not count, each shown beside the time that does. */
const APART = /** @type {const} */ (["paused", "suspended", "outage"]);

const OF_A_KIND = 3;

/* Of rows that stand once a person, post or store: the first ones, and each that is over its target or
   open; a gap where nothing is known of the whole kind. */
/** @type {(rows: TimingRow[]) => TimingRow[]} */
function shortTable(rows) {
  /** @type {Record<string, number>} */
  const count = {};
  return rows.filter((row) => {
    const absent = ["absent", "no_start"].includes(row.outcome);
    if (absent && Object.keys(row.about).length) return false;
    count[row.row] = (count[row.row] || 0) + 1;
    return count[row.row] <= OF_A_KIND || row.verdict === "over" || row.outcome === "open";
  });
}

/** @type {(props: {report: ReviewReport}) => ReactElement} */
export function TimingTable({ report }) {
  const [all, show] = React.useState(false);
  const short = shortTable(report.timing);
  const shown = all ? report.timing : short;
  return h(
    "div",
    {
      className: "table-scroll",
      tabIndex: 0,
      role: "region",
      "aria-label": say("timing.title"),
      "data-scrolls": "",
    },
    h(
      "table",
      { className: "timing" },
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          ["row", "measured", "target", "facts"].map((name) =>
            h("th", { key: name, scope: "col" }, say(`timing.head.${name}`))
          ),
        ),
      ),
      h(
        "tbody",
        null,
        shown.map((row, i) => {
          const kind = rowKind(row);
          return h(
            "tr",
            {
              key: i,
              className: ["intervention", "control"].includes(row.row) ? "main-row" : "",
              "data-row": row.row,
              "data-outcome": row.outcome,
            },
            h("th", { scope: "row" }, timingRowName(row), h(Beside, { row })),
            h(
              "td",
              {
                className: `measure ${kind}`,
                title: row.seconds === null
                  ? undefined
                  : say("timing.exact", { s: number(row.seconds, 3) }),
              },
              kind === "plain" ? null : sign(kind),
              " ",
              rowMeasure(row),
              row.verdict ? h("small", null, say(`timing.verdict.${row.verdict}`)) : null,
            ),
            h(
              "td",
              { className: "target", "data-head": say("timing.head.target") },
              targetWord(row),
            ),
            h(
              "td",
              { className: "pair-of-facts" },
              seqLink(row.start_seq),
              " → ",
              seqLink(row.stop_seq),
            ),
          );
        }),
      ),
    ),
    short.length < report.timing.length
      ? h("button", {
        type: "button",
        className: "quiet",
        "aria-expanded": all,
        onClick: () => show(!all),
      }, say(all ? "timing.fewer" : "timing.all_rows", { n: report.timing.length }))
      : null,
  );
}

/* How a row stands over all cases of its kind, and in each shift: n, median, P90, and how sure a rate is. */
/** @type {(props: {figure: RowFigure, name: string}) => ReactElement} */
function FigureRow({ figure: f, name }) {
  return h(
    "tr",
    { className: f.shift ? "of-shift" : "", "data-row": f.row, "data-shift": f.shift || "all" },
    h("th", { scope: "row" }, name),
    h(
      "td",
      { "data-head": say("figures.n") },
      f.gaps ? say("figures.n_gaps", { n: f.n, gaps: f.gaps }) : number(f.n),
    ),
    h("td", { "data-head": say("figures.median") }, seconds(f.median_s)),
    h("td", { "data-head": say("figures.p90") }, seconds(f.p90_s)),
    h(
      "td",
      { "data-head": say("figures.target") },
      f.target_s === null ? "–" : seconds(f.target_s),
    ),
    h("td", { "data-head": say("figures.kept") }, f.kept === null ? "–" : rateWord(f)),
  );
}

/** @type {(props: {report: ReviewReport}) => ReactElement} */
export function Figures({ report }) {
  const whole = report.earlier.figures.filter((f) => f.shift === null && f.n + f.gaps > 0);
  if (!whole.length) return none(say("figures.none"));
  /** @type {(row: string) => RowFigure[]} */
  const shifts = (row) =>
    report.earlier.figures.filter((f) => f.row === row && f.shift !== null && f.n + f.gaps > 0);
  /** @type {(id: string) => string} */
  const named = (id) => text((site().by.shifts[id] || {}).name) || id;
  const known = new Set(report.earlier.cases.flatMap((c) => c.shift || []));
  const only = known.size === 1
    ? [...known].map(named)
    : []; /* of one shift alone each row says so itself */
  return h(
    "div",
    {
      className: "table-scroll",
      tabIndex: 0,
      role: "region",
      "aria-label": say("figures.title"),
      "data-scrolls": "",
    },
    h(
      "table",
      { className: "timing figures" },
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          ["row", "n", "median", "p90", "target", "kept"].map((name) =>
            h("th", { key: name, scope: "col" }, say(`figures.${name}`))
          ),
        ),
      ),
      h(
        "tbody",
        null,
        whole.flatMap((
          f,
        ) => [
          h(FigureRow, {
            key: f.row,
            figure: f,
            name: [say(`timing.${f.row}`), ...only].join(" · "),
          }),
          ...(only.length ? [] : shifts(f.row)).map((one) =>
            h(FigureRow, { key: `${f.row}${one.shift}`, figure: one, name: named(one.shift || "") })
          ),
        ]),
      ),
    ),
  );
}

/* The two that the twelve minutes are about, in a sentence, with how little so few cases say. */
/** @type {(props: {report: ReviewReport}) => ReactElement | null} */
export function TwelveMinutes({ report }) {
  const told = ["intervention", "control"].flatMap((row) =>
    report.earlier.figures.find((f) => f.row === row && f.shift === null) || []
  ).filter((f) => f.kept !== null);
  if (!told.length) return null;
  return h(
    "p",
    { className: "label twelve-minutes" },
    told.map((f) =>
      say("figures.within", {
        row: say(`timing.${f.row}`),
        target: seconds(f.target_s),
        rate: rateWord(f),
      })
    ).join(" · "),
  );
}

/** @type {(props: {told: DraftSentence}) => ReactElement} */
export function Sentence({ told }) {
  return h(
    "li",
    { className: "draft-sentence", "data-key": told.key },
    h(
      "span",
      null,
      text(told.text),
      told.rectified_by.length
        ? h(
          "em",
          { className: "warn" },
          " ",
          say("review.rectified_by", { seqs: told.rectified_by.map((seq) => `#${seq}`).join(" ") }),
        )
        : null,
    ),
    h(FactLinks, { facts: told.facts, most: 3 }),
  );
}

/** @type {(props: {report: ReviewReport}) => ReactElement} */
export function Draft({ report }) {
  /** @type {(name: string, sentences: DraftSentence[]) => ReactElement | null} */
  const list = (name, sentences) => (sentences.length
    ? h(
      "div",
      null,
      h("h3", null, say(`review.${name}`)),
      h(
        "ul",
        { className: "sentences" },
        sentences.map((s, i) => h(Sentence, { key: i, told: s })),
      ),
    )
    : null);
  return h(
    React.Fragment,
    null,
    list("overview", report.overview),
    list("not_played", report.not_played),
    list("strengths", report.strengths),
    h(Expected, { report }),
  );
}

/** @type {(props: {report: ReviewReport}) => ReactElement | null} */
function Expected({ report }) {
  if (!report.expectations.length) return null;
  return h(
    "div",
    null,
    h("h3", null, say("review.expectations")),
    h(
      "ul",
      { className: "sentences" },
      report.expectations.map((one) =>
        h(
          "li",
          { key: one.expectation, className: "draft-sentence" },
          h(
            "span",
            null,
            `${one.opened && one.opened.text ? text(one.opened.text) : one.expectation}: ${
              say(`expectation.${one.state}`)
            }`,
            one.not_played.length
              ? h("em", { className: "warn" }, ` ▲ ${say("expectation.not_played")}`)
              : null,
          ),
          h(FactLinks, { facts: [...one.facts, ...one.not_played], most: 5 }),
        )
      ),
    ),
  );
}
