/* The view of a drill in progress: what it is, its clocks, and what stops it; below, its script
   and its notes. */

import { DrillCast } from "./drill_cast.js";
import { NextInjects } from "./drill_next.js";
import { Observations } from "./drill_notes.js";
import { Commitment } from "./drill_parts.js";
import { EventsListLink } from "./events_list.js";
import { NowLine } from "./now_line.js";
import { script } from "./script.js";
import { expectedWords } from "./script_words.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { say, span, time } from "../base/words.js";
import { ActWithReason } from "../hands/act_with_reason.js";
import { Act, Answer } from "../hands/hands.js";
import { named, site } from "../live/plant.js";
import { useRealKind, useSecond } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";
import { useDrillFacts, useDrillPlan } from "../shared/drill_doors.js";
import { FigureFailed, useFigures } from "../shared/figures.js";
import { linkTo } from "../shared/links.js";

/** @import { Directed, DrillPlan, ExpectedLine } from "./script.js" */
/** @import { DirectionRow, DrillRow, SpanSeen, Words } from "../types/rows.d.ts" */

/** That something was added to the script. @typedef {{ data: { inject: string, text: Words } }} AddedFact */

const { useMemo, useRef } = React;

/* The time in which the clock of a drill stands still now, or last stood. */
/** @type {(drill: DrillRow) => SpanSeen | undefined} */
const lastSpan = (drill) => drill.spans[drill.spans.length - 1];

/* The red band of a suspension: what took the screens, and the two ways on. */
/** @type {(props: { drill: DrillRow }) => ReactElement} */
function Suspended({ drill }) {
  const at = `resume:${drill.id}`;
  const [fact] = useDrillFacts(drill.id, "drill.suspended", drill.spans.length);
  const span = lastSpan(drill);
  const cause = fact ? say(`drills.cause.${fact.data.cause}`) : "";
  return h(
    "section",
    { className: "panel suspended-panel", role: "alert" },
    h(
      "div",
      null,
      h("b", null, `■ ${say("drills.suspended")} ${cause}`),
      h(
        "span",
        null,
        [
          span ? time(span.since) : "",
          span ? text(span.reason) : "",
          say("drills.suspended_about"),
        ].filter(Boolean).join(" · "),
      ),
      fact && fact.caused_by
        ? h("a", { className: "seq", href: linkTo("fact", fact.caused_by) }, `#${fact.caused_by}`)
        : null,
    ),
    h(
      "div",
      { className: "actions" },
      may("drill.resume")
        ? h(Act, {
          kind: "drill.resume",
          data: { drill: drill.id },
          at,
          label: say("drills.resume"),
          strong: "strong",
        })
        : null,
      may("drill.end")
        ? h(Act, {
          kind: "drill.end",
          data: { drill: drill.id },
          at,
          label: say("drills.end"),
          sure: say("drills.end_sure"),
        })
        : null,
    ),
    h(Answer, { at }),
  );
}

/** @type {(props: { drill: DrillRow, now: number, real: number }) => ReactElement} */
function Head({ drill, now, real }) {
  const at = `drill:${drill.id}`;
  const data = { drill: drill.id };
  const { paused } = script.still(drill, real);
  const told = [
    say(drill.unannounced ? "drills.unannounced" : "drills.announced"),
    drill.virtual ? say("drills.virtual") : "",
    drill.clock && drill.clock.speed !== 1 ? say("drills.speed", { n: drill.clock.speed }) : "",
    drill.in_plant ? say("drills.officer_is", { who: named(drill.safety_officer) }) : "",
  ].filter(Boolean);
  return h(
    "section",
    { className: "panel direction-head" },
    h(
      "div",
      { className: "what" },
      h("b", { className: "drill-name" }, text(drill.name)),
      drill.phase === "paused"
        ? h(
          "span",
          { className: "paused-why" },
          sign("warn"),
          " ",
          [say("phrase.drill_paused"), text(lastSpan(drill)?.reason)]
            .filter(Boolean).join(": "),
        )
        : null,
      h(
        "span",
        null,
        told.join(" · "),
        " · ",
        say("drills.seal"),
        " ",
        drill.commitment ? h(Commitment, { value: drill.commitment }) : "–",
      ),
    ),
    h(
      "div",
      { className: "actions" },
      drill.phase === "running" && may("drill.pause")
        ? h(ActWithReason, {
          kind: "drill.pause",
          data,
          at,
          label: say("drills.pause"),
          ask: say("drills.pause_why"),
        })
        : null,
      drill.phase === "paused" && may("drill.resume")
        ? h(Act, { kind: "drill.resume", data, at, label: say("drills.resume"), strong: "strong" })
        : null,
      h(EventsListLink, { of: `drills/${drill.id}` }),
      may("drill.end") && drill.phase !== "suspended"
        ? h(Act, {
          kind: "drill.end",
          data,
          at,
          label: say("drills.end"),
          sure: say("drills.end_sure"),
        })
        : null,
      may("drill.suspend") && drill.phase !== "suspended"
        ? h(Act, {
          kind: "drill.suspend",
          data: { drill: drill.id, cause: "stop_word" },
          at,
          label: say("drills.real"),
          title: say("exercise.stop_title"),
          strong: "urgent",
        })
        : null,
    ),
    h(
      "div",
      { className: "clocks-of" },
      h("b", { className: "elapsed-of" }, span(now - (drill.exercise_from ?? now))),
      h(
        "span",
        null,
        h("span", null, say("drills.exercise_clock", { time: time(now) })),
        h("span", null, say("drills.real_clock", { time: time(real) })),
        h("span", null, say("drills.paused_for", { span: span(paused) })),
      ),
    ),
    h(Answer, { at }),
  );
}

