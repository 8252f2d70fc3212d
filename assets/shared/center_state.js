/* What is wrong with the command center itself: no process leads, or a process has a wrong clock. */

import { age, say } from "../base/words.js";

/* `rows` is the topic `center`. Rows that did not come (an older server) say nothing is wrong. */
export const readCenterState = (rows, now) => {
  const duties = rows.duties || { led: true };
  const wrong = (rows.clocks || { wrong: [] }).wrong;
  return { unledMs: duties.led ? null : Math.max(0, now - duties.since), wrong };
};

export const clockWords = ({ process, ahead_s }) =>
  say(ahead_s < 0 ? "center.clock_behind" : "center.clock_ahead", {
    process,
    span: age(Math.abs(ahead_s) * 1000),
  });
