/* An address filters a grid only by what is a filter: on anything else AG Grid fails at every row. */

import { filterModel } from "../../assets/shared/grid_filter.js";
import { equal, test } from "./testing.js";

const TEXT = { filterType: "text", type: "contains", filter: "x" };
const EITHER = { filterType: "text", operator: "OR", conditions: [TEXT, TEXT] };

/** @type {[given: unknown, taken: unknown][]} */
const CASES = [
  [{ name: TEXT }, { name: TEXT }],
  [{ name: EITHER, nobody: TEXT }, { name: EITHER }],
  [{ name: { ...TEXT, filter: { a: 1 } } }, null],
  [{ name: { ...EITHER, conditions: 5 } }, null],
  [{ name: { ...EITHER, conditions: [5] } }, null],
  [{ name: 5 }, null],
  [[TEXT], null],
  [5, null],
  [null, null],
];

for (const [given, taken] of CASES) {
  test(`of ${JSON.stringify(given)} is taken ${JSON.stringify(taken)}`, () => {
    equal(filterModel(given, (/** @type {string} */ id) => id === "name"), taken);
  });
}
