/* The last hour of a tag as a small line. */

import { ask, STORE_MS } from "../base/ask.js";
import { h } from "../base/element.js";
import { clock } from "../live/server_clock.js";
import { pathOf, SmallLine } from "../shared/small_line.js";

const SPAN_MS = 3600000;
const EVERY_MS = 60000;
const ROOM = 0.1; /* of the values' span, above and below the line */

/** @type {(low: number, high: number) => number} */
const roomOf = (low, high) => (high - low) * ROOM || 1;

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
        if (answer.ok && !gone) {
          draw(pathOf(answer.json().points || [], [since, until], roomOf));
        }
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
  return h(SmallLine, { path: drawn, label });
}
