/* Verdicts that time alone changes come as data: turns [[at, sign, code], ...] in order of time, on the clock of
   their row. The server decided them (command_center/domain/verdicts/turns.py); a page takes the one that holds
   and words its code. */

/* The turn that holds at `now`; null before the first. */
/** @type {<T extends [number, ...unknown[]]>(turns: T[], now: number) => T | null} */
export const turnTaken = (turns, now) => {
  let taken = null;
  for (const turn of turns) {
    if (turn[0] > now) break;
    taken = turn;
  }
  return taken;
};
