/* Reality or exercise: which board the screens show. While a drill runs or is paused, every screen
   shows the drill's twin; when reality suspends it or it is over, reality again.

   The twin's rows come under topics of their own (DRL-1/levels); drills, reviews and the state of the
   center itself are always reality's. */

import { boardSync } from "./board_sync.js";
import { replay } from "./replay.js";

const SHOWN = new Set(["running", "paused"]);
const LIVE = new Set(["running", "paused", "suspended"]);
const ALWAYS_REAL = new Set(["drill", "review", "center"]);

let rows = null;
let live = null;

/* The drill that is on, {id, phase, clock...}, or null; looked for when a drill's row changed. */
function drill() {
  const now = boardSync.real("drill");
  if (now !== rows) {
    rows = now;
    live = Object.values(rows).find((row) => row.name && LIVE.has(row.phase)) || null;
  }
  return live;
}

/* The id of the drill whose board is shown; null while it is reality's. */
const shown = () => (!replay && drill() && SHOWN.has(live.phase) ? live.id : null);

const topic = (name) => (ALWAYS_REAL.has(name) || !shown() ? name : `${shown()}/${name}`);

/* What the shown clock shows at a real time: in an exercise its own. */
function timeAt(real) {
  if (replay) return replay.clock();
  if (!shown() || !live.clock) return real;
  const { real_at, exercise_at, speed, runs } = live.clock;
  return runs ? exercise_at + Math.max(0, real - real_at) * speed : exercise_at;
}

export const scene = { drill, shown, topic, timeAt };
