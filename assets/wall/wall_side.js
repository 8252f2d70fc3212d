/* The wall's right side: in an incident the directives that need somebody, else the gaps that the data
   shows in tonight's plan; and their number, which answers *would the plan work tonight?* */

import { readBursts } from "./unanswered.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, line, none, sign } from "../base/signs.js";
import { age, number, say } from "../base/words.js";
import { authorityWords } from "../command/authority.js";
import {
  countGaps,
  gapAddress,
  interimShort,
  interimWords,
  readCommanders,
  readGaps,
} from "../command/readiness.js";
import { named, sourceName } from "../live/plant.js";
import { panel, useKind, useReady, useSecond, useTopic } from "../live/react_panels.js";
import { replay } from "../live/replay.js";
import { readReview, useRunningReviews } from "../reviews/review.js";
import {
  liveDirectives,
  reachedState,
  recipientOf,
  stateOf,
  tellNoneOpen,
  tellOpen,
  tellRest,
} from "../shared/directives.js";
import { readFeeds } from "../shared/feeds.js";
import { beginnings, cutWays } from "../shared/cut_words.js";
import { Fit, item, Words } from "../shared/fit.js";
import { planOverdue, useIncidents, whose } from "../shared/incidents.js";

/** @import { Gap } from "../command/readiness.js" */
/** @import { DirectiveRow, IncidentRow, ReviewRow, Sign, Unanswered } from "../types/rows.d.ts" */

/** How a directive that needs somebody reads (shared/directives.js).
 * @typedef {{directive: DirectiveRow, kind: Sign, clock: string, clockWord: string}} DirectiveReading
 */
/** Who would command (command/readiness.js).
 * @typedef {{
 *   post: {name: {zh: string, en: string}}, person: string | null, here: boolean, when: string
 * }} NextCommander
 */

const SHOWN = 5;

/* Under the mark of an exercise and over the bar of a replay five rows are lower (wall.css). */
const low = () =>
  Boolean(replay) ||
  ["exercise", "suspended"].includes(document.documentElement.dataset.scene ?? "");

/** @type {(props: {reading: DirectiveReading, whose: string}) => ReactElement} */
function Directive({ reading, whose }) {
  const d = reading.directive;
  /** @type {string[]} */
  const who = [recipientOf(d), named(d.to.post || d.to.person)];
  const to = whose ? cutWays(who.map((one) => `${whose} · ${one}`)) : who;
  return h(
    "div",
    { className: "directive" },
    sign(reading.kind),
    h(
      "div",
      { className: "what" },
      h(Words, {
        tag: "b",
        ways: beginnings(text(d.text)),
        steps: low() ? [1, 2] : [2, 3],
        whole: true,
      }),
      h(
        "div",
        { className: "who" },
        h(Words, { ways: to, steps: [1] }),
        h(Words, {
          tag: "em",
          className: reading.kind,
          ways: [...new Set([reachedState(d), stateOf(d)])],
          steps: [1],
        }),
      ),
    ),
    h(
      "div",
      { className: `clock ${reading.kind}` },
      h("span", null, reading.clock),
      reading.clockWord ? h("small", null, say(`directive.clock.${reading.clockWord}`)) : null,
    ),
    h(
      "div",
      {
        className: "progress",
        role: "progressbar",
        "aria-valuenow": d.progress || 0,
        "aria-label": say("directive.progress_of", { what: d.text }),
      },
      h("i", {
        className: reading.kind,
        style: { width: `${d.state === "done" ? 100 : d.progress || 0}%` },
      }),
    ),
  );
}

/* Of each plan with steps that nobody was given in their time: how far it is. That no order is late says nothing
   of orders that were never given. */
/** @type {(incidents: IncidentRow[], now: number) => string} */
export function plansOverdue(incidents, now) {
  const [first, ...more] = incidents.flatMap((one) => {
    const told = planOverdue(one, now);
    const place = whose(one.id, incidents);
    return told ? [place ? say("cell.other", { place, words: told }) : told] : [];
  });
  return more.length
    ? `${first} +${more.length}`
    : first || ""; /* the gravest; each is in its own part */
}

/* What was granted by telephone to who asked, and entered by the same hand. */
/** @type {(incidents: IncidentRow[]) => ReactElement[]} */
const byAsker = (incidents) =>
  incidents
    .flatMap((one) =>
      one.authority.asked.filter((asked) => asked.by_asker && asked.state === "granted")
    )
    .map((asked) =>
      line(
        `authority:${asked.id}`,
        "warn",
        authorityWords(asked),
        say("authority.state.granted", { name: text(asked.name) }),
        say("authority.by_asker"),
      )
    );

