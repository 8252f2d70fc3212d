/* A table that leaves the center: no cell of it is a formula. */

import { harmless } from "../../assets/base/csv.js";
import { equal, test } from "./testing.js";

const FORMULAS = [
  "=1+1",
  "+1+1",
  "-1+1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "\n=1",
  "＝1+1",
  "＋1",
  "－1",
  "＠A",
];

for (const formula of FORMULAS) {
  test(`${JSON.stringify(formula)} is written as text`, () =>
    equal(harmless(formula), `'${formula}`));
}

test("numbers and words stay what they are", () => {
  for (const value of ["T206", "a=b", "-5", "+3.5", -5, 0, ""]) {
    equal(harmless(value), String(value));
  }
  equal(harmless(null), "");
});
