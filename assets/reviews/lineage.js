/* /reviews/lineage: what became of every improvement action. Finding -> action -> drill -> pass, one line
   each, from the fact that showed the problem to the one that showed it mended. */

import { remark } from "./review.js";
import { useLineage } from "./review_data.js";
import { FactLinks } from "./review_hands.js";
import { LookWords } from "./review_tested.js";
import { missing } from "./who_may.js";
import { decoded } from "../base/address.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { day, say } from "../base/words.js";
import { named } from "../live/plant.js";
import { useKept, useSecond } from "../live/react_panels.js";
import { linkTo } from "../shared/links.js";

/** @import { Sign } from "../types/rows.d.ts" */
/** @import { Action, ActionStory } from "../declared/review_answers.d.ts" */
/** @typedef {ActionStory["standing"]} Standing */

const { useEffect } = React;
const SHOWN = /** @type {const} */ (["all", "open", "late", "closed"]);

/** @type {(seq: number) => ReactElement} */
const link = (seq) => h("a", { className: "seq", href: linkTo("fact", seq) }, `#${seq}`);
/* A day that no line's end takes apart. */
/** @type {(ms: number) => string} */
const whole = (ms) => day(ms).replaceAll("-", "-\u2060");
/** @type {(words: string) => ReactElement} */
const needs = (words) => h("span", { className: "warn" }, "▲ ", words);
/** @type {(exercise: boolean) => ReactElement | null} */
const mark = (
  exercise,
) => (exercise ? h("span", { className: "exercise-mark" }, say("review.exercise_mark")) : null);

/* How an action stands, in short: late is open too. */
/** @type {(action: Action, now: number) => Standing} */
const standingAt = (action, now) => {
  const { code } = verdictAt(action.turns, now);
  return code === "late" || code === "closed" ? code : "open";
};

/* One stage of the line: its name, and what is known of it. */
/** @type {(name: string, kind: Sign, ...children: unknown[]) => ReactElement} */
const stage = (name, kind, ...children) =>
  h(
    "section",
    { className: "stage", "data-stage": name },
    h("h3", null, sign(kind), " ", say(`lineage.${name}`)),
    ...children,
  );

/** @type {(props: {told: ActionStory}) => ReactElement} */
function Found({ told }) {
  const { finding, review } = told;
  return stage(
    "finding",
    finding.sign,
    h(
      "p",
      { className: "stage-text" },
      h("a", { href: `/reviews/${encodeURIComponent(review.id)}#${finding.id}` }, finding.id),
      ` · ${remark(finding.text)}`,
    ),
    h(
      "p",
      null,
      finding.cause
        ? say("review.cause", { cause: remark(finding.cause) })
        : needs(missing("review.cause_missing", "finding.change")),
    ),
    h(
      "p",
      { className: "stage-foot" },
      finding.severity ? h("span", null, say(`severity.${finding.severity}`)) : null,
      h(FactLinks, { facts: finding.facts, most: 3, of: review.id }),
    ),
    h(
      "p",
      { className: "stage-foot" },
      mark(review.exercise),
      h("a", { href: `/reviews/${encodeURIComponent(review.id)}` }, text(review.title)),
      h("span", null, day(review.ended_at)),
    ),
  );
}

/** @type {(props: {told: ActionStory, now: number}) => ReactElement} */
function Asked({ told, now }) {
  const { action } = told;
  const { kind, code } = verdictAt(action.turns, now);
  const late = code === "late";
  return stage(
    "action",
    kind,
    h("p", { className: "stage-text" }, h("b", null, action.id), ` · ${remark(action.text)}`),
    h(
      "p",
      null,
      action.owner
        ? say("action.owner", { who: named(action.owner) })
        : needs(missing("action.no_owner", "action.assign")),
    ),
    h(
      "p",
      null,
      action.due_at
        ? h(
          "span",
          { className: late ? "urgent" : "" },
          late ? "■ " : "",
          say("action.due", { day: day(action.due_at) }),
          late ? ` · ${say("action.overdue")}` : "",
        )
        : needs(missing("action.no_due", "action.assign")),
    ),
    h(
      "p",
      null,
      action.proof ? say("action.proof", { proof: action.proof }) : say("action.no_proof"),
    ),
    h(
      "p",
      { className: "stage-foot" },
      action.history.map((seq) => h(React.Fragment, { key: seq }, link(seq))),
    ),
  );
}

/** @type {(props: {told: ActionStory}) => ReactElement} */
function Looks({ told }) {
  const { drills } = told;
  const seen = drills.some((look) => look.inject || look.observed.length);
  return stage(
    "drill",
    drills.length ? (seen ? "note" : "gone") : "gone",
    drills.length ? null : h("p", { className: "gone" }, say("lineage.no_drill")),
    drills.map((look) =>
      h(
        "div",
        { key: look.drill, className: "look", "data-drill": look.drill },
        h(
          "p",
          { className: "stage-text" },
          h("a", { href: `/reviews/${encodeURIComponent(look.drill)}` }, look.drill),
          ` · ${text(look.title)} `,
          h("span", { className: "label" }, look.ended_at ? day(look.ended_at) : ""),
        ),
        h("p", null, h(LookWords, { look })),
        look.asked_seq
          ? h(
            "p",
            { className: "stage-foot" },
            h(
              "a",
              { href: `/replay/${encodeURIComponent(look.drill)}?fact=${look.asked_seq}` },
              "▷ ",
              say("replay.that_second"),
            ),
          )
          : null,
      )
    ),
  );
}

