/* The programme of a year: what the server says of each year and window is shown. */

import { drawableYears, shownYears } from "../../assets/drills/programme.js";
import { equal, test } from "./testing.js";

/** @import { Turns } from "../../assets/types/rows.d.ts" */

/** @type {(year: number, ends: number) => import("../../assets/drills/programme.js").YearProgramme} */
const programme = (year, ends) => ({
  year,
  commitment: "0",
  generator: "draw/1",
  windows: [],
  superseded: [],
  turns: [[0, "plain", "begun"], [ends, "gone", "over"]],
});
const YEARS = [programme(2026, 10), programme(2027, 20)];

test("a year is shown until it is over, and the last one for ever", () => {
  equal([9, 10, 20].map((now) => shownYears(YEARS, now).map((one) => one.year)), [
    [2026, 2027],
    [2027],
    [2027],
  ]);
});

test("a year is drawn while its turns say so, anew where they say again", () => {
  /** @type {Turns} */
  const once = [[0, "gone", "early"], [5, "plain", "draw"], [9, "gone", "closed"]];
  /** @type {Turns} */
  const anew = [[0, "gone", "early"], [3, "plain", "again"], [9, "gone", "closed"]];
  const years = [{ year: 2027, turns: once }, { year: 2028, turns: anew }];
  equal([2, 3, 5, 9].map((now) => drawableYears(years, now)), [
    [],
    [{ year: 2028, again: true }],
    [{ year: 2027, again: false }, { year: 2028, again: true }],
    [],
  ]);
});
