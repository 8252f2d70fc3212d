/* The load of the last ten minutes as a number and one word: the answer's turns (domain/alarms/burden.py). */

import { loadOf } from "../../assets/alarms/alarms_past.js";
import { equal, test } from "./testing.js";

test("the load falls by the turns of the answer", () => {
  /** @type {Parameters<typeof loadOf>[0]["load_now"]} */
  const load_now = {
    turns: [[0, "urgent", "flood"], [70, "warn", "above"], [90, "plain", "within"]],
    raised: [[0, 5], [60, 5], [70, 4], [90, 1]],
  };
  const told = [50, 69, 70, 89, 90].map((now) => Object.values(loadOf({ load_now }, now)));
  equal(told, [
    [5, "urgent", "alarms.load_flood"],
    [5, "urgent", "alarms.load_flood"],
    [4, "warn", "alarms.load_above"],
    [4, "warn", "alarms.load_above"],
    [1, "plain", "alarms.load_within"],
  ]);
});
