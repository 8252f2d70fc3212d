/* The history of a tag: any span, a second tag beside it, what happened on its time axis. */

import { history } from "./history.js";
import { drawChart, historyFigure, markShape, markWords } from "./history_chart.js";
import { historyData } from "./history_data.js";
import { isDoubtful, isStale, staleWord, trendWord, useFirstTag } from "./levels.js";
import { address, useAddress } from "../base/address.js";
import { page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { age, day as dayOf, number, say, span, time as timeOf, unitWord } from "../base/words.js";
import { MomentField } from "../hands/moment_field.js";
import { pressed } from "../hands/shortcuts.js";
import { board } from "../live/live_board.js";
import { site } from "../live/plant.js";
import { panel, useAgain, useDrill, useKind, useReady, useSecond } from "../live/react_panels.js";
import { scene } from "../live/scene.js";
import { clock } from "../live/server_clock.js";
import { linkTo } from "../shared/links.js";
import { ZoneOfTimes } from "../shared/zone_of_times.js";

/** @import { Activation, Equipment, Mark, View } from "./history.js" */
/** @import { Series } from "./history_data.js" */
/** @import { Tag } from "./levels.js" */
/** @import { LevelRow } from "../types/rows.d.ts" */

/** What is looked at: since and until, of a span that moves on while it is `live`.
 * @typedef {View & {live: boolean, span: string}} Shown
 */

/** @type {Record<string, [step: number, zoom?: number]>} */
const MOVES = {
  earlier: [-0.25],
  later: [0.25],
  closer: [0, 0.5],
  wider: [0, 2],
}; /* by keys: [step, zoom] in spans */
const { useEffect, useMemo, useRef, useState } = React;
const SPAN_WORDS = ["15m", "1h", "8h", "24h", "7d"];
const DRAW_MS = 1000;
const ASK_AGAIN_MS = 20000; /* after a silence seen on the board, at most so often */
const KINDS = [
  "level",
  "flow",
  "gas",
  "valve",
  "pump",
  "contact",
  "wind_speed",
  "wind_from",
  "rain",
  "other",
];

/** @type {(tag: Tag) => string} */
const tagName = (tag) => `${tag.id} ${tag.name ? text(tag.name) : ""}`.trim();

/** @type {(props: {label: string, value: string, set: (id: string) => void, none: string | null, stroke: string}) => ReactElement} */
function TagChoice({ label, value, set, none, stroke }) {
  /** @type {Tag[]} */
  const tags = site().tags || [];
  const kinds = KINDS.filter((kind) => tags.some((tag) => tag.kind === kind));
  return h(
    "label",
    { className: "inline" },
    h(
      "span",
      null,
      stroke ? h("i", { className: `stroke ${stroke}`, "aria-hidden": true }) : null,
      label,
    ),
    h(
      "select",
      {
        value,
        onChange: (/** @type {{target: HTMLSelectElement}} */ event) => set(event.target.value),
      },
      none ? h("option", { value: "" }, none) : null,
      kinds.map((kind) =>
        h(
          "optgroup",
          { key: kind, label: say(`history.kind.${kind}`) },
          tags.filter((tag) => tag.kind === kind).map((tag) =>
            h("option", { key: tag.id, value: tag.id }, tagName(tag))
          ),
        )
      ),
    ),
  );
}

/* From and to on the site's clock; they act together, when the second one is right too. */
/** @type {(props: {view: Shown, go: (view: View) => void}) => ReactElement} */
function FromTo({ view, go }) {
  const zone = page.zone;
  /** @type {(ms: number) => string} */
  const shown = (ms) => history.local(zone, ms);
  const [typed, type] = useState(/** @type {{since: string, until: string} | null} */ (null));
  const value = typed || { since: shown(view.since), until: shown(view.until) };
  /** @type {(name: "since" | "until", word: string) => ReactElement} */
  const field = (name, word) =>
    h(
      "div",
      { className: "inline" },
      h("label", { htmlFor: `history-${name}` }, word),
      h(MomentField, {
        id: `history-${name}`,
        value: value[name],
        set: (/** @type {string} */ next) => type(Object.assign({}, value, { [name]: next })),
        withTime: true,
        seconds: true,
      }),
    );
  const since = history.instant(zone, value.since);
  const until = history.instant(zone, value.until);
  const wrong = since === null || until === null || until <= since;
  /** @type {(event: SubmitEvent) => void} */
  const send = (event) => {
    event.preventDefault();
    if (since === null || until === null || until <= since) return;
    type(null);
    go({ since, until });
  };
  return h(
    "form",
    { className: "from-to", onSubmit: send },
    field("since", say("history.from")),
    field("until", say("history.to")),
    h(
      "button",
      { type: "submit", className: "act", disabled: !typed || wrong },
      say("history.show"),
    ),
  );
}

/** @type {(props: {marks: Mark[], series: Series | undefined, view: View}) => ReactElement} */
function Marks({ marks, series, view }) {
  const spans = series
    ? /** @type {("silent" | "bad" | "uncertain")[]} */ (["silent", "bad", "uncertain"]).flatMap((
      name,
    ) => series[name].map(([from, to]) => ({ from, to, name }))).filter((s) => s.to >= view.since)
    : [];
  if (!marks.length && !spans.length) return h("p", { className: "none" }, say("history.no_marks"));
  const day = dayOf(view.since) !== dayOf(view.until);
  /** @type {(ms: number) => string} */
  const time = (ms) => (day ? `${dayOf(ms)} ` : "") + timeOf(ms);
  return h(
    "ul",
    { className: "marks-list" },
    marks.map((m) =>
      h(
        "li",
        { key: `${m.at}${m.what}${m.alarm || m.directive}`, "data-mark": m.what, "data-at": m.at },
        h("span", {
          className: "shape",
          style: m.kind === "plain" ? undefined : { color: `var(--${m.kind})` },
          "aria-hidden": true,
        }, markShape(m)),
        h("time", null, time(m.at)),
        h(
          "a",
          {
            href: m.directive !== undefined
              ? linkTo("directive", m.directive)
              : linkTo("alarm", m.alarm),
          },
          markWords(m),
        ),
        m.seq ? h("a", { className: "seq", href: linkTo("fact", m.seq) }, `#${m.seq}`) : null,
      )
    ),
    spans.map((s) =>
      h(
        "li",
        { key: `${s.name}${s.from}`, "data-mark": s.name },
        sign(s.name === "uncertain" ? "warn" : "gone"),
        h("time", null, time(s.from)),
        h("span", null, say(`history.${s.name}_span`, { span: span(s.to - s.from) })),
      )
    ),
  );
}

/* Fetches, grows and draws, with the Plotly that the page's own (empty) graph has brought. */
/** @type {(drawn: {tag: Tag, other: Tag | null, view: Shown, whole: boolean, moved: (view: View) => void}) => {marks: Mark[], series: Series | undefined, failed: boolean, waiting: boolean}} */
function useChart({ tag, other, view, whole, moved }) {
  const held = useRef(
    /** @type {{series: Record<string, Series>, marks: Mark[], view: Shown, again: number, moved: (to: View) => void}} */ ({
      series: {},
      marks: [],
      view,
      again: 0,
      moved,
    }),
  );
  const [answer, setAnswer] = useState(
    /** @type {{series: Record<string, Series>, activations: Activation[], asked?: string}} */ ({
      series: {},
      activations: [],
    }),
  );
  const [failed, setFailed] = useState(false);
  const ids = other ? [tag.id, other.id] : [tag.id];
  const key = ids.join(" ");
  useDrill(); /* another board is another history */
  const asked = `${scene.shown()} ${key} ${view.live ? view.span : `${view.since}-${view.until}`}`;
  const [width, setWidth] = useState(0);
  const [again, askAgain] = useState(0);
  /** @type {() => PlotlyDiv | null} */
  const gd = () => document.querySelector(".history-plot");

  useEffect(() => {
    const box = gd();
    if (!box) return undefined;
    const measure = () => setWidth(Math.round(box.clientWidth / 100) * 100);
    const resized = new ResizeObserver(measure);
    resized.observe(box);
    measure();
    return () => resized.disconnect();
  }, []);

  useAgain(failed, () => askAgain((n) => n + 1));

  useEffect(() => {
    if (!width) return undefined;
    let over = false;
    const here = view.live ? history.asked(view.span, "", "", clock.now()) : view;
    const wait = setTimeout(() => {
      historyData.load(ids, here, width).then(
        (series) =>
          !over &&
          (setFailed(false),
            (held.current.series = series),
            setAnswer((was) => Object.assign({}, was, { series, asked }))),
        () => !over && setFailed(true),
      );
    }, 120);
    return () => {
      over = true;
      clearTimeout(wait);
    };
  }, [asked, width, again]);

  const alarms = useKind("alarms", "");
  const stands = ids.flatMap((id) =>
    Object.values(alarms).filter((a) => a.tag === id).map((a) => `${a.id}${a.state}${a.raised_at}`)
  ).join(" ");
  const directives = useKind("directives", "");
  useEffect(() => {
    let over = false;
    const here = view.live ? history.asked(view.span, "", "", clock.now()) : view;
    historyData.alarms(ids, here).then(
      (activations) => !over && setAnswer((was) => Object.assign({}, was, { activations })),
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, [asked, stands]);

  const equipment = useMemo(
    () =>
      new Set(ids.flatMap((id) => [...history.equipmentOf(/** @type {Equipment} */ (site()), id)])),
    [key],
  );
  const marks = useMemo(
    () =>
      history.marks(
        answer.activations,
        Object.values(directives),
        equipment,
        view.since,
        view.until,
      ),
    [answer.activations, directives, equipment, view.since, view.until],
  );
  Object.assign(held.current, { marks, view, moved });

  useEffect(() => {
    let stopped = false;
    /** @type {PlotlyDiv | null} */
    let heard = null;
    function draw() {
      const chart = gd();
      if (!chart || chart._dragging || !window.Plotly || document.visibilityState !== "visible") {
        return;
      }
      const { series, marks: drawn, view: asked } = held.current;
      const now = clock.now();
      const here = asked.live ? history.asked(asked.span, "", "", now) : asked;
      if (asked.live) {
        /** @type {Record<string, LevelRow | undefined>} */
        const rows = board.kind("levels", "");
        for (const one of [tag, other]) {
          if (one && series[one.id]) {
            series[one.id] = historyData.grow(series[one.id], one, rows[one.id], here);
          }
        }
      }
      const figure = historyFigure({
        view: here,
        series,
        tags: other ? [tag, other] : [tag],
        marks: drawn,
        whole,
        width: chart.clientWidth,
      });
      if (
        [tag, other].some((one) => one && series[one.id] && series[one.id].doubt) &&
        performance.now() - held.current.again > ASK_AGAIN_MS
      ) {
        held.current.again = performance.now();
        askAgain((n) => n + 1);
      }
      const how = drawChart(chart, figure);
      if (!how) return;
      if (how === "anew") heard = null;
      chart.dataset.points = String((series[tag.id] || { points: [] }).points.length);
      if (heard === chart) return;
      heard = chart;
      chart.on("plotly_relayout", (change) => {
        const range = change["xaxis.range"] ||
          (change["xaxis.range[0]"] && [change["xaxis.range[0]"], change["xaxis.range[1]"]]);
        if (!range || stopped) return;
        const [since, until] = range.map((/** @type {number | string} */ wall) =>
          history.instant(
            page.zone,
            String(
              new Date(typeof wall === "number" ? wall : `${String(wall).replace(" ", "T")}Z`)
                .toISOString(),
            ).slice(0, 23),
          )
        );
        held.current.moved({ since, until });
      });
    }
    draw();
    const turn = setInterval(draw, DRAW_MS);
    const themed = new MutationObserver(draw);
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => {
      stopped = true;
      clearInterval(turn);
      themed.disconnect();
      const chart = gd();
      if (chart && chart.removeAllListeners) chart.removeAllListeners("plotly_relayout");
    };
  }, [key, asked, whole, answer, marks.length]);

  return {
    marks,
    series: held.current.series[tag.id],
    failed,
    waiting: answer.asked !== asked && !failed,
  };
}

/** @type {(props: {tag: Tag, other: Tag | null}) => ReactElement} */
function Chart({ tag, other }) {
  const [span, setSpan] = useAddress("span", "1h");
  const [from] = useAddress("from");
  const [to] = useAddress("to");
  const [y, setY] = useAddress("y");
  const [given, tell] = useState(
    /** @type {{given: number, stored: number, failed?: undefined} | {failed: true} | null} */ (null),
  );
  const now = useSecond();
  const view = Object.assign({ span }, history.asked(span, from, to, now));
  /** @type {(next: View) => void} */
  const go = (next) => address.write({ from: Math.round(next.since), to: Math.round(next.until) });
  /** @type {(one: string) => void} */
  const choose = (one) => {
    address.write({ from: "", to: "" });
    setSpan(one);
  };
  const chart = useChart({ tag, other, view, whole: y === "whole", moved: go });
  const ids = other ? [tag.id, other.id] : [tag.id];

  /** @type {(event: KeyboardEvent) => void} */
  const key = (event) => {
    if (event.target !== event.currentTarget) return;
    const act = Object.keys(MOVES).find((name) => pressed(event, name) >= 0);
    if (pressed(event, "now") >= 0) choose(span);
    else if (act) go(history.moved(view, ...MOVES[act]));
    else return;
    event.preventDefault();
  };
  /** @type {(sign: string, word: Sayable, ...how: [step: number, zoom?: number]) => ReactElement} */
  const step = (sign, word, ...how) =>
    h("button", {
      type: "button",
      className: "act",
      "aria-label": say(word),
      title: say(word),
      onClick: () => go(history.moved(view, ...how)),
    }, sign);

  return h(
    React.Fragment,
    null,
    h(
      "div",
      { className: "history-tools" },
      h(
        "div",
        { className: "spans", role: "group", "aria-label": say("history.span") },
        SPAN_WORDS.map((one) =>
          h("button", {
            key: one,
            type: "button",
            className: "act",
            "aria-pressed": view.live && span === one,
            onClick: () => choose(one),
          }, say(`history.span.${one}`))
        ),
      ),
      h(
        "div",
        { className: "spans" },
        step("◀", "history.earlier", -0.5),
        step("▶", "history.later", 0.5),
        step("＋", "history.closer", 0, 0.5),
        step("－", "history.wider", 0, 2),
      ),
    ),
    h(
      "div",
      { className: "history-tools history-more" },
      h(FromTo, { key: `${from}${to}${span}`, view, go }),
      h("button", {
        type: "button",
        className: "act",
        "aria-pressed": y === "whole",
        onClick: () => setY(y === "whole" ? "" : "whole"),
      }, say("history.whole_range")),
      h("button", {
        type: "button",
        className: "act",
        onClick: () => historyData.exported(ids, view).then(tell, () => tell({ failed: true })),
      }, say("grid.export")),
    ),
    h(
      "p",
      { className: "history-state" },
      h(
        "span",
        { className: view.live ? "note" : "plain" },
        view.live ? `● ${say("history.live")}` : `○ ${say("history.still")}`,
      ),
      h(
        "span",
        null,
        `${dayOf(view.since)} ${timeOf(view.since)} – ${
          dayOf(view.until) === dayOf(view.since) ? "" : `${dayOf(view.until)} `
        }${timeOf(view.until)}`,
      ),
      h(ZoneOfTimes, { times: [view.since, view.until] }),
      chart.failed
        ? h("b", { className: "urgent" }, `■ ${say("history.failed")}`)
        : chart.waiting
        ? h("span", null, say("history.waiting"))
        : chart.series
        ? h(
          "span",
          { className: "counted", "data-stored": chart.series.stored },
          say("history.counted", { n: chart.series.points.length, of: chart.series.stored }),
        )
        : null,
      given
        ? (given.failed
          ? h("b", { className: "urgent", role: "alert" }, `■ ${say("history.failed")}`)
          : h(
            "span",
            { className: "exported", role: "status" },
            say(given.given < given.stored ? "history.exported_thinned" : "history.exported", {
              n: given.given,
              of: given.stored,
            }),
          ))
        : null,
    ),
    h("div", {
      className: "history-chart",
      tabIndex: 0,
      role: "img",
      "aria-label": say("history.chart", { tag: tagName(tag) }),
      "aria-describedby": "history-marks",
      onKeyDown: key,
    }, h("div", { className: "history-plot" })),
    h("p", { className: "keys" }, say("history.keys")),
    h(
      "section",
      { className: "history-marks", id: "history-marks" },
      head(say("history.marks"), say("history.marks_count", { n: chart.marks.length })),
      h(Marks, { marks: chart.marks, series: chart.series, view }),
    ),
  );
}

/* What the chosen tag reads now: the number people decide on, with its unit, trend and age. */
/** @type {(props: {tag: Tag}) => ReactElement} */
function Now({ tag }) {
  const now = useSecond();
  /** @type {LevelRow | undefined} */
  const row = useKind("levels", "")[tag.id];
  if (!row) return h("span", { className: "reading gone" }, `◌ ${say("level.no_signal")}`);
  const gone = isStale(tag, row, now);
  return h(
    "span",
    { className: `reading ${gone ? "gone" : ""}` },
    h("b", { "data-value": row.value }, `${number(row.value, 2)} ${unitWord(tag.unit)}`),
    gone ? h("span", null, `◌ ${staleWord(tag, row, now)}`) : h(
      "span",
      null,
      [
        isDoubtful(tag, row, now) ? `▲ ${say("level.uncertain")}` : "",
        tag.kind === "level" ? trendWord(tag, row) : "",
        age(now - row.ts),
      ].filter(Boolean).join(" · "),
    ),
  );
}

panel("history", function History(/** @type {{children?: unknown}} */ { children }) {
  const plant = site();
  const [chosen, choose] = useAddress("tag", useFirstTag());
  const [compared, compare] = useAddress("with");
  const tag = /** @type {Tag | undefined} */ (plant.by.tags[chosen]);
  const second = /** @type {Tag | undefined} */ (plant.by.tags[compared]);
  const other = second && compared !== chosen ? second : null;
  const ready = useReady();
  return h(
    React.Fragment,
    null,
    h(
      "div",
      { className: "history-head" },
      h("h2", { className: "history-title" }, tag ? tagName(tag) : chosen),
      tag && ready ? h(Now, { tag }) : null,
      h(
        "div",
        { className: "history-choices" },
        h(TagChoice, {
          label: say("history.tag"),
          value: tag ? chosen : "",
          set: choose,
          none: tag ? null : "–",
          stroke: other ? "first" : "",
        }),
        h(TagChoice, {
          label: say("history.with"),
          value: other ? compared : "",
          set: compare,
          none: say("history.nothing"),
          stroke: other ? "second" : "",
        }),
      ),
    ),
    tag ? null : none(say("history.unknown", { tag: chosen })),
    tag && ready ? h(Chart, { key: "chart", tag, other }) : null,
    h("div", { hidden: true }, children),
  );
});
