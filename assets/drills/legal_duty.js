/* The status of the half-yearly legal drill duty, in words, from the server's list of drills. */

import { daysBetween } from "./plant_days.js";
import { verdictAt } from "../base/turns.js";
import { say } from "../base/words.js";

/** @import { Sign, Turns } from "../types/rows.d.ts" */

/** Days are the plant's, ISO 8601; `due` is null where no drill counts.
 * @typedef {{ last: string | null, due: string | null, days_left: number | null, turns: Turns }} LegalDuty
 */

/* Its sign and its words at a time (`now`, ms) on a day of the plant (`today`). */
/** @type {(legal: LegalDuty, now: number, today: string) => { kind: Sign, words: string }} */
export function legalVerdict({ due, turns }, now, today) {
  const { kind, code } = verdictAt(turns, now);
  if (due === null) {
    return { kind, words: say(code === "never" ? "drills.legal_never" : "drills.legal_uncounted") };
  }
  const n = Math.abs(daysBetween(today, due));
  return {
    kind,
    words: say(code === "over" ? "drills.legal_over" : "drills.legal_left", { n, due }),
  };
}
