/// <reference lib="deno.ns" />
/* What the tests of readers share. */

import strict from "node:assert/strict";

/** @type {(name: string, run: () => void | Promise<void>) => void} */
export const test = (name, run) => Deno.test(name, run);

/** As JSON would carry both: what a reader leaves undefined is not there.
 * @type {(found: unknown, wanted: unknown, why?: string) => void} */
export const equal = (found, wanted, why) => {
  if (why) strict.deepEqual(plain(found), plain(wanted), why);
  else strict.deepEqual(plain(found), plain(wanted));
};

/** @type {(told: unknown, why?: string) => void} */
export const ok = (told, why) => strict.ok(told, why);

/** @type {(value: unknown) => unknown} */
const plain = (value) => value === undefined ? null : JSON.parse(JSON.stringify(value));

/** A row of the board with those of its fields that the reader under test looks at.
 * @type {<T>(fields: object) => T} */
export const rowWith = (fields) => /** @type {never} */ (fields);

/** The sentences of a language, as the test run wrote them out of the catalogues.
 * @type {(language: "en" | "zh-CN") => Record<string, string>} */
export const catalogue = (language) =>
  JSON.parse(Deno.readTextFileSync(`${Deno.env.get("CATALOGUES")}/${language}.json`));
