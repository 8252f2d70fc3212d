/* What is said of the ways out that lead to one muster point. */

/** @import { WaySeen } from "../types/rows.d.ts" */

/** A way out, and whether it was ordered.
 * @typedef {Pick<WaySeen, "heading" | "wrong"> & {ordered: boolean}} Way
 */

const WRONGS = /** @type {const} */ (["plume", "zone", "lee"]); /* the gravest first */

/* The gravest thing that is wrong with one of them, else a heading that holds for them all. Without a wind that is
   heard now nothing is said of it. */
/** @type {(ways: Way[], windHeard: boolean) => { kind: "urgent" | "ordered" | "proposed", key: Sayable }} */
export function wayWords(ways, windHeard) {
  const wrong = WRONGS.find((one) => ways.some((way) => way.wrong === one));
  if (wrong && (windHeard || wrong === "zone")) {
    return { kind: "urgent", key: `map.way_wrong.${wrong}` };
  }
  const [{ heading }] = ways;
  const one = windHeard && ways.every((way) => way.heading === heading) ? heading : "out";
  return ways.some((way) => way.ordered)
    ? { kind: "ordered", key: `map.way_${one}` }
    : { kind: "proposed", key: `map.way_proposed_${one}` };
}
