/* What is said of a modelled plume: on a wall in plain words what the vapour may do and how far, at a desk by its PAC
   with what the model goes by. */

import { pointOf } from "./wind.js";
import { text } from "../base/context.js";
import { number, say } from "../base/words.js";

/** @import { PlumeRow } from "../types/rows.d.ts" */

/** A line at the map's foot, and the class it wears.
 * @typedef {[words: string, className: string]} NoteLine
 */
/** @typedef {PlumeRow["contours"][number]} Contour */

/** @type {Record<number, "harm" | "noticed">} */
const DOES = { 1: "noticed", 2: "harm" };

/* Which tank's: said only while vapour of more than one is modelled. */
/** @type {(plume: Pick<PlumeRow, "tank">, several: boolean, words: string) => string} */
const ofTank = (plume, several, words) => (several ? `${plume.tank} ${words}` : words);

/* Beside its outline. */
/** @type {(plume: Pick<PlumeRow, "tank">, pac: number, several: boolean, wall: boolean) => string} */
export const outlineWords = (plume, pac, several, wall) =>
  ofTank(
    plume,
    several,
    wall ? say(`map.plume.wall.${DOES[pac]}`) : say("map.plume.short", { pac }),
  );

/* How far vapour of a PAC reaches. */
/** @type {(plume: Pick<PlumeRow, "nearest_m">, contour: Contour, wall: boolean) => string} */
function reachWords({ nearest_m: nearest }, { pac, ppm, reach_m: reach }, wall) {
  const n = number(reach ?? nearest, 0);
  const how = reach === null ? "near" : "reach";
  return wall
    ? say(`map.plume.wall.${DOES[pac]}_${how}`, { n })
    : say(`map.plume.${how}`, { pac, ppm: number(ppm, 0), n });
}

/* The widest contour is what a small map tells beside the model's name. Of several models what they go by is in the
   source's answer, so that the plan keeps its room. */
/** @type {(plume: PlumeRow, several: boolean, wall: boolean) => NoteLine[]} */
export function noteLines(plume, several, wall) {
  /** @type {NoteLine[]} */
  const each = plume.contours.map((contour, n) => [
    reachWords(plume, contour, wall),
    n === plume.contours.length - 1 ? "widest" : "",
  ]);
  /** @type {NoteLine} */
  const model = [
    say("map.plume", { what: ofTank(plume, several, text(plume.substance)) }),
    "model",
  ];
  if (wall) {
    return [model, ...each, ...(plume.leaking ? [] : [wallCeased()])];
  }
  /** @type {NoteLine} */
  const spilt = [
    say(plume.leaking ? "map.plume.from" : "map.plume.ceased", {
      loss: number(plume.loss_m3_min, 2),
      area: number(plume.area_m2, 0),
    }),
    "",
  ];
  /** @type {NoteLine} */
  const wind = [
    say("map.plume.wind", {
      dir: say(`map.wind.${pointOf(plume.wind_from)}`),
      speed: number(plume.wind_m_s, 1),
      stability: plume.stability,
    }),
    "wind-of",
  ];
  return [model, ...each, ...(several && plume.leaking ? [] : [spilt]), wind];
}

/** @type {() => NoteLine} */
const wallCeased = () => [say("map.plume.wall.ceased"), ""];
