/* Rows for the tests of readers: as much of a row as a reader looks at, held to the row's declared type. */

/** @import { Words } from "../../assets/types/rows.d.ts" */

/** As much of a value as a test wants: any of its fields, and so of what stands in them. What is a list of
 * known length, as a turn, stands whole.
 * @template T
 * @typedef {T extends readonly unknown[] ? (number extends T["length"] ? Part<T[number]>[] : T)
 *   : T extends object ? { [K in keyof T]?: Part<T[K]> } : T} Part */

/** A row of which a test states a part. A field that the row does not have is a type error.
 * @type {<T>(part: Part<NoInfer<T>>) => T} */
export const partOf = (part) => /** @type {Answered} */ (part);

/** A text that is the same in both languages.
 * @type {(text: string) => Words} */
export const words = (text) => ({ zh: text, en: text });
