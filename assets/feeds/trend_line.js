/* The last hour of a tag as a small line. */

import { ask, STORE_MS } from "../base/ask.js";
import { h } from "../base/element.js";
import { clock } from "../live/server_clock.js";

const SPAN_MS = 3600000;
const EVERY_MS = 60000;
const [WIDTH, HEIGHT] = [100, 24];

/** @typedef {[ts: number, value: number | null]} Point */

/** @type {(points: Point[], since: number) => string} */
export const lineOf = (points, since) => {
  /** @type {[number, number][]} */
  const known = points.flatMap(([ts, value]) => (value === null ? [] : [[ts, value]]));
  const values = known.map(([, value]) => value);
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return known.map(([ts, value]) => {
    const x = ((ts - since) / SPAN_MS) * WIDTH;
    const y = span ? HEIGHT - 2 - ((value - low) / span) * (HEIGHT - 4) : HEIGHT / 2;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  }).join(" ");
};

/** @type {(props: { tag: string, label: string }) => ReactElement} */
export function TrendLine({ tag, label }) {
  const [drawn, draw] = React.useState("");
  React.useEffect(() => {
    let gone = false;
    const look = async () => {
      const until = Math.round(clock.now());
      const since = until - SPAN_MS;
      const query = new URLSearchParams({
        tag,
        since: String(since),
        until: String(until),
        max_points: "60",
      });
      try {
        const answer = await ask(`/api/v1/history?${query}`, {}, STORE_MS);
        if (answer.ok && !gone) draw(lineOf(answer.json().points || [], since));
      } catch (_) {
        /* the next look asks again */
      }
    };
    void look();
    const timer = setInterval(look, EVERY_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [tag]);
  return h(
    "svg",
    {
      className: "trend-line",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": label,
    },
    drawn
      ? h("polyline", { points: drawn, fill: "none", vectorEffect: "non-scaling-stroke" })
      : null,
  );
}
