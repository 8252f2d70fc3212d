/* Whether the warning of an incident sounds, of all its sirens (domain/incidents/warning/siren_verdicts.py). */

import { turnTaken, verdictAt } from "../base/turns.js";
import { say } from "../base/words.js";

/** @import { IncidentRow, Sign, SirensRow } from "../types/rows.d.ts" */

/* The names of those that are not proven now. */
/** @type {(row: Pick<SirensRow, "unproven"> | undefined, now: number) => string[]} */
export const unprovenSirens = (row, now) => {
  const taken = turnTaken(row ? row.unproven : [], now);
  return taken ? taken[1] : [];
};

/* What presses, in few words. */
/** @type {Record<string, Sayable>} */
const SHORT = {
  unproven: "official.siren.silent",
  unreached: "siren.all.short.unreached",
  unended: "siren.all.short.unended",
};

/* In a line, in the ways in which it may be said, the fullest first; none where there is nothing to say. */
/** @type {(row: Pick<SirensRow, "turns" | "unproven"> | undefined, now: number) => {kind: Sign, ways: string[]}} */
export const readSirens = (row, now) => {
  const { kind, code } = verdictAt(row && row.turns, now);
  if (!code || code === "nothing") return { kind: "plain", ways: [] };
  const short = SHORT[code];
  return short
    ? { kind, ways: waysOf(`siren.all.${code}`, short, unprovenSirens(row, now)) }
    : { kind, ways: [say(`siren.all.${code}`)] };
};

/** @type {(full: Sayable, short: Sayable, names: string[]) => string[]} */
const waysOf = (full, short, names) => [
  say(full, { names: names.join(", ") }),
  say(short, { n: names.length }),
];

/* Of incidents that are over: which sirens may still sound, in the ways of a line; none where none may. */
/** @type {(rows: Pick<SirensRow, "unproven">[], now: number) => string[]} */
export const readUnended = (rows, now) => {
  const names = [...new Set(rows.flatMap((row) => unprovenSirens(row, now)))].sort();
  return names.length ? waysOf("siren.all.unended", SHORT.unended, names) : [];
};

/* All that presses, as the wall says it in few words: of the incident `row` is of, then of those that are over. */
/** @type {(row: SirensRow | undefined, over: SirensRow[], now: number) => string[]} */
export const pressingSirens = (row, over, now) => {
  const own = readSirens(row, now);
  return [own.kind === "urgent" ? own.ways : [], readUnended(over, now)]
    .flatMap((ways) => ways.slice(-1));
};

/* Of incidents that are over: the rows of those whose end is not proven, so that a siren may still sound. */
/** @type {(rows: {[key: string]: SirensRow}, open: Pick<IncidentRow, "id">[], now: number) => SirensRow[]} */
export const unendedSirens = (rows, open, now) =>
  Object.values(rows).filter((row) =>
    !open.some(({ id }) => id === row.incident) && verdictAt(row.turns, now).kind === "urgent"
  );
