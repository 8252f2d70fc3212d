/* A grid's filter as an address tells it: held to what a filter can be before the grid believes it,
   for the grid fails on anything else at every row it draws. */

const KINDS = ["text", "number"];
const plain = (value) =>
  value === null || value === undefined || ["string", "number"].includes(typeof value);
const object = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value);

const condition = (one) =>
  object(one) && KINDS.includes(one.filterType) && typeof one.type === "string" &&
  plain(one.filter) && plain(one.filterTo);
const joined = (one) =>
  object(one) && KINDS.includes(one.filterType) && ["AND", "OR"].includes(one.operator) &&
  Array.isArray(one.conditions) && one.conditions.every(condition);

/* The filters of `given` that are some, of columns that `has` knows; null where there is none. */
export const filterModel = (given, has) => {
  if (!object(given)) return null;
  const good = Object.entries(given).filter(([id, one]) =>
    has(id) && (condition(one) || joined(one))
  );
  return good.length ? Object.fromEntries(good) : null;
};
