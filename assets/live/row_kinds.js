/* Rows of a topic by their kind: the keys of a kind are declared in Python
   (`command_center/page_server/made_scripts.py`). A reader asks for a kind and never parses keys
   itself. */

import { KEY_FORMS } from "../made/key_forms.js";

/** @import { KeyForm, RowKinds, Topic } from "../types/rows.d.ts" */

/** Rows of one kind, by their whole keys.
 * @template {Topic} T
 * @template {KeyForm<T>} F
 * @typedef {Record<string, RowKinds[T][F]>} RowsOfKind
 */

/* By the rows and then by the topic: topics that have no rows may share one empty object. */
/** @type {WeakMap<object, Record<string, Record<string, object>>>} */
const split = new WeakMap();

/* The form that a key has: the whole key, its beginning, its end, or the empty form of all others. */
/** @type {(forms: readonly string[], key: string) => string} */
function formOf(forms, key) {
  if (forms.includes(key)) return key;
  if (!key.includes(":")) return "";
  const begin = key.slice(0, key.indexOf(":") + 1);
  if (forms.includes(begin)) return begin;
  const end = key.slice(key.lastIndexOf(":"));
  return forms.includes(end) ? end : "";
}

/** @type {(topic: string, rows: object) => Record<string, object>} */
function splitRows(topic, rows) {
  const forms = KEY_FORMS[topic] || [""];
  /** @type {Record<string, Record<string, object>>} */
  const kinds = Object.fromEntries(forms.map((form) => [form, Object.create(null)]));
  for (const [key, row] of Object.entries(rows)) {
    const kind = kinds[formOf(forms, key)];
    if (kind) kind[key] = row;
  }
  return kinds;
}

/* The rows of one kind out of a topic's. The same rows give the same answer, so that who compares by
   identity sees no change where there is none. */
/** @type {<T extends Topic, F extends KeyForm<T>>(topic: T, form: F, rows: object) => RowsOfKind<T, F>} */
export function rowsOfKind(topic, form, rows) {
  const topics = split.get(rows) || {};
  if (!topics[topic]) {
    topics[topic] = splitRows(topic, rows);
    split.set(rows, topics);
  }
  return /** @type {RowsOfKind<typeof topic, typeof form>} */ (topics[topic][form]);
}
