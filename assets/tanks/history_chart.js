/* The figure of a history: value over the site's own time, limits, silences, and marks below it. */

import { history, LIMIT_NAMES } from "./history.js";
import { alarmName } from "../alarms/alarms.js";
import { page, text } from "../base/context.js";
import { number, say, unitWord } from "../base/words.js";

/** @import { Mark, NamedLimit, View } from "./history.js" */
/** @import { Series } from "./history_data.js" */
/** @import { LimitName, Limits, Tag } from "./levels.js" */

/** What Plotly is given of a chart; what is in it is Plotly's own.
 * @typedef {{margin: {l: number, r: number, t: number, b: number}, [setting: string]: unknown}} Layout
 * @typedef {{data: object[], layout: Layout, axes: "one" | "two"}} Figure
 */

/** What is drawn: a first tag and perhaps a second; `whole`: over all of their ranges.
 * @typedef {object} Drawn
 * @property {View} view
 * @property {Record<string, Series | undefined>} series
 * @property {Tag[]} tags
 * @property {Mark[]} marks
 * @property {boolean} whole
 * @property {number} width
 */

const SHAPES = { raised: "▼", acknowledged: "○", returned: "✓", issued: "◆", done: "✓" };
/** @type {Record<LimitName, string>} */
const LIMIT_COLOR = { ll: "--urgent", l: "--warn", h: "--warn", hh: "--urgent" };
/* Plotly reads a few HTML tags in its texts; what a person wrote has none. */
/** @type {(words: string) => string} */
const asWritten = (words) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const TICK_EM = 7; /* a time of the axis and the room round it */

