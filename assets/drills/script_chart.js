/* The script of a drill on one line of time, drawn by Plotly: planned hollow, happened filled, due a
   white stroke, now a blue line. Time is exercise time since the start. */

import { say, span } from "../base/words.js";

const STEPS_S = [15, 30, 60, 120, 300, 600, 900, 1800, 3600];
const ROW_EM = [1.55, 2.3]; /* rows as tight as words allow, looser while there is room */
const LEAST_MS = 600000; /* a drill's first ten minutes are always in view */
const AHEAD_MS = 120000;
const MOST_MEASURED = 2000;
const APART_EM = 1.2; /* words from their stroke and from the edge */

/* Plotly reads a few HTML tags in its texts; what a person wrote has none. */
const asWritten = (words) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const shortened = (
  words,
  most,
) => (words.length > most
  ? `${words.slice(0, most - 1).replace(/[\s;,.:·，；、：]+$/, "")}…`
  : words);
/* The side of a mark on which its words stand, cut to the room there is where neither side has enough:
   {text, left}. `tail` is kept whole. */
function beside(words, tail, em, roomLeft, roomRight) {
  const needs = (wide(words) + wide(tail) + APART_EM) * em;
  if (needs <= roomRight) return { text: words + tail, left: false };
  if (needs <= roomLeft) return { text: words + tail, left: true };
  const left = roomLeft > roomRight;
  const share = (Math.max(roomLeft, roomRight) / em - wide(tail) - APART_EM) / wide(words);
  return { text: shortened(words, Math.max(6, Math.floor(words.length * share))) + tail, left };
}
/* How wide words are, in em, as this page's letters are. */
const ruler = document.createElement("canvas").getContext("2d");
const RULED_PX = 100;
const measured = new Map();
if (document.fonts) document.fonts.addEventListener("loadingdone", () => measured.clear());
function wide(words) {
  if (!measured.has(words)) {
    if (measured.size > MOST_MEASURED) {
      measured.clear(); /* what is left of each time is other words every second */
    }
    if (!ruler) return words.length; /* a browser without canvas: an em a letter */
    ruler.font = `${RULED_PX}px ${getComputedStyle(document.body).fontFamily}`;
    measured.set(words, ruler.measureText(words).width / RULED_PX);
  }
  return measured.get(words);
}

const sinceStart = (ms) => span(ms);

/* Rows of one lane so that no words run into others: [{row, left}], as many rows as needed. */
function placed(items, scale, em, width) {
  const ends = [];
  return items.map((item) => {
    const from = item.first * scale;
    const until = item.last * scale;
    const words = (wide(item.words) + 2.2) * em;
    const left = until + words > width && from > words;
    const [begin, end] = left ? [from - words, until + em] : [from - em, until + words];
    let row = ends.findIndex((taken) => taken <= begin);
    if (row < 0) row = ends.length;
    ends[row] = end;
    return { row, left };
  });
}

/* `lanes`: [[title, items]]; an item {words, planned, at, kind, state, title}. `expected`: rows of
   script.expectations with words and kind. Everything since `from`, exercise time; `now` too, null for a script that nobody plays yet. */
