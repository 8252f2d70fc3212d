/* The line for "now" over the figure of a drill's script: its only part that moves each second.
   */

import { h } from "../base/element.js";
import { span } from "../base/words.js";

/** Where a figure's line of time stands: `left`, `right` and `top` are px from its edges.
 * @typedef {{ since: number, until: number, left: number, right: number, top: number }} Line
 */

/* How far along the line of time an exercise time stands, 0 to 1; null outside it. `line`: {since, until}. */
/** @type {(line: { since: number, until: number }, now: number) => number | null} */
export const alongLine = (line, now) => {
  const share = (now - line.since) / (line.until - line.since);
  return share >= 0 && share <= 1 ? share : null;
};

/* `line`: where the figure's line of time stands, as callbacks/drills.py tells it. */
/** @type {(props: { line: Line | null, now: number }) => ReactElement | null} */
export function NowLine({ line, now }) {
  const share = line ? alongLine(line, now) : null;
  if (!line || share === null) return null;
  return h(
    "div",
    {
      className: "now-line",
      style: { left: `${line.left}px`, right: `${line.right}px`, top: `${line.top}px` },
    },
    h(
      "div",
      { className: "now", style: { left: `${share * 100}%` } },
      h("b", null, span(now - line.since)),
    ),
  );
}
