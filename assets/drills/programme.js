/* The year's programme from the server, and which parts of it are shown. */

import { verdictAt } from "../base/turns.js";

/** @import { Sign, Turns } from "../types/rows.d.ts" */

/** How a window's drill is to be, for coordinators.
 * @typedef {{
 *   people: string[], in_plant: boolean, safety_officer: string | null,
 *   revision: number, prepared_by: string | null, prepared_at: number | null,
 * }} Prepared
 */
/** Days into which a drill may fall, both included. `waits`: the drill that is made for it and has not begun.
 * @typedef {{
 *   id: string, opens: string, closes: string, state: string, drill: string | null, turns: Turns,
 *   prepared?: Prepared, waits?: string | null,
 * }} YearWindow
 */
/** @typedef {{
 *   year: number, commitment: string, generator: string, windows: YearWindow[], superseded: object[],
 *   turns: Turns, nonce?: string,
 * }} YearProgramme
 */
/** @typedef {{ year: number, turns: Turns }} YearToDraw */

/* The years that are not over; if all are, the last. */
/** @type {(programmes: YearProgramme[], now: number) => YearProgramme[]} */
export function shownYears(programmes, now) {
  const coming = programmes.filter((one) => verdictAt(one.turns, now).code !== "over");
  return coming.length ? coming : programmes.slice(-1);
}

/* The years that may be drawn at a time, and whether that is anew. */
/** @type {(years: YearToDraw[], now: number) => { year: number, again: boolean }[]} */
export const drawableYears = (years, now) =>
  years.flatMap(({ year, turns }) => {
    const { code } = verdictAt(turns, now);
    return code === "draw" || code === "again" ? [{ year, again: code === "again" }] : [];
  });
