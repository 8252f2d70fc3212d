/* What is typed into the fields of forms, by the fields' ids. It outlives the drawing of a form, so that
   nothing is lost when a panel is drawn anew; a lead fills it, and success empties it. */

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
