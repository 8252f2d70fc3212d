/* Which of the plant's tags measure the weather, what they tell, and the eight points of the compass. */

import { age as ageWords, number, say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { site } from "../live/plant.js";
import { isStale } from "../tanks/levels.js";

/** @import { Tag } from "../tanks/levels.js" */

export const POINTS = /** @type {const} */ (["N", "NE", "E", "SE", "S", "SW", "W", "NW"]);

/* The point nearest to a direction in degrees. */
/** @type {(degrees: number) => typeof POINTS[number]} */
export const pointOf = (degrees) => POINTS[Math.round(degrees / 45) % 8];

/* The plant's first tag of a kind, such as `wind_from`. */
/** @type {(kind: string) => Tag | undefined} */
export const tagOfKind = (kind) =>
  (site().tags || []).find((/** @type {Tag} */ tag) => tag.kind === kind);

/** @type {(kind: string, now: number) => {value: number, gone: boolean, ts: number} | null} */
const read = (kind, now) => {
  const tag = tagOfKind(kind);
  const row = tag && board.kind("levels", "")[tag.id];
  return row && row.value !== null
    ? { value: row.value, gone: isStale(tag, row, now), ts: row.ts }
    : null;
};

/** The weather as the plant's station tells it: where the wind comes from in degrees (null: nobody measured it),
 * whether that is old, and its words.
 * @typedef {{from: number | null, gone: boolean, wind: string, rain: string}} Weather */

/** @type {(now: number) => Weather} */
export function readWeather(now) {
  const [from, speed, rain] = ["wind_from", "wind_speed", "rain"].map((kind) => read(kind, now));
  const words = from
    ? say("map.wind", {
      dir: say(`map.wind.${pointOf(from.value)}`),
      speed: speed ? number(speed.value, 1) : "–",
    }) + (from.gone ? ` · ${ageWords(now - from.ts)}` : "")
    : tagOfKind("wind_from")
    ? say("level.no_signal")
    : "";
  return {
    from: from && from.value,
    gone: Boolean(from?.gone || speed?.gone),
    wind: words,
    rain: rain && rain.value > 0 ? say("map.rain", { n: number(rain.value, 0) }) : "",
  };
}
