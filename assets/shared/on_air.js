/* Who is in the hot zone on their own air, in words: on the wall and on the map. */

import { text } from "../base/context.js";
import { verdictAt } from "../base/turns.js";
import { say, span } from "../base/words.js";

/** @import { EntryBoard } from "../types/rows.d.ts" */

/* Who is in the hot zone, whoever must turn back first by name: in big letters wherever it is said. */
/** @type {(entry: EntryBoard, now: number) => string[]} */
export function airWays({ in: inside }, now) {
  const [first] = inside;
  const left = first.turn_back_at - now;
  const who = text(first.name) || first.person;
  const more = inside.length > 1 ? ` +${inside.length - 1}` : "";
  /** @type {Sayable[]} */
  const keys = verdictAt(first.turns, now).code === "overdue"
    ? ["people.air_over", "people.air_over_short"]
    : ["people.air", "people.air_short"];
  return keys.map((key) =>
    say(key, { who: `${who}${more}`, n: inside.length, span: span(Math.abs(left)) })
  );
}

/* Everybody in the hot zone with their own time, or how many they are. */
/** @type {(entry: EntryBoard, now: number) => string} */
export const airNames = ({ in: inside }, now) =>
  inside.map((one) => `${text(one.name) || one.person} ${span(Math.abs(one.turn_back_at - now))}`)
    .join(" · ");
