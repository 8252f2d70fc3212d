/* The two figures of a review: the waterfall of the response, and planned against actual. Planned is
   hollow, what happened filled, due a stroke. */

import { rowKind, rowMeasure, rowName, seconds } from "./review.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { day, say, span } from "../base/words.js";
import { site } from "../live/plant.js";

const asWritten = (words) => String(words).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const ROW_PX = 26;
const MOST_REPEATED =
  3; /* of rows that stand once a person or post: the first ones; the table has all */

function style() {
  const computed = getComputedStyle(document.documentElement);
  const px = parseFloat(computed.fontSize) / 16;
  return {
    color: (name) => computed.getPropertyValue(name).trim(),
    px,
    small: Math.max(
      12 * px,
      parseFloat(computed.getPropertyValue("--s1")) * parseFloat(computed.fontSize),
    ),
  };
}

const COLORS = {
  urgent: "--urgent",
  good: "--good",
  plain: "--data",
  warn: "--warn",
  gone: "--gone",
};

/* Rows that can be drawn: begun at a known time. */
export const waterfallRows = (report) => {
  const count = {};
  return report.timing.filter((row) => {
    if (row.start_at === null || report.t0 === null) return false;
    count[row.row] = (count[row.row] || 0) + 1;
    return count[row.row] <= MOST_REPEATED;
  });
};

function layout({ color, px, small }, labels, from, until, shapes) {
  const ticks = [];
  const step =
    [60, 120, 240, 300, 600, 900, 1800, 3600, 7200, 14400].find((s) =>
      (until - from) / s <= (window.innerWidth < 960 ? 3 : 7)
    ) || 28800;
  for (let s = Math.ceil(from / step) * step; s <= until; s += step) ticks.push(s);
  return {
    height: labels.length * ROW_PX * px + 46 * px,
    margin: { l: 0, r: 12 * px, t: 30 * px, b: 8 * px },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    showlegend: false,
    bargap: 0.45,
    font: {
      family: getComputedStyle(document.body).fontFamily,
      size: small,
      color: color("--ink"),
    },
    hoverlabel: {
      bgcolor: color("--raised"),
      bordercolor: color("--line-strong"),
      font: { size: small, color: color("--ink") },
    },
    xaxis: {
      side: "top",
      tickangle: 0,
      range: [from, until],
      tickvals: ticks,
      ticktext: ticks.map((s) => (s < 0 ? "−" : "") + span(Math.abs(s) * 1000)),
      gridcolor: color("--line-soft"),
      zeroline: true,
      zerolinecolor: color("--line-strong"),
      fixedrange: true,
      tickfont: { size: small, color: color("--ink-2") },
    },
    yaxis: {
      autorange: "reversed",
      tickvals: labels.map((_, i) => i),
      ticktext: labels.map(asWritten),
      automargin: true,
      fixedrange: true,
      tickfont: { size: small, color: color("--ink") },
      showgrid: false,
      zeroline: false,
      ticks: "",
    },
    shapes,
  };
}

/* A name as long as its room, in Latin letters; a Chinese sign takes nearly two. */
function short(words, most) {
  const signs = [...words];
  let used = 0;
  const fits = signs.filter((sign) => (used += sign > "\u2e7f" ? 1.8 : 1) <= most);
  return fits.length < signs.length ? `${fits.slice(0, -1).join("")}…` : words;
}
const room = () => (window.innerWidth < 960 ? 16 : 52);

export const waterfall = (report) => {
  const look = style();
  const rows = waterfallRows(report);
  const at = (ms) => (ms - report.t0) / 1000;
  const ends = rows.filter((r) => r.stop_at !== null).map((r) => at(r.stop_at));
  const targets = rows.filter((r) => r.target_s !== null).map((r) => at(r.start_at) + r.target_s);
  const first = Math.min(0, ...rows.map((r) => at(r.start_at)));
  const until = Math.max(60, ...ends, ...targets) * 1.04;
  const from = first - (until - first) * 0.012; /* no bar touches its name */
  const shapes = [];
  const data = [{
    type: "bar",
    orientation: "h",
    y: rows.map((_, i) => i),
    base: rows.map((r) => at(r.start_at)),
    x: rows.map((r) =>
      Math.max(
        (r.stop_at === null ? Math.min(until, at(report.until)) : at(r.stop_at)) - at(r.start_at),
        (until - from) / 400,
      )
    ),
    marker: {
      color: rows.map((
        r,
      ) => (r.stop_at === null ? "rgba(0,0,0,0)" : look.color(COLORS[rowKind(r)]))),
      line: {
        color: rows.map((r) =>
          look.color(
            COLORS[r.verdict === "over" ? "urgent" : r.stop_at === null ? "gone" : rowKind(r)],
          )
        ),
        width: rows.map((r) => (r.stop_at === null ? 1.5 : 0)),
      },
    },
    hovertext: rows.map((r) => asWritten(`${rowName(r)}: ${rowMeasure(r)}`)),
    hovertemplate: "%{hovertext}<extra></extra>",
  }];
  rows.forEach((row, i) => {
    if (row.target_s === null || row.row === "drain_margin") return;
    const due = at(row.start_at) + row.target_s;
    shapes.push({
      type: "line",
      xref: "x",
      yref: "y",
      x0: due,
      x1: due,
      y0: i - 0.42,
      y1: i + 0.42,
      line: { color: look.color("--ink"), width: 2.5 * look.px },
    });
  });
  return {
    data,
    layout: layout(look, rows.map((r) => short(rowName(r), room())), from, until, shapes),
  };
};