/** @type {(props: {incidents: IncidentRow[]}) => ReactElement} */
function Directives({ incidents }) {
  const now = useSecond();
  const rows = useKind("directives", "");
  /** @type {DirectiveReading[]} */
  const all = liveDirectives(rows, now);
  const live = all.filter((r) => incidents.some((i) => i.id === r.directive.incident));
  const rest = live.slice(SHOWN);
  const given = tellOpen(live);
  const plans = plansOverdue(incidents, now);
  return h(
    React.Fragment,
    null,
    head(
      say("wall.directives"),
      plans ? [given, " · ", h("span", { className: "urgent", key: "plans" }, plans)] : given,
    ),
    byAsker(incidents),
    live.length ? null : none(tellNoneOpen(rows, incidents)),
    h(
      Fit,
      {
        beyond: rest.length,
        more: (/** @type {number} */ n) => tellRest(live.slice(live.length - n)),
      },
      live.slice(0, SHOWN).map((reading) =>
        h(Directive, {
          key: reading.directive.id,
          reading,
          whose: whose(reading.directive.incident, incidents),
        })
      ),
    ),
  );
}

/* What lacks, what that comes to, and under it what would mend it. */
/** @type {(props: {gap: Gap}) => ReactElement} */
function Gap({ gap }) {
  return h(
    "a",
    { className: "item gap", href: gapAddress(gap.key) },
    sign(gap.kind),
    h("b", null, gap.name),
    h(Words, { tag: "span", className: "lacks", ways: [gap.detail].flat(), steps: [1, 1, 2] }),
    h("em", { className: gap.kind }, gap.end),
    h(Words, {
      tag: "div",
      className: "detail",
      ways: gap.interim ? [interimShort(gap.interim)] : [gap.fix].flat(),
      steps: [1, 1, 2],
    }),
  );
}

/* How many gaps: what the quiet wall answers first, where in an incident the four answers stand. */
export function Verdict() {
  const now = useSecond();
  const gaps = readGaps(useTopic("readiness"), now);
  return h(
    "section",
    { className: "panel verdict-panel" },
    head(say("ready.question")),
    h(
      "div",
      { className: "verdict" },
      h("span", { className: "huge" }, number(countGaps(gaps).open)),
      h(
        "div",
        null,
        h("b", null, say(gaps.length ? "ready.gaps" : "ready.no_gaps")),
        interimWords(gaps) ? h("b", { className: "warn" }, interimWords(gaps)) : null,
        h("span", null, say(gaps.length ? "ready.gaps_detail" : "ready.no_gaps_detail")),
      ),
    ),
  );
}

function Ready() {
  const now = useSecond();
  const readiness = useTopic("readiness");
  const gaps = /** @type {Gap[]} */ (readGaps(readiness, now));
  const [first, second] = /** @type {NextCommander[]} */ (readCommanders(readiness, now));
  const running = /** @type {ReviewRow[]} */ (useRunningReviews());
  const reviews = running.map((review) => ({
    review,
    reading: readReview(review, now),
  })).filter(({ review, reading }) => reading.kind === "urgent" || review.unreached);
  /** @type {(c: NextCommander, word: Sayable) => ReactElement} */
  const commander = (c, word) =>
    line(
      word,
      c.here ? "good" : "plain",
      say(word),
      `${text(c.post.name)} · ${named(c.person)}`,
      c.here ? say("ready.on_site") : [say("ready.on_call"), c.when].join(" · "),
    );
  return h(
    React.Fragment,
    null,
    head(say("ready.each"), say("ready.basis")),
    h(
      Fit,
      { className: "gaps", more: (/** @type {number} */ n) => say("list.more", { n }) },
      gaps.map((g) => h(Gap, { key: g.key, gap: g })),
    ),
    reviews.map(({ review, reading }) =>
      line(
        `review:${review.id}`,
        "urgent",
        say(reading.over ? "review.overdue_line" : "review.late_line"),
        text(review.title),
        review.unreached && reading.kind !== "urgent" ? say("review.unreached") : reading.word,
      )
    ),
    first
      ? commander(first, "ready.commander")
      : line("commander", "urgent", say("ready.commander"), say("ready.no_commander")),
    second ? commander(second, "ready.deputy") : null,
    readFeeds(useKind("feeds", ""), now).map(({ feed, silent, gone }) =>
      line(
        `feed:${feed.source}`,
        gone ? "gone" : "plain",
        sourceName(feed.source),
        gone ? say("feeds.no_word") : say("feeds.tags", { n: feed.tags }),
        feed.last_ts === null ? say("feeds.never") : age(silent),
      )
    ),
  );
}

/* Each burst of unanswered alarms as one row, the gravest first. */
/** @type {(props: {row: Unanswered}) => ReactElement} */
function AnswerFirst({ row }) {
  const rows = readBursts(row, useSecond());
  return h(
    React.Fragment,
    null,
    head(
      say("unanswered.list"),
      say("unanswered.list_answer", { n: row.n, rows: rows.length }),
    ),
    h(
      Fit,
      { className: "gaps", more: (/** @type {number} */ n) => say("list.more", { n }) },
      rows.map(({ key, kind, name, detail, end }) => item(key, kind, name, detail, end)),
    ),
  );
}

panel("wall_side", function WallSide() {
  const incidents = useIncidents();
  const { unanswered } = useKind("readiness", "unanswered");
  if (!useReady()) return null;
  if (!incidents.length && unanswered) return h(AnswerFirst, { row: unanswered });
  return incidents.length ? h(Directives, { incidents }) : h(Ready);
});
