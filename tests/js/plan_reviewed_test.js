/* A plan's review is told in days of the plant's calendar. */

import { reviewedWords } from "../../assets/command/plan_reviewed.js";
import { equal, test } from "./testing.js";

test("a plan that was reviewed forty days ago says so at whatever hour, and one of today says today", () => {
  const at = (/** @type {string} */ hour) => Date.parse(`2026-12-02T${hour}:00:00Z`);
  for (const hour of ["00", "11", "13", "23"]) {
    equal(reviewedWords("2026-10-23", at(hour)), `calm.reviewed ${40 * 86400} s`);
    equal(reviewedWords("2026-12-02", at(hour)), "calm.reviewed_today");
  }
  equal(reviewedWords(null, at("11")), "calm.never_reviewed");
});