/** @type {(drawn: Drawn) => Figure} */
export function historyFigure({ view, series, tags, marks, whole, width }) {
  const style = getComputedStyle(document.documentElement);
  /** @type {(name: string) => string} */
  const color = (name) => style.getPropertyValue(name).trim();
  const px = parseFloat(style.fontSize) / 16;
  const small = Math.max(
    14 * px,
    parseFloat(style.getPropertyValue("--s1")) * parseFloat(style.fontSize),
  ); /* words of the axes */
  const zone = page.zone;
  /* Plotly knows no zones: every time is moved by the zone's offset at that time. */
  const same = history.offset(zone, view.since) === history.offset(zone, view.until);
  const fixed = history.offset(zone, view.since);
  /** @type {(ms: number) => number} */
  const at = (ms) => ms + (same ? fixed : history.offset(zone, ms));

  /** @type {object[]} */
  const shapes = [];
  /** @type {object[]} */
  const annotations = [];
  /** @type {object[]} */
  const data = [];
  /** @type {(text: string, more: object) => number} */
  const note = (text, more) =>
    annotations.push(
      Object.assign(
        { text, showarrow: false, font: { size: small, color: color("--ink-2") } },
        more,
      ),
    );
  const units = [...new Set(tags.map((tag) => unitWord(tag.unit)))];
  /** @type {Record<string, {values: number[], limits: Limits, range: [low: number, high: number]}>} */
  const axes = {};

  tags.forEach((tag, n) => {
    const known = series[tag.id] || { points: [], silent: [], bad: [], uncertain: [] };
    const second = units.indexOf(unitWord(tag.unit)) > 0;
    const { x, y } = history.line(known.points, known.silent, known.bad);
    const name = `${tag.id} ${unitWord(tag.unit)}`.trim();
    data.push({
      type: "scatter",
      mode: "lines",
      name,
      x: x.map(at),
      y,
      yaxis: second ? "y2" : "y",
      connectgaps: false,
      line: {
        color: color(n ? "--note" : "--ink"),
        width: 1.6 * px,
        dash: n ? "dash" : "solid",
        shape: tag.kind === "valve" || tag.kind === "pump" ? "hv" : "linear",
      },
      hovertemplate: `${name} %{y}<extra></extra>`,
    });
    const doubtful = known.points.filter((p) => p[2] === "uncertain");
    if (doubtful.length) {
      data.push({
        type: "scatter",
        mode: "markers",
        x: doubtful.map((p) => at(p[0])),
        y: doubtful.map((p) => p[1]),
        yaxis: second ? "y2" : "y",
        marker: { symbol: "circle-open", size: 6 * px, color: color("--warn") },
        hovertemplate: `${say("history.uncertain")} %{y}<extra></extra>`,
      });
    }
    const of = second ? "y2" : "y";
    axes[of] = axes[of] ||
      { values: [], limits: n ? {} : tag.limits || {}, range: [tag.low, tag.high] };
    for (const value of y) if (value !== null) axes[of].values.push(value);
  });

  const main = series[tags[0].id];
  if (main) {
    /** @type {(from: number, to: number, words: string, fill: string) => void} */
    const band = (from, to, words, fill) => {
      shapes.push({
        type: "rect",
        xref: "x",
        yref: "y domain",
        x0: at(from),
        x1: at(to),
        y0: 0,
        y1: 1,
        line: { width: 0 },
        fillcolor: color(fill),
        opacity: 0.16,
        layer: "below",
      });
      if ((to - from) / (view.until - view.since) > 0.05) {
        note(words, {
          x: at((from + to) / 2),
          xref: "x",
          y: 0.02,
          yref: "y domain",
          yanchor: "bottom",
        });
      }
    };
    main.silent.forEach(([from, to]) => band(from, to, `◌ ${say("history.silent")}`, "--gone"));
    main.bad.forEach(([from, to]) => band(from, to, `◌ ${say("history.bad")}`, "--urgent"));
    main.uncertain.forEach(([from, to]) =>
      band(from, to, `▲ ${say("history.uncertain")}`, "--warn")
    );
  }

  /** @type {Record<string, [low: number, high: number]>} */
  const ranges = {};
  for (const [name, { values, limits, range }] of Object.entries(axes)) {
    const scale = history.scale(values, limits, range);
    ranges[name] = whole ? [range[0], range[1]] : [scale.low, scale.high];
    for (const limit of LIMIT_NAMES) {
      const value = limits[limit];
      if (typeof value !== "number" || value < ranges[name][0] || value > ranges[name][1]) continue;
      shapes.push({
        type: "line",
        xref: "x domain",
        yref: name,
        x0: 0,
        x1: 1,
        y0: value,
        y1: value,
        line: {
          color: color(LIMIT_COLOR[limit]),
          width: 1.2 * px,
          dash: limit.length > 1 ? "solid" : "dot",
        },
      });
      note(`${limit.toUpperCase()} ${number(value)}`, {
        x: 1,
        xref: "x domain",
        xanchor: "right",
        y: value,
        yref: name,
        yanchor: "bottom",
      });
    }
    if (whole || name !== "y") continue;
    /** @type {(limits: NamedLimit[], arrow: string) => string} */
    const far = (limits, arrow) =>
      limits.map(([limit, value]) => `${arrow} ${limit.toUpperCase()} ${number(value)}`).join("  ");
    if (scale.above.length) {
      note(far(scale.above, "↑"), {
        x: 0,
        xref: "x domain",
        xanchor: "left",
        y: 1,
        yref: "y domain",
        yanchor: "top",
      });
    }
    if (scale.below.length) {
      note(far(scale.below, "↓"), {
        x: 0,
        xref: "x domain",
        xanchor: "left",
        y: 0,
        yref: "y domain",
        yanchor: "bottom",
      });
    }
  }

  data.push({
    type: "scatter",
    mode: "text",
    x: marks.map((m) => at(m.at)),
    y: marks.map((m) => (m.directive ? 0.25 : 0.75)),
    yaxis: "y3",
    text: marks.map((m) => SHAPES[m.what]),
    textfont: {
      size: 14 * px,
      color: marks.map((m) => color(m.kind === "plain" ? "--ink-2" : `--${m.kind}`)),
    },
    hovertext: marks.map((m) => asWritten(markWords(m))),
    hovertemplate: "%{hovertext}<extra></extra>",
  });
  for (const mark of marks) {
    if (mark.what !== "raised" && mark.what !== "issued") continue;
    shapes.push({
      type: "line",
      xref: "x",
      yref: "paper",
      x0: at(mark.at),
      x1: at(mark.at),
      y0: 0,
      y1: 1,
      line: {
        color: color(
          mark.kind === "urgent" ? "--urgent" : mark.kind === "warn" ? "--warn" : "--line-strong",
        ),
        width: px,
        dash: mark.directive ? "dot" : "solid",
      },
      opacity: 0.7,
      layer: "below",
    });
  }

  const axis = {
    gridcolor: color("--line-soft"),
    linecolor: color("--line"),
    zeroline: false,
    tickfont: { size: small, color: color("--ink-2") },
    fixedrange: true,
  };
  /** @type {(range: [low: number, high: number] | undefined) => object} */
  const ticks = (range) => (range && range[1] > range[0] ? evenTicks(...range) : {});
  /** @type {(unit: string) => object} */
  const title = (unit) => ({
    text: unit,
    font: { size: small, color: color("--ink-3") },
    standoff: 6,
  });
  return {
    data,
    layout: {
      margin: { l: 56 * px, r: (ranges.y2 ? 56 : 14) * px, t: 8 * px, b: 44 * px },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      showlegend: false,
      shapes,
      annotations,
      dragmode: "pan",
      hovermode: "x",
      hoverlabel: {
        bgcolor: color("--raised"),
        bordercolor: color("--line-strong"),
        font: { color: color("--ink"), size: 14 * px },
      },
      font: { family: style.getPropertyValue("--font") },
      xaxis: Object.assign({}, axis, {
        type: "date",
        fixedrange: false,
        range: [at(view.since), at(view.until)],
        hoverformat: "%Y-%m-%d %H:%M:%S",
        anchor: "y3",
        nticks: width ? Math.max(2, Math.min(8, Math.floor(width / (TICK_EM * small)))) : 8,
        tickangle: 0,
        tickformatstops: [
          { dtickrange: [null, 60000], value: "%H:%M:%S\n%m-%d" },
          { dtickrange: [60000, 86400000], value: "%H:%M\n%m-%d" },
          { dtickrange: [86400000, null], value: "%m-%d\n%Y" },
        ],
      }),
      yaxis: Object.assign({}, axis, ticks(ranges.y), {
        range: ranges.y || [0, 1],
        domain: [0.16, 1],
        title: title(units[0]),
      }),
      yaxis3: { domain: [0, 0.12], range: [0, 1], visible: false, fixedrange: true },
      ...(ranges.y2
        ? {
          yaxis2: Object.assign({}, axis, ticks(ranges.y2), {
            range: ranges.y2,
            overlaying: "y",
            side: "right",
            showgrid: false,
            title: title(units[1]),
          }),
        }
        : {}),
    },
    axes: ranges.y2 ? "two" : "one",
  };
}

