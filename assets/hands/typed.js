/* Turns form input into the command's data. Input that is not a valid time, duration or number
   stays as typed: the server explains the format. */

import { momentOf } from "./when.js";

/** @typedef {{name: string, reads?: "" | "moment" | "span", number?: boolean}} TypedField */
/** @typedef {{fields: TypedField[], incident: boolean, spoken: boolean}} TypedForm */

const CLOCK = /^(\d{1,3}):([0-5]\d)$/;
const MINUTES = /^\d{1,4}(\.\d{1,2})?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/** Minutes, "10" or "0.5", or "mm:ss", as seconds; null for what is neither. A Chinese keyboard gives
 * full-width figures and colons.
 * @type {(words: string) => number | null} */
export const spanOf = (words) => {
  const typed = words.normalize("NFKC").trim();
  const clock = CLOCK.exec(typed);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  return MINUTES.test(typed) ? Math.round(Number(typed) * 60) : null;
};

/** A number, whose point may be a comma; null for what is none.
 * @type {(words: string) => number | null} */
export const numberOf = (words) => {
  const typed = words.normalize("NFKC").trim().replace(",", ".");
  return NUMBER.test(typed) ? Number(typed) : null;
};

/** @type {(value: unknown) => boolean} */
const isEmpty = (value) =>
  value === null || value === undefined || value === "" ||
  (Array.isArray(value) && !value.length);

/** One field's value as its command takes it.
 * @type {(field: TypedField, value: unknown, now: number) => unknown} */
export function readAs({ reads, number }, value, now) {
  if (reads === "moment") return momentOf(String(value).normalize("NFKC"), now) ?? String(value);
  if (reads === "span") return spanOf(String(value)) ?? String(value);
  return number ? numberOf(String(value)) ?? value : value;
}

/** Fields left empty are not sent. `incident` is the one on the page, `own` the sender's person: what
 * another says in a form of spoken words is their word by radio.
 * @type {(about: TypedForm, values: unknown[], page: {incident?: string, own?: string, now: number}) =>
 *   Record<string, unknown>} */
export function dataOf(about, values, { incident, own, now }) {
  /** @type {Record<string, unknown>} */
  const data = {};
  about.fields.forEach((field, i) => {
    if (!isEmpty(values[i])) data[field.name] = readAs(field, values[i], now);
  });
  if (about.incident && incident) data.incident = incident;
  if (about.spoken && data.person && data.person !== own) {
    Object.assign(data, { via: "radio", speaker: data.person });
  }
  return data;
}
