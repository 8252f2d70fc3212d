/* Values over time as a small line without axes, as wide and as high as its box. */

import { h } from "../base/element.js";

/** When a value was taken (UTC epoch ms), and the value; null where there was none.
 * @typedef {[ts: number, value: number | null, ...rest: unknown[]]} Point */
/** Least and greatest. @typedef {[from: number, to: number]} Range */

const [WIDTH, HEIGHT] = [100, 24];

/* The line as an SVG path, broken where a value lacks; `roomOf` is the room above and below the least and the
   greatest value, more than nothing. */
/** @type {(points: readonly Point[], times: Range, roomOf: (low: number, high: number) => number) => string} */
export function pathOf(points, [since, until], roomOf) {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = roomOf(low, high);
  let pen = "M";
  return points.map(([ts, value]) => {
    if (value === null) {
      pen = "M";
      return "";
    }
    const x = ((ts - since) / (until - since || 1)) * WIDTH;
    const y = (1 - (value - low + room) / (high - low + 2 * room)) * HEIGHT;
    const step = `${pen}${x.toFixed(1)},${y.toFixed(1)}`;
    pen = "L";
    return step;
  }).join("");
}

/** @type {(props: { path: string, label?: string }) => ReactElement} */
export const SmallLine = ({ path, label }) =>
  h(
    "svg",
    {
      className: "small-line",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      role: label ? "img" : undefined,
      "aria-label": label,
      "aria-hidden": label ? undefined : true,
    },
    path ? h("path", { d: path, fill: "none", vectorEffect: "non-scaling-stroke" }) : null,
  );
