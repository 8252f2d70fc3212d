/* A grid's filter as an address tells it: held to what a filter can be before the grid believes it,
   for the grid fails on anything else at every row it draws. */

const KINDS = ["text", "number"];
/** @type {(value: unknown) => boolean} */
const plain = (value) =>
  value === null || value === undefined || ["string", "number"].includes(typeof value);
/** @type {(value: unknown) => value is Record<string, unknown>} */
const object = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value);

/** @type {(all: string[], value: unknown) => boolean} */
const among = (all, value) => typeof value === "string" && all.includes(value);
/** @type {(one: unknown) => boolean} */
const condition = (one) =>
  object(one) && among(KINDS, one.filterType) && typeof one.type === "string" &&
  plain(one.filter) && plain(one.filterTo);
/** @type {(one: unknown) => boolean} */
const joined = (one) =>
  object(one) && among(KINDS, one.filterType) &&
  among(["AND", "OR"], one.operator) &&
  Array.isArray(one.conditions) && one.conditions.every(condition);

/* The filters of `given` that are some, of columns that `has` knows; null where there is none. */
/** @type {(given: unknown, has: (column: string) => boolean) => Record<string, unknown> | null} */
export const filterModel = (given, has) => {
  if (!object(given)) return null;
  const good = Object.entries(given).filter(([id, one]) =>
    has(id) && (condition(one) || joined(one))
  );
  return good.length ? Object.fromEntries(good) : null;
};
