/* Which of the plant's tags measure the weather, and the eight points of the compass. */

import { site } from "../live/plant.js";

/** @import { Tag } from "../tanks/levels.js" */

export const POINTS = /** @type {const} */ (["N", "NE", "E", "SE", "S", "SW", "W", "NW"]);

/* The point nearest to a direction in degrees. */
/** @type {(degrees: number) => typeof POINTS[number]} */
export const pointOf = (degrees) => POINTS[Math.round(degrees / 45) % 8];

/* The plant's first tag of a kind, such as `wind_from`. */
/** @type {(kind: string) => Tag | undefined} */
export const tagOfKind = (kind) =>
  (site().tags || []).find((/** @type {Tag} */ tag) => tag.kind === kind);
