/* The limits of a field, from its command's model. The server decides; a field marks invalid
   input while it is typed, and gives the limits in its title. */

import { numberOf, spanOf } from "./typed.js";
import { momentOf } from "./when.js";
import { number, say } from "../base/words.js";

const ENDLESS = 1e9; /* a bound that guards the store tells a person nothing */

/** @type {(field: FieldBounds, value: number) => boolean} */
const within = ({ least, above, most, whole }, value) =>
  (least === undefined || value >= least) && (above === undefined || value > above) &&
  (most === undefined || value <= most) && (!whole || Number.isInteger(value));

/** Whether what was typed can be what the field is for. An empty field fits where it may be left out.
 * @type {(field: FieldBounds, typed: unknown, now: number) => boolean} */
export function fits(field, typed, now) {
  const words = String(typed ?? "").trim();
  if (!words) return !field.needed;
  if (field.reads === "moment") return momentOf(words.normalize("NFKC"), now) !== null;
  if (field.reads === "span" || field.number) {
    const value = field.reads === "span" ? spanOf(words) : numberOf(words);
    return value !== null && within(field, value);
  }
  return words.length >= (field.shortest || 0) && words.length <= (field.longest || Infinity);
}

/** Why words that were begun cannot be sent yet; "" where nothing is typed or nothing lacks.
 * @type {(field: FieldBounds, typed: string, now: number) => string} */
export function tooShortWords(field, typed, now) {
  if (!typed.trim() || field.reads || field.number || fits(field, typed, now)) return "";
  return say("bounds.shortest", { n: field.shortest || 1 });
}

/** The bounds of a number or a span in words; "" where there are none to say.
 * @type {(field: FieldBounds) => string} */
export function boundsWords(field) {
  if (field.reads === "moment" || !(field.number || field.reads)) return "";
  /** @type {(value: number) => string} */
  const told = (value) =>
    field.reads === "span"
      ? `${Math.floor(value / 60)}:${String(value % 60).padStart(2, "0")}`
      : number(value);
  const { least, above, most } = field;
  if (most === undefined || most >= ENDLESS) {
    return least === undefined ? "" : say("bounds.least", { least: told(least) });
  }
  if (above !== undefined) return say("bounds.above", { above: told(above), most: told(most) });
  return least === undefined
    ? say("bounds.most", { most: told(most) })
    : say("bounds.between", { least: told(least), most: told(most) });
}
