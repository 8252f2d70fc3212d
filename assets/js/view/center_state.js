/* What is wrong with the command center itself: no process leads, or a process has a wrong clock. */
(function (center) {
  "use strict";

  /* `rows` is the topic `center`. Rows that did not come (an older server) say nothing is wrong. */
  center.readCenterState = (rows, now) => {
    const duties = rows.duties || { led: true };
    const wrong = (rows.clocks || { wrong: [] }).wrong;
    return { unledMs: duties.led ? null : Math.max(0, now - duties.since), wrong };
  };

  center.clockWords = ({ process, ahead_s }) =>
    center.say(ahead_s < 0 ? "center.clock_behind" : "center.clock_ahead", { process, span: center.age(Math.abs(ahead_s) * 1000) });
})((window.center = window.center || {}));
