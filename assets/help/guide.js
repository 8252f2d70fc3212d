/* This browser's position on the demonstration's guided tours: the current tour, and its step by
   name. An abandoned tour resumes where it was left. */

import { guideSteps } from "./guide_steps.js";
import { loopSteps } from "./loop_steps.js";
import { kept } from "../base/browser_memory.js";

/** @import { GuideStep } from "./guide_steps.js" */
/** @typedef {"night" | "loops"} GuidePath */
/** @typedef {{ on: boolean, path: GuidePath, names: Record<GuidePath, string> }} GuideState */

const KEPT = "guide";
/** @type {Record<GuidePath, GuideStep[]>} */
const PATHS = { night: guideSteps, loops: loopSteps };
/* Whose path it is: who commands walks the night, who keeps the loops walks what they show. */
/** @type {Record<string, GuidePath>} */
const OF_ROLE = { commander: "night", controller: "loops" };

/** @type {Set<() => void>} */
const readers = new Set();

/* A path that never began, or whose step is no more, begins at the first. */
/** @type {() => GuideState} */
function read() {
  /** @type {GuideState} */
  const fresh = { on: false, path: "night", names: { night: "", loops: "" } };
  try {
    const told = JSON.parse(kept.get(KEPT) || "{}");
    return {
      on: Boolean(told.on),
      path: told.path in PATHS ? told.path : fresh.path,
      names: Object.assign(fresh.names, told.names),
    };
  } catch (_) {
    return fresh;
  }
}
let state = read();

/** @type {(change: Partial<GuideState>) => void} */
function set(change) {
  state = Object.assign({}, state, change);
  kept.set(KEPT, JSON.stringify(state));
  readers.forEach((reader) => reader());
}

/** @type {(path: GuidePath) => number} */
const at = (path) => Math.max(0, PATHS[path].findIndex((step) => step.name === state.names[path]));
/** @type {(name: string) => Record<GuidePath, string>} */
const named = (name) => Object.assign({}, state.names, { [state.path]: name });

export const guide = {
  state: () => ({ on: state.on, path: state.path, at: at(state.path) }),
  steps: () => PATHS[state.path],
  /* The path of a role; none for a role that has none. */
  /** @type {(role: string) => GuidePath | undefined} */
  of: (role) => OF_ROLE[role],
  /** @type {(path: GuidePath) => boolean} */
  begun: (path) => Boolean(at(path)),
  /** @type {(path?: GuidePath) => void} */
  start: (path) => set({ on: true, path: path || state.path }),
  /** @type {(path?: GuidePath) => void} */
  again: (path) => {
    state = Object.assign({}, state, { path: path || "night" });
    set({ on: true, names: named("") });
  },
  leave: () => set({ on: false }),
  /** @type {(n: number) => void} */
  go: (n) => {
    const step = PATHS[state.path][Math.max(0, n)];
    set(step ? { names: named(step.name) } : { on: false, names: named("") });
  },
  /** @type {(reader: () => void) => () => void} */
  subscribe: (reader) => {
    readers.add(reader);
    return () => readers.delete(reader);
  },
};
