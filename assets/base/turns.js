/* Verdicts that time alone changes, as the server worked them out: [[from when on, sign, code], ...], in the
   order of time (domain/verdicts/turns.py). Nothing here or in a reader decides one. */

/** @typedef {[at: number, sign: string, code: string]} Turn */

/* The last turn whose time has come; null before the first.
 * @type {(turns: Turn[], now: number) => Turn | null} */
export const turnTaken = (turns, now) => {
  let taken = null;
  for (const turn of turns) {
    if (turn[0] > now) break;
    taken = turn;
  }
  return taken;
};

/* Its sign, and its code; "" before the first and where there are no turns.
 * @type {(turns: Turn[] | undefined, now: number) => string} */
export const signAt = (turns, now) => (turnTaken(turns || [], now) || [0, "", ""])[1];
/** @type {(turns: Turn[] | undefined, now: number) => string} */
export const codeAt = (turns, now) => (turnTaken(turns || [], now) || [0, "", ""])[2];
