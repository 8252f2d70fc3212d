/* Turns: verdicts that change with time alone, [[at, sign, code], ...]
   (domain/verdicts/turns.py). The browser takes the one whose time has come and words its code;
   it decides nothing itself. */

/** @import { Sign, Turn, Turns } from "../types/rows.d.ts" */

/* The last turn whose time has come; null before the first. */
/** @type {<T extends [at: number, ...unknown[]]>(turns: T[], now: number) => T | null} */
export const turnTaken = (turns, now) => {
  let taken = null;
  for (const turn of turns) {
    if (turn[0] > now) break;
    taken = turn;
  }
  return taken;
};

/* The same as {kind, code}: its sign and what it says. */
/** @type {(turns: Turns | undefined, now: number) => {kind: Sign, code: string}} */
export const verdictAt = (turns, now) => {
  const taken = turnTaken(turns || [], now);
  return taken ? { kind: taken[1], code: taken[2] } : { kind: "plain", code: "" };
};
