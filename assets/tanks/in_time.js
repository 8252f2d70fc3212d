/* Whether a tank or pool can still be shut and diverted before it runs over, in words (domain/water/in_time.py). */

import { verdictAt } from "../base/turns.js";
import { number, say } from "../base/words.js";

/** @import { InTimeRow, Sign } from "../types/rows.d.ts" */

/* Its sign and code at the age of its gauge's reading. */
/** @type {(row: InTimeRow | undefined, ageMs: number) => {kind: Sign, code: string}} */
export const inTime = (row, ageMs) => verdictAt(row && row.turns, ageMs);

/** @type {(minutes: number | null) => string} */
const minutesWord = (minutes) => (minutes === null ? say("in_time.late") : number(minutes, 0));

/* What is said of it, the fullest first; nothing of what does not fill. */
/** @type {(row: InTimeRow | undefined, code: string) => string[]} */
export const inTimeWords = (row, code) => {
  if (!row) return [];
  if (code === "over") return [say("in_time.over")];
  if (!["act", "soon", "filling"].includes(code)) return [];
  const wall =
    document.documentElement.dataset.kind === "wall"; /* P10 and P90 are words of a desk */
  const all = say(wall ? "in_time.outlook_wall" : "in_time.outlook", {
    n: minutesWord(row.earliest_min),
    m: minutesWord(row.likely_min),
    l: minutesWord(row.latest_min),
  });
  const short = say("in_time.outlook_short", { n: minutesWord(row.earliest_min) });
  const needed = row.needed_min === null
    ? ""
    : say("in_time.needed", { n: minutesWord(row.needed_min) });
  const act = code === "act" ? say("in_time.act") : "";
  /** @type {(...parts: string[]) => string} */
  const joined = (...parts) => parts.filter(Boolean).join(" · ");
  return [joined(act, all, needed), joined(act, short, needed), joined(act, short), short];
};