const AGAIN_MS = 60000; /* the line of time grows with the drill */

/* How high the figure may be: what its panel has below the figure's head. */
/** @type {(box: HTMLElement) => number} */
function roomBelow(box) {
  const panel = box.parentElement || box;
  return panel.getBoundingClientRect().bottom - box.getBoundingClientRect().top - panel.scrollTop -
    parseFloat(getComputedStyle(panel).paddingBottom) - 4;
}

/* What the script shows of the drill, as text: it is asked for again when it moves. */
/** @type {(drill: DrillRow, directed: Directed, now: number) => string} */
const scriptMoved = (drill, directed, now) =>
  JSON.stringify([
    drill.phase,
    Object.values(directed.injects || {}).map((one) => [one.id, one.state, one.at]),
    Object.values(directed.expectations || {}).map((
      one,
    ) => [one.id, verdictAt(one.turns, now).code]),
    Math.floor((now - (drill.exercise_from ?? now)) / AGAIN_MS),
  ]);

/** @type {(props: { drill: DrillRow, directed: Directed, now: number, place: ReactNode }) => ReactElement} */
function Timeline({ drill, directed, now, place }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const { failed, told } = useFigures(
    "drills",
    { drill: drill.id },
    scriptMoved(drill, directed, now),
    box,
    roomBelow,
  );
  return h(
    "div",
    { className: "script-plot", ref: box },
    failed ? h(FigureFailed) : null,
    h("div", { className: "script-over" }, place, h(NowLine, { line: told, now })),
  );
}

/** @type {(props: { expected: ExpectedLine[], now: number }) => ReactElement} */
function Expected({ expected, now }) {
  const settled = expected.filter((one) =>
    ["met", "late", "missed", "moot", "not_reached"].includes(one.state)
  );
  const met = settled.filter((one) => one.state === "met").length;
  return h(
    "section",
    { className: "panel expected-panel" },
    head(
      say("drills.so_far"),
      say("drills.so_far_answer", { met, settled: settled.length, all: expected.length }),
    ),
    h(
      "ul",
      { className: "expected-list" },
      script.inOrder(expected).map((one) => {
        const kind = script.kind(one, now);
        return h(
          "li",
          {
            key: one.id,
            className: "expected-row",
            "data-expectation": one.id,
            "data-state": one.state,
            title: one.source ? text(one.source) : undefined,
          },
          sign(kind),
          h(
            "div",
            { className: "what" },
            h("b", null, text(one.text)),
            one.who ? h("span", null, named(one.who)) : null,
          ),
          h(
            "div",
            { className: "how" },
            one.took !== null ? h("em", { className: `${kind} figure` }, span(one.took)) : null,
            h("em", { className: kind }, expectedWords(one, now)),
            one.target ? h("span", null, say("drills.target", { span: span(one.target) })) : null,
            one.matched
              ? h("a", { className: "seq", href: linkTo("fact", one.matched) }, `#${one.matched}`)
              : null,
          ),
        );
      }),
    ),
  );
}

/** @type {(props: { drill: DrillRow, place: ReactNode }) => ReactElement} */
export function DrillDirection({ drill, place }) {
  useSecond();
  const real = clock.real();
  const now = script.exerciseAt(drill, real) ?? real;
  const began = drill.exercise_from ?? now;
  /** @type {DirectionRow | undefined} */
  const direction = useRealKind("drill", ":direction")[`${drill.id}:direction`];
  const directed = useMemo(() => direction || {}, [direction]);
  const { got, failed } = useDrillPlan(drill.id, drill.id);
  const added = useDrillFacts(
    drill.id,
    "inject.added",
    Object.values(directed.injects || {}).filter((one) => one.state === "added").length,
  );
  /** @type {DrillPlan | null} */
  const plan = got && got.plan;
  const rows = useMemo(
    () => (plan
      ? script.injects(
        plan,
        directed,
        began,
        Object.fromEntries(
          added.map((/** @type {AddedFact} */ { data }) => [data.inject, data.text]),
        ),
        site().inject_nears,
      )
      : []),
    [plan, directed, began, added],
  );
  const expected = plan ? script.expectations(plan, directed, rows) : [];
  return h(
    "div",
    { className: "direction", "data-phase": drill.phase },
    drill.phase === "suspended" ? h(Suspended, { drill }) : null,
    h(Head, { drill, now, real }),
    failed
      ? h(
        "section",
        { className: "panel" },
        h(
          "p",
          { className: "answer refused", role: "alert" },
          sign("urgent"),
          h("b", null, say("drills.no_plan")),
        ),
      )
      : null,
    h(
      "section",
      { className: "panel script-panel" },
      h(
        "h2",
        null,
        h("span", null, say("drills.script")),
        h(
          "b",
          { className: "legend" },
          [["○", "planned"], ["●", "happened"], ["|", "due"]].map(([mark, word]) =>
            h("span", { key: word }, `${mark} ${say(`drills.legend_${word}`)}`)
          ),
        ),
      ),
      plan
        ? h(Timeline, { drill, directed, now, place })
        : failed
        ? null
        : h("p", { className: "none" }, say("drills.plan_waiting")),
    ),
    h(NextInjects, { drill, rows, now }),
    h(Expected, { expected, now }),
    h(DrillCast, { drill, now }),
    h("section", { className: "panel observers-panel" }, h(Observations, { drill, plan })),
  );
}
