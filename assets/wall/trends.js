/* Trends of the displayed levels: the last half hour, fetched once from the history, then
   extended from the board; at most one line a second, each at its own part of the second. */

import { ask as askServer, STORE_MS } from "../base/ask.js";
import { h } from "../base/element.js";
import { board } from "../live/live_board.js";
import { clock } from "../live/server_clock.js";
import { pathOf, SmallLine } from "../shared/small_line.js";

/** @import { Point } from "../shared/small_line.js" */

const SPAN_MS = 30 * 60000;
const STEP_MS = 2000;
const AGAIN_MS = 10000; /* a history that could not answer is asked once more */
/** @type {Record<string, Point[] | undefined>} */
const points = {}; /* by tag */
/** @type {Set<string>} */
const asked = new Set();
/** @type {Record<string, string | undefined>} */
const paths = {}; /* by tag, as they stand on the wall */
/** @type {Set<() => void>} */
const readers = new Set();
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

/* So much room that a still value is no storm. */
/** @type {(low: number, high: number) => number} */
const roomOf = (low, high) => Math.max((high - low) * 0.15, Math.abs(high) * 0.004, 0.002);

/* One reading is no line. */
/** @type {(known: Point[]) => string} */
function lineOf(known) {
  if (known.length < 2) return "";
  const end = known[known.length - 1][0];
  return pathOf(known, [Math.min(known[0][0], end - SPAN_MS / 6), end], roomOf);
}

let turn = 0;
setInterval(() => {
  collect();
  if (!shown.length) return;
  shown.forEach(ask);
  const tag = shown[turn % shown.length];
  turn += 1;
  if (document.visibilityState !== "visible") return;
  const path = lineOf(points[tag] || []);
  if (path === (paths[tag] || "")) return;
  paths[tag] = path;
  readers.forEach((reader) => reader());
}, 333);

export const trends = {
  /** @type {(tags: string[]) => void} */
  show: (tags) => {
    shown = tags;
    tags.forEach(ask);
  },
  /** @type {(tag: string) => string} */
  path: (tag) => paths[tag] || "",
  /** @type {(reader: () => void) => () => void} */
  subscribe: (reader) => {
    readers.add(reader);
    return () => readers.delete(reader);
  },
};

/** The line of one tag, drawn again when it has grown.
 * @type {(props: { tag: string }) => ReactElement} */
export const Trend = ({ tag }) =>
  h(SmallLine, { path: React.useSyncExternalStore(trends.subscribe, () => trends.path(tag)) });