export const plannedFigure = (report) => {
  const look = style();
  const steps = report.planned;
  const last = Math.max(
    60,
    ...steps.flatMap((s) => [Math.min(s.due_s, 1800), s.done_s || 0, s.issued_s || 0]),
  ) * 1.04;
  const bar = (x, base, more) =>
    Object.assign({
      type: "bar",
      orientation: "h",
      y: steps.map((_, i) => i),
      x,
      base,
      hoverinfo: "skip",
    }, more);
  const clear = "rgba(0,0,0,0)";
  const shapes = steps.filter((s) => s.due_s <= last).map((s) => {
    const i = steps.indexOf(s);
    return {
      type: "line",
      xref: "x",
      yref: "y",
      x0: s.due_s,
      x1: s.due_s,
      y0: i - 0.42,
      y1: i + 0.42,
      line: { color: look.color("--ink"), width: 2.5 * look.px },
    };
  });
  const kind = {
    on_time: "--data",
    late: "--urgent",
    open: "--warn",
    refused: "--warn",
    not_issued: "--gone",
  };
  const data = [
    bar(steps.map((s) => Math.max(0, Math.min(s.due_s, last) - s.at_s)), steps.map((s) => s.at_s), {
      marker: { color: clear, line: { color: look.color("--line-strong"), width: 1.5 } },
    }),
    bar(
      steps.map((
        s,
      ) => (s.issued_s === null
        ? 0
        : Math.max((s.done_s === null ? last : s.done_s) - s.issued_s, last / 400))
      ),
      steps.map((s) => s.issued_s || 0),
      {
        width: 0.32,
        marker: {
          color: steps.map((s) => (s.done_s === null ? clear : look.color(kind[s.state]))),
          line: {
            color: steps.map((s) => look.color(kind[s.state])),
            width: steps.map((s) => (s.issued_s !== null && s.done_s === null ? 1.5 : 0)),
          },
        },
        hoverinfo: undefined,
        hovertext: steps.map((s) => asWritten(`${text(s.text)}: ${say(`planned.${s.state}`)}`)),
        hovertemplate: "%{hovertext}<extra></extra>",
      },
    ),
  ];
  const drawn = layout(look, steps.map((s) => short(text(s.text), room())), 0, last, shapes);
  drawn.barmode = "overlay";
  drawn.bargap = 0.3;
  return { data, layout: drawn };
};

/* A case by its day and shift. */
const caseWord = (c) =>
  [day(c.at).slice(5), text((site().by.shifts[c.shift] || {}).name)].filter(Boolean).join(" ");

/* One row over all cases of its kind, oldest first, against its target; a gap breaks the line. */
export const overCases = (report, name) => {
  const look = style();
  const cases = report.earlier.cases.filter((c) => c.row === name);
  const figure = report.earlier.figures.find((f) => f.row === name && f.shift === null) || {};
  const minutes = cases.map((c) => (c.seconds === null ? null : c.seconds / 60));
  const axis = {
    gridcolor: look.color("--line-soft"),
    zeroline: false,
    fixedrange: true,
    tickfont: { size: look.small, color: look.color("--ink-2") },
  };
  const target = figure.target_s
    ? [{
      type: "line",
      xref: "paper",
      x0: 0,
      x1: 1,
      yref: "y",
      y0: figure.target_s / 60,
      y1: figure.target_s / 60,
      line: { color: look.color("--ink"), width: 2 * look.px, dash: "dash" },
    }]
    : [];
  return {
    data: [{
      type: "scatter",
      mode: "lines+markers",
      x: cases.map((_, i) => i),
      y: minutes,
      connectgaps: false,
      line: { color: look.color("--data"), width: 2 * look.px },
      marker: {
        size: 9 * look.px,
        color: minutes.map((m) =>
          look.color(
            figure.target_s && m !== null && m * 60 > figure.target_s ? "--urgent" : "--data",
          )
        ),
      },
      hovertext: cases.map((c) => asWritten(`${c.subject}, ${caseWord(c)}: ${seconds(c.seconds)}`)),
      hovertemplate: "%{hovertext}<extra></extra>",
    }],
    layout: {
      height: 190 * look.px,
      margin: { l: 44 * look.px, r: 12 * look.px, t: 8 * look.px, b: 28 * look.px },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      showlegend: false,
      xaxis: Object.assign({}, axis, {
        tickvals: cases.map((_, i) => i),
        ticktext: cases.map((c) => asWritten(caseWord(c))),
        showgrid: false,
      }),
      yaxis: Object.assign({}, axis, {
        rangemode: "tozero",
        ticksuffix: ` ${say("review.minutes_short")}`,
      }),
      shapes: target,
    },
  };
};

/* A figure that follows its data, its width and the theme; Plotly comes with the page's own empty graph. */
export function ReviewFigure({ name, figure, label }) {
  const box = React.useRef(null);
  React.useEffect(() => {
    const draw = () => {
      if (!window.Plotly || !box.current) return false;
      const { data, layout: made } = figure();
      window.Plotly.react(box.current, data, made, { displayModeBar: false, responsive: true });
      box.current.dataset.drawn = "1";
      return true;
    };
    /** @type {number | undefined} */
    let timer;
    if (!draw()) timer = setInterval(() => draw() && clearInterval(timer), 200);
    const themed = new MutationObserver(draw);
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => {
      clearInterval(timer);
      themed.disconnect();
    };
  }, [figure]);
  return h(
    "div",
    { className: "review-figure", role: "img", "aria-label": label },
    h("div", { ref: box, id: `figure-${name}` }),
  );
}
