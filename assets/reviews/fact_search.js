/* Facts of a review's log as lines that can be searched, and the numbers that were picked. */

import { time } from "../base/words.js";
import { actorOf, factSentence } from "../shared/facts.js";

/** @import { TickerRow } from "../types/rows.d.ts" */

/** A fact as a line: its number, its clock time and its sentence with who said it; `words` are searched.
 * @typedef {{ seq: number, at: string, text: string, words: string }} FactLine */

export const SHOWN = 8;

/** @type {(facts: TickerRow[]) => FactLine[]} */
export const factLines = (facts) =>
  facts.map((fact) => {
    const at = time(fact.at);
    const text = [factSentence(fact), actorOf(fact)].filter(Boolean).join(" · ");
    return {
      seq: fact.seq,
      at,
      text,
      words: `#${fact.seq} ${at} ${text} ${fact.kind}`.toLowerCase(),
    };
  });

/* The lines in which every typed word occurs, without those picked already: the first few, and how many more. */
/** @type {(lines: FactLine[], typed: string, picked: number[]) => { shown: FactLine[], more: number }} */
export const searchFacts = (lines, typed, picked) => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = lines.filter((line) =>
    !picked.includes(line.seq) && words.every((word) => line.words.includes(word))
  );
  return { shown: fits.slice(0, SHOWN), more: Math.max(0, fits.length - SHOWN) };
};

/* Picked numbers as a form keeps them, and back. */
/** @type {(value: string) => number[]} */
export const pickedOf = (value) => value.split(" ").filter(Boolean).map(Number);
/** @type {(picked: number[]) => string} */
export const keptAs = (picked) => picked.join(" ");
