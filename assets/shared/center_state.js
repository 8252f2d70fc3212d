/* What is wrong with the command center itself: no process leads, or a process has a wrong clock. */

import { age, say } from "../base/words.js";
import { useRealKind } from "../live/react_panels.js";

/** @import { AheadOf, ClocksRow, DutiesRow } from "../types/rows.d.ts" */

/* A row that did not come (an older server) says nothing is wrong. */
/** @type {(duties: DutiesRow | undefined, clocks: ClocksRow | undefined, now: number) =>
 *   { unledMs: number | null, wrong: AheadOf[] }} */
export const readCenterState = (duties, clocks, now) => ({
  unledMs: !duties || duties.led ? null : Math.max(0, now - (duties.since ?? now)),
  wrong: clocks ? clocks.wrong : [],
});

/* Whether some process leads. */
/** @type {() => boolean} */
export const useLed = () => {
  /** @type {DutiesRow | undefined} */
  const duties = useRealKind("center", "duties").duties;
  return !duties || duties.led;
};

/** @type {(wrong: AheadOf) => string} */
export const clockWords = ({ process, ahead_s }) =>
  say(ahead_s < 0 ? "center.clock_behind" : "center.clock_ahead", {
    process,
    span: age(Math.abs(ahead_s) * 1000),
  });
