/* The server's time by this browser's monotonic clock, and one shared second hand.

   Every frame carries server_ms; delay on the way only makes it look earlier, so the largest
   difference of the last frames is the best estimate. The wall clock of the browser is never read.
   `now` and `second` are the time of the scene that is shown: in an exercise its own clock's. */

import { scene } from "./scene.js";
import { inTurns } from "../base/in_turns.js";

const REMEMBERED = 20;
const STEP_MS = 2000; /* a difference this far from the estimate is a step of the server's clock */
/** @type {number[]} */
let seen = [];
/** @type {number | null} */
let offset = null;

/** @type {(serverMs: number) => void} */
function heard(serverMs) {
  const difference = serverMs - performance.now();
  const first = offset === null;
  if (offset !== null && Math.abs(difference - offset) > STEP_MS) seen = [];
  seen.push(difference);
  if (seen.length > REMEMBERED) seen.shift();
  offset = Math.max(...seen);
  if (first) show(); /* before any row is drawn: an age by no clock would be nonsense */
}

const known = () => offset !== null;
const real = () => (offset === null ? 0 : Math.round(performance.now() + offset));
const now = () => (offset === null ? 0 : Math.round(scene.timeAt(real())));

/** @type {Set<() => void>} */
const hands = new Set();
const AT_ONCE = 8; /* hands in one task: a page may have hundreds */
let second = 0;

/* Whoever is drawn from now on reads the new second; those already drawn are told in turns. Where a
   second's work takes longer than a second, those who still wait are told of the newest. */
let telling = 0;
function show() {
  second = now();
  if (telling) return;
  const all = [...hands];
  /** @type {(() => void)[]} */
  const pieces = [];
  for (let from = 0; from < all.length; from += AT_ONCE) {
    pieces.push(() => {
      telling -= 1;
      all.slice(from, from + AT_ONCE).forEach(tell);
    });
  }
  telling = pieces.length;
  inTurns(pieces);
}

/* One that fails takes no other with it. */
/** @type {(hand: () => void) => void} */
function tell(hand) {
  try {
    if (hands.has(hand)) hand();
  } catch (failed) {
    console.error(failed);
  }
}

function tick() {
  show();
  setTimeout(tick, 1000 - (real() % 1000 || 0));
}
setTimeout(tick, 200);

/* For React's useSyncExternalStore: the server's time, changing once a second. */
/** @type {(hand: () => void) => () => void} */
function subscribe(hand) {
  hands.add(hand);
  return () => hands.delete(hand);
}

export const clock = { heard, known, now, real, subscribe, second: () => second };