export function scriptFigure({ lanes, expected, from, now, width, height = 0 }) {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(name).trim();
  const root = parseFloat(style.fontSize);
  const em = Math.max(14, parseFloat(style.getPropertyValue("--s1")) * root);
  const narrow = width < 40 * em;
  const margin = { l: narrow ? em : 12 * em, r: 0.8 * em, t: 2.6 * em, b: 0.6 * em };
  const room = width - margin.l - margin.r;
  const since = (ms) => ms - from;
  const all = lanes.flatMap(([, items]) => items.flatMap((i) => [i.planned, i.at])).concat(
    expected.flatMap((e) => [e.by, e.end]),
    now === null ? [] : now,
  );
  const last = Math.max(
    LEAST_MS,
    now === null ? 0 : since(now) + AHEAD_MS,
    ...all.filter((ms) => ms !== null && ms !== undefined).map(since),
  ) * 1.04;
  const scale = room / last;
  const most = narrow
    ? 26
    : Math.max(46, Math.min(80, Math.round(room / em))); /* letters: half of the line of time */

  const data = [];
  const shapes = [];
  const annotations = [];
  const font = { size: em, color: color("--ink-2") };
  const note = (text, more) =>
    annotations.push(Object.assign({ text, showarrow: false, font }, more));
  const line = (x0, x1, y0, y1, name, wide_, more) =>
    shapes.push(
      Object.assign(
        { type: "line", x0, x1, y0, y1, line: { color: color(name), width: wide_ } },
        more,
      ),
    );
  /** @type {Record<"x" | "y" | "symbol" | "color" | "edge" | "hover", (number | string)[]>} */
  const marks = { x: [], y: [], symbol: [], color: [], edge: [], hover: [] };
  /** @type {Record<"x" | "y" | "text" | "where" | "color", (number | string)[]>} */
  const words = { x: [], y: [], text: [], where: [], color: [] };
  const mark = (x, y, full, name, hover) => {
    marks.x.push(x);
    marks.y.push(y);
    marks.symbol.push("circle");
    marks.hover.push(asWritten(hover));
    marks.color.push(color(full ? name : "--panel"));
    marks.edge.push(color(name));
  };
  const write = (x, y, text, left, name) => {
    words.x.push(x);
    words.y.push(y);
    words.text.push(asWritten(text));
    words.where.push(left ? "middle left" : "middle right");
    words.color.push(color(name));
  };

  let row = 0;
  const lane = (title, rows) => {
    if (narrow) {
      note(`<b>${asWritten(title)}</b>`, {
        x: 0,
        xref: "paper",
        xanchor: "left",
        y: row + 0.5,
        yref: "y",
      });
      row += 1;
    } else {note(`<b>${asWritten(title)}</b>`, {
        x: 0,
        xref: "paper",
        xanchor: "left",
        xshift: -margin.l + 0.2 * em,
        y: row + 0.5,
        yref: "y",
      });}
    const first = row;
    row += rows;
    line(0, 1, row, row, "--line-soft", 1, { xref: "paper" });
    return first;
  };

  for (const [title, items] of lanes) {
    if (!items.length) continue;
    const shown = items.map((item) => {
      const times = [item.planned, item.at].filter((ms) => ms !== null).map(since);
      return Object.assign({}, item, {
        words: shortened(item.words, most),
        first: Math.min(...times),
        last: Math.max(...times),
      });
    }).sort((a, b) => a.first - b.first);
    const where = placed(shown, scale, em, room);
    const first = lane(title, 1 + Math.max(...where.map((p) => p.row)));
    shown.forEach((item, n) => {
      const y = first + where[n].row + 0.5;
      const happened = item.at !== null;
      if (
        happened && item.planned !== null && Math.abs(item.at - item.planned) * scale > 0.9 * em
      ) {
        line(since(item.planned), since(item.at), y, y, "--line-strong", 1, {
          line: { color: color("--line-strong"), width: 1.5, dash: "dot" },
        });
        mark(since(item.planned), y, false, "--ink-3", item.title);
      }
      mark(
        happened ? since(item.at) : since(item.planned),
        y,
        happened && item.kind !== "gone",
        `--${item.kind === "plain" ? "ink-2" : item.kind}`,
        item.title,
      );
      write(
        where[n].left ? item.first : item.last,
        y,
        where[n].left ? `${item.words}   ` : `   ${item.words}`,
        where[n].left,
        happened && item.kind !== "gone" ? "--ink" : "--ink-3",
      );
    });
  }

  if (expected.length) {
    const first = lane(say("drills.expected"), expected.length);
    expected.forEach((one, n) => {
      const y = first + n + 0.5;
      const name = one.kind === "plain" ? "--line-strong" : `--${one.kind}`;
      const begun = one.end !== null && one.state !== "moot";
      const end = begun ? Math.max(one.end, one.opened) : one.by;
      shapes.push({
        type: "rect",
        x0: since(one.opened),
        x1: since(end),
        y0: y - 0.28,
        y1: y + 0.28,
        fillcolor: begun ? color(name) : "rgba(0,0,0,0)",
        opacity: begun ? 0.6 : 1,
        line: { color: color(name), width: begun ? 0 : 1 },
      });
      line(since(one.by), since(one.by), y - 0.4, y + 0.4, "--ink", 2);
      const right = since(Math.max(end, one.by));
      const { text, left } = beside(
        shortened(one.words, most + 14),
        one.tail || "",
        em,
        Math.min(since(one.by), right) * scale,
        room - right * scale,
      );
      const at = left ? Math.min(since(one.by), right) : right;
      const onBar = begun && left &&
        at - (wide(text) * em) / scale <
          since(end); /* in the bar's own colour nobody would read them */
      write(
        at,
        y,
        left ? `${text}  ` : `  ${text}`,
        left,
        onBar ? "--ink" : one.kind === "plain" || one.kind === "gone" ? "--ink-3" : name,
      );
    });
  }

  /* Now: its line, and its time at the top. */
  if (now !== null) line(since(now), since(now), 0, row, "--act", 2);
  if (now !== null) {
    note(`<b>${sinceStart(since(now))}</b>`, {
      x: since(now),
      y: 0,
      yref: "y",
      yanchor: "bottom",
      bgcolor: color("--act"),
      bordercolor: color("--act"),
      borderpad: 3,
      font: { size: em, color: color("--on-act") },
    });
  }

  const step = STEPS_S.find((s) => s * 1000 * scale > 5.5 * em) || 3600;
  const ticks = [];
  for (let s = 0; s * 1000 <= last; s += step) {
    if (now === null || Math.abs(s * 1000 - since(now)) * scale > 3.2 * em) {
      ticks.push(s * 1000); /* room for now's own */
    }
  }

  data.push({
    type: "scatter",
    mode: "text",
    x: words.x,
    y: words.y,
    text: words.text,
    textposition: words.where,
    textfont: { size: em, color: words.color },
    hoverinfo: "skip",
    cliponaxis: false,
  });
  data.push({
    type: "scatter",
    mode: "markers",
    x: marks.x,
    y: marks.y,
    marker: {
      size: 0.78 * em,
      symbol: marks.symbol,
      color: marks.color,
      line: { width: 2, color: marks.edge },
    },
    hovertext: marks.hover,
    hovertemplate: "%{hovertext}<extra></extra>",
    cliponaxis: false,
  });
  return {
    data,
    height: Math.ceil(
      margin.t + margin.b +
        Math.max(1, row) *
          Math.min(
            ROW_EM[1] * em,
            Math.max(ROW_EM[0] * em, (height - margin.t - margin.b) / Math.max(1, row)),
          ),
    ),
    layout: {
      margin,
      shapes,
      annotations,
      showlegend: false,
      hovermode: "closest",
      dragmode: false,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: style.getPropertyValue("--font") },
      hoverlabel: {
        bgcolor: color("--raised"),
        bordercolor: color("--line-strong"),
        font: { color: color("--ink"), size: em },
        align: "left",
      },
      xaxis: {
        side: "top",
        range: [0, last],
        fixedrange: true,
        tickvals: ticks,
        ticktext: ticks.map(sinceStart),
        tickfont: font,
        gridcolor: color("--line-soft"),
        zeroline: false,
        showline: false,
      },
      yaxis: { range: [Math.max(1, row), 0], fixedrange: true, visible: false },
    },
  };
}

export const scriptConfig = {
  displayModeBar: false,
  responsive: false,
  staticPlot: false,
  doubleClick: false,
};