/** @type {(props: {told: ActionStory}) => ReactElement} */
function Passed({ told }) {
  const { action, drills } = told;
  const said = drills.flatMap((look) =>
    look.observed.map((one) => Object.assign({ drill: look.drill }, one))
  );
  const closed = action.state === "closed";
  const unsaid = drills.filter((look) => look.result && !look.observed.length);
  return stage(
    "pass",
    closed ? "good" : said.length ? "urgent" : "gone",
    said.map((one) =>
      h(
        "p",
        { key: one.seq, className: one.passed ? "good" : "urgent" },
        one.passed ? "✓ " : "■ ",
        say(one.passed ? "lineage.passed_in" : "lineage.failed_in", {
          drill: one.drill,
          who: named(one.by),
          day: one.at ? whole(one.at) : "–",
        }),
        " ",
        link(one.seq),
        " ",
        h(FactLinks, { facts: one.facts, most: 3, of: one.drill }),
      )
    ),
    closed
      ? h(
        "p",
        null,
        say("lineage.closed", {
          day: action.closed_at ? day(action.closed_at) : "–",
        }),
      )
      : h("p", { className: "gone" }, "◌ ", missing("action.needs_pass", "action.observe")),
    closed ? null : unsaid.map((look) =>
      h(
        "p",
        { key: look.drill },
        needs(
          say(look.result === "pass" ? "lineage.pass_unrecorded" : "lineage.fail_unrecorded", {
            drill: look.drill,
          }),
        ),
        " ",
        h(
          "a",
          { href: `/reviews/${encodeURIComponent(look.drill)}#review-earlier` },
          say("lineage.to_record"),
        ),
      )
    ),
  );
}

/** @type {(props: {told: ActionStory, now: number}) => ReactElement} */
const Line = ({ told, now }) =>
  h(
    "article",
    {
      className: "panel lineage-line",
      id: told.id,
      "data-action": told.id,
      "data-standing": standingAt(told.action, now),
    },
    h(Found, { told }),
    h(Asked, { told, now }),
    h(Looks, { told }),
    h(Passed, { told }),
  );

/* The line that the address points at is looked at once it is there. */
/** @type {(ready: boolean) => void} */
function usePointed(ready) {
  useEffect(() => {
    const id = decoded(location.hash.slice(1));
    const line = ready && id ? document.getElementById(id) : null;
    if (line) line.scrollIntoView({ block: "start" });
  }, [ready]);
}

/** @type {() => ReactElement} */
export function Lineage() {
  const { report, failed } = useLineage();
  const now = useSecond();
  const [shown, show] = useKept("lineage.shown", "all");
  const only = new URLSearchParams(location.search).get("action");
  usePointed(Boolean(report));
  if (!report) {
    return h(
      "section",
      { className: "panel" },
      failed
        ? h("p", { className: "answer refused", role: "alert" }, say("review.unread"))
        : none(say("review.loading")),
    );
  }
  /** @type {(standing: Standing) => number} */
  const count = (standing) =>
    report.actions.filter((one) => standingAt(one.action, now) === standing).length;
  const counts = {
    all: report.actions.length,
    open: count("open") + count("late"),
    late: count("late"),
    closed: count("closed"),
  };
  /** @type {(one: ActionStory) => boolean} */
  const wanted = (one) => {
    if (only) return one.id === only;
    const standing = standingAt(one.action, now);
    return shown === "all" || standing === shown || (shown === "open" && standing === "late");
  };
  const lines = report.actions.filter(wanted);
  return h(
    React.Fragment,
    null,
    h(
      "section",
      { className: "panel lineage-head" },
      head(say("action.earlier_answer"), say("lineage.answer", counts)),
      h("p", { className: "label" }, say("action.rule")),
      only
        ? h("p", null, h("a", { className: "act", href: "/reviews/lineage" }, say("lineage.every")))
        : h(
          "div",
          { className: "choices", role: "group", "aria-label": say("lineage.filter") },
          SHOWN.map((name) =>
            h("button", {
              key: name,
              type: "button",
              className: "act",
              "aria-pressed": shown === name,
              "data-shown": name,
              onClick: () => show(name),
            }, say(`lineage.shown.${name}`, { n: counts[name] }))
          ),
        ),
      failed
        ? h("p", { className: "answer unanswered late", role: "alert" }, say("review.failed"))
        : null,
    ),
    lines.length ? lines.map((told) => h(Line, { key: told.id, told, now })) : h(
      "section",
      { className: "panel" },
      none(
        only
          ? say("lineage.unknown", { id: only })
          : say(report.actions.length ? "lineage.none_so" : "lineage.none"),
      ),
    ),
  );
}
