/* Parses a time of day as written in a radio log, "0213", "2:13" or "02:13:10", as the last
   moment at which plant time showed it; null if it is not a time. */

import { page } from "../base/context.js";
import { history } from "../tanks/history.js";

const WRITTEN = /^(\d{1,2}):?(\d{2})(?::?(\d{2}))?$/;
const DAY_MS = 24 * 3600000;
/** @type {(n: number) => string} */
const two = (n) => String(n).padStart(2, "0");

/** @type {(words: string, now: number) => number | null} */
export const momentOf = (words, now) => {
  const found = WRITTEN.exec(words.trim());
  if (!found) return null;
  const parts = found.slice(1).map((part) => Number(part || 0));
  if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59) return null;
  const { local, instant } = history;
  /** @type {(day: number) => number | null} */
  const on = (day) =>
    instant(page.zone, `${local(page.zone, day).slice(0, 10)}T${parts.map(two).join(":")}`);
  const today = on(now);
  return today !== null && today > now ? on(now - DAY_MS) : today;
};
