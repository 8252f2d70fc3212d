/* The load of the last ten minutes as a number and one word. */

import { loadOf } from "../../assets/alarms/alarms_past.js";
import { equal, test } from "./testing.js";

const STEP = 600_000;

/** @type {(counts: number[], floods?: number[][], raised?: number[]) => Row} */
const past = (counts, floods = [], raised = []) => ({
  since: 0,
  until: counts.length * STEP,
  step_ms: STEP,
  load: counts.map((count, n) => [n * STEP, count]),
  floods,
  activations: raised.map((raised_at) => ({ raised_at })),
  acceptable: 1,
  flood_above: 10,
  flood_ends_below: 5,
});

for (
  const [raised, kind]
    of /** @type {[number, string][]} */ ([[0, "plain"], [1, "plain"], [2, "warn"], [10, "warn"], [
      11,
      "urgent",
    ]])
) {
  test(`${raised} alarms in the last ten minutes are ${kind} for one person`, () => {
    const now = 10 * STEP;
    const at = Array.from({ length: raised }, (_, n) => now - 1000 * n);
    const read = loadOf(past([4, 0], [], [...at, now - STEP]), now);
    equal([read.now, read.kind], [raised, kind]);
  });
}
