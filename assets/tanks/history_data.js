/* The readings behind a chart: asked from the history once, then grown from the board. */

import { history } from "./history.js";
import { ask, STORE_MS, toSignIn } from "../base/ask.js";
import { page } from "../base/context.js";
import { asCsv, giveFile } from "../base/csv.js";
import { verdictAt } from "../base/turns.js";
import { scene } from "../live/scene.js";

/** @import { LevelRow } from "../types/rows.d.ts" */
/** @import { Activation, Told, View } from "./history.js" */
/** @import { Tag } from "./levels.js" */

/** A history that grows. `partMs` is the part of the view of which two points are kept at most; `doubt` is set
 * once readings may be missing that came late.
 * @typedef {Told & {partMs: number, doubt?: boolean}} Series
 */

const MOST_POINTS = 4000; /* a 4K screen */
const MOST_EXPORTED = 10000; /* the server's bound */

/* Of the exercise while its board is shown: a line of reality is not continued by it. */
/** @type {(path: string, query: Record<string, string | number>) => Promise<Answered>} */
async function get(path, query) {
  const drill = scene.shown();
  const asked = new URLSearchParams(drill ? { drill } : {});
  for (const [name, value] of Object.entries(query)) asked.set(name, String(value));
  const answer = await ask(`/api/v1/${path}?${asked}`, {}, STORE_MS);
  if (answer.status === 401) toSignIn();
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/* {tag -> series} of a view, never more points than `width` pixels. */
/** @type {(tags: string[], view: View, width: number) => Promise<Record<string, Series>>} */
async function load(tags, view, width) {
  const points = Math.min(MOST_POINTS, Math.max(100, Math.round(width)));
  /** @type {(tag: string) => Promise<Told>} */
  const ask = (tag) =>
    get("history", { tag, since: view.since, until: view.until, max_points: points });
  const answers = await Promise.all(tags.map(ask));
  const partMs = Math.max(1, Math.ceil((view.until - view.since) / Math.floor(points / 2)));
  return Object.fromEntries(
    answers.map((answer) => [answer.tag, Object.assign({ partMs }, answer)]),
  );
}

/* The series with the board's newest reading of the tag, and without what has left the view. */
/** @type {(series: Series, tag: Tag, row: LevelRow | undefined, view: View) => Series} */
function grow(series, tag, row, view) {
  if (!row) return series;
  const known = series.points;
  const last = known.length ? known[known.length - 1][0] : view.since;
  if (row.ts <= last) return series;
  const left = known.findIndex((p) => p[0] >= view.since);
  const kept = left > 1 ? known.slice(left - 1) : known;
  const next = Object.assign({}, series, {
    stored: series.stored + 1,
    points: history.grown(kept, [row.ts, row.value, row.quality], series.partMs),
  });
  const gap = row.ts - last;
  const silent = verdictAt(tag.ages.good, gap).code === "stale" && gap > series.partMs;
  if (known.length && silent) {
    next.silent = [...series.silent, [last, row.ts]];
    next.doubt = true; /* late readings reach the history, but not the board: ask again */
  }
  if (row.quality !== "good") next[row.quality] = series[row.quality].concat([[row.ts, row.ts]]);
  return next;
}

/** @type {(tags: string[], view: View) => Promise<Activation[]>} */
const alarms = (tags, view) =>
  Promise.all(
    tags.map((tag) => get("alarms", { tag, since: view.since, until: view.until, limit: 500 })),
  ).then((all) => all.flatMap((one) => one.activations));

/* Gives the person the shown span as a file; returns {given, stored} readings. */
/** @type {(tags: string[], view: View) => Promise<{given: number, stored: number}>} */
async function exported(tags, view) {
  /** @type {Told[]} */
  const answers = await Promise.all(
    tags.map((tag) =>
      get("history", { tag, since: view.since, until: view.until, max_points: MOST_EXPORTED })
    ),
  );
  const began = history.local(page.zone, view.since).replace(/:/g, "");
  giveFile(`${tags.join("-")}-${began}.csv`, asCsv(history.lines(page.zone, answers)));
  /** @type {(of: (answer: Told) => number) => number} */
  const sum = (of) => answers.reduce((total, answer) => total + of(answer), 0);
  return { given: sum((a) => a.points.length), stored: sum((a) => a.stored) };
}

export const historyData = { get, load, grow, alarms, exported };
