/* The entry board's data: who is in, when they must turn back, who stands by, and whether gas was measured. */

import { verdictAt } from "../base/turns.js";
import { say, span } from "../base/words.js";

/** @import { Entrant, EntryBoard, Sign } from "../types/rows.d.ts" */

/** Somebody in the hot zone as they read now. `left`: ms until they must turn back (negative: overdue).
 * @typedef {Entrant & {kind: Sign, code: string, left: number}} Inside
 */

/** The entry board as it reads now. `ready`: the people who stand by; `air`: how the air stands for whoever would go in.
 * @typedef {{inside: Inside[], ready: string[], kind: Sign, answer: string, lacking: number,
 *   air: {kind: Sign, code: string}}} EntryRead
 */

/* Who must turn back first is at the head (domain/people/entry_verdict.py). */
/** @type {(entry: EntryBoard | null | undefined, now: number) => EntryRead} */
export const readEntry = (entry, now) => {
  const { in: within, ready, lacking, gas, turns } = entry ||
    { in: [], ready: [], lacking: 0, gas: [], turns: [] };
  const inside = within
    .map((one) =>
      Object.assign({}, one, verdictAt(one.turns, now), { left: one.turn_back_at - now })
    );
  const { kind, code } = verdictAt(turns, now);
  let answer = say("entry.none");
  if (inside.length) {
    const [{ left }] = inside;
    answer = code === "overdue"
      ? say("entry.board_overdue", { n: inside.length, span: span(-left) })
      : say("entry.board_inside", { n: inside.length, span: span(left) });
  } else if (ready.length) answer = say("entry.board_ready", { n: ready.length });
  return { inside, ready, lacking, kind, answer, air: verdictAt(gas, now) };
};
