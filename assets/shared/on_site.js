/* How many are on site, in words. */

import { verdictAt } from "../base/turns.js";
import { say } from "../base/words.js";

/** @import { InsideRow, ShiftCount } from "../types/rows.d.ts" */

/* How many are on site: by the gates where they count, else by the shift list. */
/** @type {(count: ShiftCount | null | undefined, inside: InsideRow | null | undefined, now: number) => string} */
export const onSiteWords = (count, inside, now) => {
  if (inside) {
    const { code } = verdictAt(inside.turns, now);
    return say(`people.${code === "exact" ? "inside" : code}`, { n: inside.n });
  }
  return count ? say("people.on_site", { n: count.on_site }) : "";
};
