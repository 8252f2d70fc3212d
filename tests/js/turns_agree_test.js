/* The turn that a page takes is the one that the server would: cases come from Python (tests/test_scripts.py). */

import { turnTaken } from "../../assets/base/turns.js";
import { equal, ok, test } from "./testing.js";

test("the last turn whose time has come is taken", () => {
  /** @type {[number, string, string][]} */
  const turns = [[5, "plain", "a"], [7, "warn", "b"]];
  equal([4, 5, 6, 7, 8].map((now) => turnTaken(turns, now)), [
    null,
    turns[0],
    turns[0],
    turns[1],
    turns[1],
  ]);
  equal(turnTaken([], 1), null);
});

test("at any time it is the turn that the server's rule takes", () => {
  const told = Deno.readTextFileSync(`${Deno.env.get("CATALOGUES")}/turns.json`);
  const cases = JSON.parse(told);
  ok(cases.length > 100);
  for (const { turns, now, taken } of cases) equal(turnTaken(turns, now), taken);
});
