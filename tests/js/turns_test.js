/// <reference lib="deno.ns" />
/* Verdicts that come as turns: the browser takes the one whose time has come, as the server would. */

import { turnTaken, verdictAt } from "../../assets/base/turns.js";
import { equal, test } from "./testing.js";

/** @type {import("../../assets/types/rows.d.ts").Turns} */
const TURNS = [[0, "note", "in_time"], [48, "warn", "soon"], [61, "urgent", "late"]];

test("the last turn whose time has come holds", () => {
  equal([0, 47, 48, 60, 61, 1e15].map((now) => verdictAt(TURNS, now).code), [
    "in_time",
    "in_time",
    "soon",
    "soon",
    "late",
    "late",
  ]);
});

test("before the first turn nothing is said", () => {
  equal(turnTaken([[5, "urgent", "late"]], 4), null);
  equal(verdictAt([], 4), { kind: "plain", code: "" });
  equal(verdictAt(undefined, 4), { kind: "plain", code: "" });
});

test("at any time the browser takes the turn that the server takes", () => {
  const file = `${Deno.env.get("CATALOGUES")}/turns.json`;
  const cases = JSON.parse(Deno.readTextFileSync(file));
  equal(cases.length, 2000);
  for (const { turns, now, taken } of cases) {
    equal(turnTaken(turns, now), taken, JSON.stringify({ turns, now }));
  }
});
