/* The input of form fields, by field id. It survives redrawing a form, so nothing is lost when a
   panel is redrawn; a lead fills it, and success clears it. */

/** @type {Record<string, unknown>} */
let values = {};
/** @type {Set<() => void>} */
const readers = new Set();

export const typedValues = {
  all: () => values,
  /** @type {(id: string, value: unknown) => void} */
  set: (id, value) => {
    values = Object.assign({}, values, { [id]: value });
    readers.forEach((reader) => reader());
  },
  /** @type {(reader: () => void) => () => void} */
  subscribe: (reader) => {
    readers.add(reader);
    return () => readers.delete(reader);
  },
};