const TICKS = 5;

/* Round steps between two figures, all written with as many decimals: 4.600 beside 4.605. */
/** @type {(low: number, high: number) => {tickmode: string, tick0: number, dtick: number, tickformat: string}} */
export const evenTicks = (low, high) => {
  const rough = (high - low) / TICKS;
  const power = Math.floor(Math.log10(rough));
  const by = [1, 2, 5].find((one) => one >= rough / 10 ** power) ?? 10;
  const decimals = Math.max(0, by === 10 ? -power - 1 : -power);
  return {
    tickmode: "linear",
    tick0: 0,
    dtick: Number((by * 10 ** power).toPrecision(1)),
    tickformat: `.${decimals}f`,
  };
};

const LEAST_PX = 20; /* between the margins; without any there is nothing to draw */

/* Draws a figure into its box: "" while the box has no room, "anew" when listeners are gone with
   the chart that was there, else "same". */
/** @type {(chart: HTMLElement, figure: Figure) => "" | "anew" | "same"} */
export const drawChart = (chart, { data, layout, axes }) => {
  const { Plotly } = window;
  if (!Plotly) return "";
  const { l, r, t, b } = layout.margin;
  if (chart.clientWidth < l + r + LEAST_PX || chart.clientHeight < t + b + LEAST_PX) return "";
  const anew = chart.dataset.axes && chart.dataset.axes !== axes;
  if (anew) Plotly.purge(chart); /* an axis more or less is another chart */
  chart.dataset.axes = axes;
  const size = {
    width: chart.clientWidth,
    height: chart.clientHeight,
  }; /* the list of marks below takes and gives room */
  Plotly.react(chart, data, Object.assign(layout, size), historyConfig);
  return anew ? "anew" : "same";
};

export const historyConfig = {
  displayModeBar: false,
  responsive: true,
  scrollZoom: true,
  doubleClick: false,
};

/* A mark in words: "Net loss T206, raised". */
/** @type {(mark: Mark) => string} */
export const markWords = (mark) => {
  const word = say(`history.mark.${mark.what}`);
  const what = mark.directive !== undefined
    ? `${mark.directive} ${text(mark.text)}`
    : alarmName(mark);
  return say("history.mark_of", { mark: word, what });
};
/** @type {(mark: Mark) => string} */
export const markShape = (mark) => SHAPES[mark.what];
