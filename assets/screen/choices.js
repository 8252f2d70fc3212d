/* The settings of this screen, stored by its browser for whoever uses it. */

import { kept } from "../base/browser_memory.js";
import { page } from "../base/context.js";

/** @typedef {"sound" | "exercise_sound" | "awake"} Choice */

const HEARERS = ["commander", "controller"];
const root = document.documentElement;
const onWall = () => root.dataset.kind === "wall";
const onPhone = () => root.dataset.page === "m";

/* What holds until somebody chooses. A phone's battery and a reviewer's office are theirs. */
/** @type {Record<Choice, () => boolean>} */
const FIRST = {
  sound: () => onWall() || (HEARERS.includes(page.role) && !onPhone()),
  exercise_sound: () => true,
  awake: () => !onPhone(),
};
const LOUD = 60; /* of 100 */

/** @type {Set<() => void>} */
const readers = new Set();
let count = 0;
const tell = () => {
  count += 1;
  readers.forEach((reader) => reader());
};
window.addEventListener("storage", tell); /* another tab of this screen chose */

/** @type {(choice: Choice) => boolean} */
const on = (choice) => {
  const chosen = kept.get(`screen.${choice}`);
  return chosen ? chosen === "on" : FIRST[choice]();
};
/** @type {(choice: Choice, wanted: boolean) => void} */
const choose = (choice, wanted) => {
  kept.set(`screen.${choice}`, wanted ? "on" : "off");
  tell();
};

/* From 10 to 100. */
const volume = () => Number(kept.get("screen.volume")) || LOUD;
/** @type {(value: number) => void} */
const setVolume = (value) => {
  kept.set("screen.volume", value);
  tell();
};

export const choices = {
  on,
  choose,
  volume,
  setVolume,
  count: () => count,
  /** @type {(reader: () => void) => () => void} */
  subscribe: (reader) => {
    readers.add(reader);
    return () => readers.delete(reader);
  },
};

/* Redraws when a choice changed. */
export const useChoices = () => React.useSyncExternalStore(choices.subscribe, choices.count);
