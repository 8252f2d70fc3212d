/* Trends of the levels on show: the last half hour, asked once from the history, then grown from
   the board; one graph a second at most, each at its own part of the second. */

import { ask as askServer, STORE_MS } from "../base/ask.js";
import { board } from "../live/live_board.js";
import { clock } from "../live/server_clock.js";

/** A reading: when it was taken (UTC epoch ms), and its value in the unit of its tag.
 * @typedef {[ts: number, value: number]} Point
 */

const SPAN_MS = 30 * 60000;
const STEP_MS = 2000;
const AGAIN_MS = 10000; /* a history that could not answer is asked once more */
/** @type {Record<string, Point[] | undefined>} */
const points = {}; /* by tag */
/** @type {Set<string>} */
const asked = new Set();
/** @type {(string | null)[]} */
const drawn = []; /* slot -> the tag whose line stands in it */
/** @type {string[]} */
let shown = [];

/** @type {(tag: string) => Promise<void>} */
async function ask(tag) {
  const now = clock.now();
  if (asked.has(tag) || now <= SPAN_MS) return; /* a replay's clock is not set yet */
  asked.add(tag);
  const query = `tag=${encodeURIComponent(tag)}&since=${now - SPAN_MS}&until=${now}&max_points=300`;
  try {
    const answer = await askServer(`/api/v1/history?${query}`, {}, STORE_MS);
    if (!answer.ok) throw new Error(String(answer.status));
    /** @type {Point[]} */
    const past = answer.json().points || [];
    const known = points[tag] || [];
    const first = known.length ? known[0][0] : Infinity;
    points[tag] = past.filter(([ts]) => ts < first).concat(known);
  } catch (_) {
    setTimeout(() => asked.delete(tag), AGAIN_MS);
  }
}

function collect() {
  const levels = board.kind("levels", "");
  for (const tag of shown) {
    const row = levels[tag];
    if (!row || row.value === null) continue;
    const known = (points[tag] = points[tag] || []);
    const last = known.length ? known[known.length - 1][0] : 0;
    if (row.ts - last >= STEP_MS) known.push([row.ts, row.value]);
    while (known.length && known[0][0] < row.ts - SPAN_MS) known.shift();
  }
}

/** @type {(name: string) => string} */
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** @type {(tag: string | null) => object} */
function figure(tag) {
  const known = tag && points[tag] || [];
  const values = known.map((p) => p[1]);
  const low = Math.min(...values, values.length ? Infinity : 0);
  const high = Math.max(...values, values.length ? -Infinity : 1);
  const room = Math.max((high - low) * 0.15, Math.abs(high) * 0.004, 0.002);
  const end = known.length ? known[known.length - 1][0] : SPAN_MS;
  const begin = Math.min(known.length ? known[0][0] : 0, end - SPAN_MS / 6);
  return {
    data: [
      {
        type: "scatter",
        mode: "lines",
        x: known.map((p) => p[0]),
        y: values,
        line: {
          color: color("--data"),
          width: 2.5 * (parseFloat(getComputedStyle(document.documentElement).fontSize) / 16),
        },
        hoverinfo: "skip",
      },
    ],
    layout: {
      margin: { l: 0, r: 0, t: 0, b: 0 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      xaxis: { visible: false, fixedrange: true, range: [begin, end] },
      yaxis: { visible: false, fixedrange: true, range: [low - room, high + room] },
      showlegend: false,
      hovermode: false,
    },
  };
}

/** @type {(slot: number) => void} */
function draw(slot) {
  const tag = shown[slot];
  if (!tag || document.visibilityState !== "visible") return;
  const graph = document.getElementById(`wall-trend-${slot}`);
  if (!graph || !graph.clientWidth || !graph.clientHeight) return;
  /* One reading is no line; but the line of the tag that was here before must go. */
  const line = (points[tag] || []).length > 1 ? tag : null;
  if (!line && !drawn[slot]) return;
  drawn[slot] = line;
  window.dash_clientside.set_props(`wall-trend-${slot}`, { figure: figure(line) });
}

let turn = 0;
setInterval(() => {
  collect();
  if (!shown.length) return;
  shown.forEach(ask);
  draw(turn % 3);
  turn += 1;
}, 333);

export const trends = {
  /** @type {(tags: string[]) => void} */
  show: (tags) => {
    shown = tags;
    tags.forEach(ask);
  },
};
