/* Keeps the screen on while the board is looked at (Screen Wake Lock). Browsers give it to pages over HTTPS
   alone, and take it back whenever the page is hidden. */

import { choices } from "./choices.js";

/** @typedef {"off" | "held" | "no_https" | "unknown" | "refused"} Awake */

/** @type {WakeLockSentinel | null} */
let lock = null;
let refused = false;
/** @type {Set<() => void>} */
const readers = new Set();
const tell = () => readers.forEach((reader) => reader());

/** @type {() => Awake} */
function state() {
  if (!choices.on("awake")) return "off";
  if (lock) return "held";
  if (!window.isSecureContext) return "no_https";
  return "wakeLock" in navigator && !refused ? "unknown" : "refused";
}

async function follow() {
  if (!choices.on("awake")) return lock?.release();
  if (lock || document.hidden || !("wakeLock" in navigator)) return tell();
  try {
    lock = await navigator.wakeLock.request("screen");
    refused = false;
    lock.addEventListener("release", () => {
      lock = null;
      tell();
    });
  } catch (_) {
    refused = true; /* a low battery, or a setting of the device */
  }
  tell();
}

document.addEventListener("visibilitychange", follow);
choices.subscribe(follow);

export const awake = {
  state,
  follow,
  /** @type {(reader: () => void) => () => void} */
  subscribe: (reader) => {
    readers.add(reader);
    return () => readers.delete(reader);
  },
};
