/* What was typed into a form, as the data of its command. What is no time and no span stays as it was
   typed: the server says how it is written. */

import { momentOf } from "./when.js";

/** @typedef {{name: string, label: string, reads: "" | "moment" | "span"}} TypedField */
/** @typedef {{form: string, kind: CommandKind, fields: TypedField[], incident: boolean, spoken: boolean,
 *   emptied: Record<string, unknown>}} About */

const CLOCK = /^(\d{1,3}):([0-5]\d)$/;
const MINUTES = /^\d{1,4}(\.\d{1,2})?$/;

/* Minutes, "10" or "0.5", or "mm:ss", as seconds; null for what is neither. A Chinese keyboard gives
   full-width figures and colons. */
/** @type {(words: string) => number | null} */
export const spanOf = (words) => {
  const typed = words.normalize("NFKC").trim();
  const clock = CLOCK.exec(typed);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  return MINUTES.test(typed) ? Math.round(Number(typed) * 60) : null;
};

/** @type {(value: unknown) => boolean} */
const isEmpty = (value) =>
  value === null || value === undefined || value === "" ||
  (Array.isArray(value) && !value.length);

/** Fields left empty are not sent. `incident` is the one on the page, `own` the sender's person: what
   another says in a form of spoken words is their word by radio.
 * @type {(about: About, values: unknown[], page: {incident?: string, own?: string, now: number}) =>
 *   Record<string, unknown>} */
export function dataOf(about, values, { incident, own, now }) {
  /** @type {Record<TypedField["reads"], (value: unknown) => unknown>} */
  const read = {
    "": (value) => value,
    moment: (value) => momentOf(String(value).normalize("NFKC"), now) ?? String(value),
    span: (value) => spanOf(String(value)) ?? String(value),
  };
  /** @type {Record<string, unknown>} */
  const data = {};
  about.fields.forEach(({ name, reads }, i) => {
    if (!isEmpty(values[i])) data[name] = read[reads](values[i]);
  });
  if (about.incident && incident) data.incident = incident;
  if (about.spoken && data.person && data.person !== own) {
    Object.assign(data, { via: "radio", speaker: data.person });
  }
  return data;
}
