/* What the page of the plant asks the server for: the nouns, the rows of one, what a change would do. */

import { text } from "../base/context.js";
import { has, say } from "../base/words.js";
import { useRealKind } from "../live/react_panels.js";
import { useAsked } from "../shared/drill_doors.js";

/** @import { Words } from "../types/rows.d.ts" */
/** @import { Row, Schema } from "./row_form.js" */

/** @typedef {{ noun: string, may_edit: boolean, held: string, key: string[], single: boolean, rows: number,
 *   schema: Schema }} Noun */
/** @typedef {{ key: string, was: string, row: Row }} RowTold */
/** @typedef {{ noun: string, key: string, row: Row | null, was: string | null }} Change */
/** @typedef {{ noun: string, key: string, field: string, said: Words | string }} Mistake */
/** @typedef {{ code: string, noun: string, key: string, said: Words }} Consequence */
/** @typedef {{ at: number, by: string, seq: number, noun: string, key: string, old: Row | null, new: Row | null,
 *   reason?: string }} ChangeTold */

const URL = "/api/v1/plant";
const { useMemo } = React;

/* By which description of the plant this page goes: whoever shows rows asks again when it is another. `own` grows when
   this page has changed something itself. */
/** @type {(own: number) => string} */
export function usePlantVersion(own) {
  const { plant } = useRealKind("center", "plant");
  return `${plant ? plant.changed_seq : 0}.${own}`;
}

/** @type {(version: string) => Noun[]} */
export function useNouns(version) {
  const { got } = useAsked(`${URL}/nouns`, version);
  return useMemo(() => (got ? got.nouns : []), [got]);
}

/** @type {(noun: string, version: string) => { rows: RowTold[] | null, of: string }} */
export function useRows(noun, version) {
  const { got } = useAsked(noun ? `${URL}/nouns/${noun}` : null, version);
  return useMemo(
    () => ({ rows: got && got.noun === noun ? got.rows : null, of: got ? got.noun : "" }),
    [got, noun],
  );
}

/* What still lacks before the plant can be commanded: [{lack, noun}]. */
/** @type {(version: string) => { lack: string, noun: string }[] | null} */
export const useLacks = (version) => {
  const { got } = useAsked(`${URL}/lacks`, version);
  return got ? got.lacks : null;
};

/* Facts of changes of one row, newest first. */
/** @type {(noun: string, key: string, version: string) => ChangeTold[] | null} */
export function useHistory(noun, key, version) {
  const { got } = useAsked(
    noun && key ? `${URL}/nouns/${noun}/history?key=${encodeURIComponent(key)}` : null,
    version,
  );
  return got ? got.changes : null;
}

export const tableUrl = (/** @type {string} */ noun) => `${URL}/nouns/${noun}/table`;
export const previewUrl = `${URL}/preview`;
export const differenceUrl = (/** @type {string} */ from, /** @type {string} */ to) =>
  `${URL}/difference?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`;

/* A field, a choice and a noun as people call them; an id where no word is known. */
/** @type {(name: string) => string} */
export const fieldWord = (name) => {
  const key = `plant.field.${name}`;
  return has(key) ? say(key) : name;
};
/** @type {(choice: string) => string} */
export const choiceWord = (choice) => {
  const key = `plant.choice.${choice}`;
  return has(key) ? say(key) : choice;
};
/** @type {(noun: string) => string} */
export const nounWord = (noun) => {
  const key = `noun.${noun}`;
  return has(key) ? say(key) : noun;
};
/** @type {(path: string) => string} */
export const pathWord = (path) =>
  path.split(".").filter(Boolean).map((step) =>
    /^\d+$/.test(step) ? String(+step + 1) : fieldWord(step)
  ).join(" · ");

/* What a row is called: its name, else its key. */
/** @type {(row: Row, key: string) => string} */
export const plantRowName = (row, key) => (row && row.name ? text(row.name) : "") || key;
