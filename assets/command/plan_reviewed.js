/* How long ago a plan was reviewed, in whole days of the plant's calendar: the hour it is now counts for nothing. */

import { age, day, say } from "../base/words.js";
import { daysBetween } from "../drills/plant_days.js";

const DAY_MS = 86400000;

/** @type {(reviewed: string | null | undefined, now: number) => string} */
export function reviewedWords(reviewed, now) {
  if (!reviewed) return say("calm.never_reviewed");
  const days = daysBetween(reviewed, day(now));
  return days ? say("calm.reviewed", { age: age(days * DAY_MS) }) : say("calm.reviewed_today");
}
