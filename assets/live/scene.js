/* Reality or exercise: which board the screens show. While a drill runs or is paused, every screen
   shows the drill's twin; when reality suspends it or it is over, reality again.

   The twin's rows come under topics of their own (DRL-1/levels); drills, reviews and the state of the
   center itself are always reality's. */

import { boardSync } from "./board_sync.js";
import { replay } from "./replay.js";
import { rowsOfKind } from "./row_kinds.js";

/** @import { DrillRow } from "../types/rows.d.ts" */

const SHOWN = new Set(["running", "paused"]);
const LIVE = new Set(["running", "paused", "suspended"]);
const ALWAYS_REAL = new Set(["drill", "review", "center"]);

/** @type {Record<string, DrillRow> | null} */
let rows = null;
/** @type {DrillRow | null} */
let live = null;

/* The drill that is on, {id, phase, clock...}, or null; looked for when a drill's row changed. */
/** @type {() => DrillRow | null} */
function drill() {
  const now = rowsOfKind("drill", "", boardSync.real("drill"));
  if (now !== rows) {
    rows = now;
    live = Object.values(now).find((row) => LIVE.has(row.phase)) || null;
  }
  return live;
}

/** @type {() => DrillRow | null} */
function shownDrill() {
  const on = replay ? null : drill();
  return on && SHOWN.has(on.phase) ? on : null;
}

/* The id of the drill whose board is shown; null while it is reality's. */
/** @type {() => string | null} */
const shown = () => shownDrill()?.id ?? null;

/** @type {(name: string) => string} */
const topic = (name) => (ALWAYS_REAL.has(name) || !shown() ? name : `${shown()}/${name}`);

/* What the shown clock shows at a real time: in an exercise its own. */
/** @type {(real: number) => number} */
function timeAt(real) {
  if (replay) return replay.clock();
  const clock = shownDrill()?.clock;
  if (!clock) return real;
  const { real_at, exercise_at, speed, runs } = clock;
  return runs ? exercise_at + Math.max(0, real - real_at) * speed : exercise_at;
}

export const scene = { drill, shown, topic, timeAt };
