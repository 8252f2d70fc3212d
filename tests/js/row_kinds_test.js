/* Rows by kind: which keys belong to which form. */

import { rowsOfKind } from "../../assets/live/row_kinds.js";
import { equal, ok, test } from "./testing.js";

const people = {
  "p-1": { v: 1 },
  "contact:p-1": { v: 2 },
  "sos:p-1": { v: 3 },
  count: { v: 4 },
  "x:y": { v: 5 },
};

test("a row is of the kind whose form its key has", () => {
  equal(Object.keys(rowsOfKind("people", "contact:", people)), ["contact:p-1"]);
  equal(Object.keys(rowsOfKind("people", "sos:", people)), ["sos:p-1"]);
  equal(Object.keys(rowsOfKind("people", "count", people)), ["count"]);
});

test("a key that no other form has is of the empty form", () => {
  equal(Object.keys(rowsOfKind("people", "", people)), ["p-1", "x:y"]);
});

test("a form may be the end of a key", () => {
  const drills = { "DRL-1": { v: 1 }, "DRL-1:direction": { v: 2 } };
  equal(Object.keys(rowsOfKind("drill", ":direction", drills)), ["DRL-1:direction"]);
  equal(Object.keys(rowsOfKind("drill", "", drills)), ["DRL-1"]);
});

test("the same rows give the same answer", () => {
  ok(rowsOfKind("people", "", people) === rowsOfKind("people", "", people));
});

test("topics that share their rows, as all that have none do, have their own forms", () => {
  const nothing = Object.freeze(Object.create(null));
  equal(rowsOfKind("alarms", "", nothing), {});
  equal(rowsOfKind("center", "duties", nothing), {});
});
