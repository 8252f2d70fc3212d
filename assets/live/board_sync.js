/* Keeps this page's rows in step with the server: merges frames, catches up over HTTP, and
   notifies its readers at most once an animation frame. `real` has reality's rows and every
   drill's, by topic; an untouched topic keeps its identity. */

import { boardStore } from "./board_store.js";
import { ask, closeDead, gaveUp, toSignIn } from "../base/ask.js";
import { page } from "../base/context.js";

/** @import { BoardStore, Frame, Hello, KeyedRows } from "./board_store.js" */

const { empty, apply, greet, doubt, behind, query, caughtUp } = boardStore;
/** @type {KeyedRows} */
const NOTHING = Object.freeze(Object.create(null));
const RETRY_MS = [100, 300, 1000, 2000, 4000];

let store = empty();
let revision = 0;
let asking = false;
let failures = 0;
/** @type {number | null} */
let behindSince = performance.now(); /* null while the board is whole */
let drawing = false;
/** @type {Set<(revision: number) => void>} */
const readers = new Set();

/* The first board is asked for while the page is still being put together, not after its link
   stands: what changed meanwhile is caught up like any other gap. */
let ahead = page.role ? ask("/api/v1/board", { cache: "no-cache" }).catch(() => null) : null;

function redraw() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    revision += 1;
    readers.forEach((reader) => reader(revision));
  });
}

/** @type {(next: BoardStore) => void} */
function keep(next) {
  const changed = next.rows !== store.rows || behind(next) !== behind(store);
  store = next;
  if (!behind(store)) behindSince = null;
  else if (behindSince === null) behindSince = performance.now();
  if (changed) redraw();
  if (behind(store)) catchUp();
}

async function catchUp() {
  if (asking || !page.role) return;
  asking = true;
  const begun = performance.now();
  try {
    const first = await ahead;
    ahead = null;
    const answer = first || (await ask(`/api/v1/board${query(store)}`, { cache: "no-cache" }));
    if (answer.status === 401) return toSignIn();
    if (!answer.ok) throw new Error(`board: ${answer.status}`);
    const board = answer.json();
    asking = false;
    failures = 0;
    keep(caughtUp(store, board));
  } catch (error) {
    if (gaveUp(error)) await closeDead();
    const waited = performance.now() - begun;
    const wait = Math.max(0, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] - waited);
    failures += 1;
    setTimeout(() => {
      asking = false;
      catchUp();
    }, wait);
  }
}

/** @type {(received: Frame) => void} */
function frame(received) {
  keep(apply(store, received));
}

/** @type {(received: Hello) => void} */
function hello(received) {
  keep(greet(store, received));
}

/** @type {(reader: (revision: number) => void) => () => void} */
function subscribe(reader) {
  readers.add(reader);
  return () => readers.delete(reader);
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && store.epoch !== null) keep(doubt(store));
});

export const boardSync = {
  frame,
  hello,
  subscribe,
  redraw,
  /** @type {(topic: string) => KeyedRows} */
  real: (topic) => store.rows[topic] || NOTHING,
  ready: () => store.epoch !== null,
  whole: () => !behind(store),
  behindFor: () => (behindSince === null ? 0 : performance.now() - behindSince),
  at: () => ({ epoch: store.epoch, rev: store.rev, seq: store.seq }),
  catchUp,
};
