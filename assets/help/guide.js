/* Where this browser stands on the guided path of the demonstration, kept by its step's name until it
   is left or over. */

import { guideSteps } from "./guide_steps.js";
import { kept } from "../base/browser_memory.js";

const KEPT = "guide";
/** @typedef {{on: boolean, name: string}} GuideState */

/** @type {Set<() => void>} */
const readers = new Set();

/* {on, name}; a path that never began, or whose step is no more, begins at the first. */
/** @type {() => GuideState} */
function read() {
  try {
    return Object.assign({ on: false, name: "" }, JSON.parse(kept.get(KEPT) || "{}"));
  } catch (_) {
    return { on: false, name: "" };
  }
}
let state = read();

/** @type {(change: Partial<GuideState>) => void} */
function set(change) {
  state = Object.assign({}, state, change);
  kept.set(KEPT, JSON.stringify(state));
  readers.forEach((reader) => reader());
}

const at = () => Math.max(0, guideSteps.findIndex((step) => step.name === state.name));
/** @type {(n: number) => string} */
const nameAt = (n) => (guideSteps[n] || { name: "" }).name;

export const guide = {
  state: () => ({ on: state.on, at: at() }),
  start: () => set({ on: true }),
  again: () => set({ on: true, name: "" }),
  leave: () => set({ on: false }),
  /** @type {(n: number) => void} */
  go: (n) =>
    set(n >= guideSteps.length ? { on: false, name: "" } : { name: nameAt(Math.max(0, n)) }),
  /** @type {(reader: () => void) => () => void} */
  subscribe: (reader) => {
    readers.add(reader);
    return () => readers.delete(reader);
  },
};
