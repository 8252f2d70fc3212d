/* Whole areas of people are ticked together. */

import { byArea, tickedWith } from "../../assets/command/count_groups.js";
import { partOf } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { PersonRow } from "../../assets/types/rows.d.ts" */

/** @type {(person: string, home: string | null) => PersonRow} */
const person = (person, home) => partOf({ person, home });

test("people stand under the area they belong to, visitors under none", () => {
  const people = [person("a", "W1"), person("b", null), person("c", "W1")];
  equal(byArea(people), [["W1", ["a", "c"]], [null, ["b"]]]);
});

test("an area is ticked and unticked whole, and leaves the others as they are", () => {
  equal(tickedWith(["x"], ["a", "c"], true), ["x", "a", "c"]);
  equal(tickedWith(["x", "a"], ["a", "c"], true), ["x", "a", "c"]);
  equal(tickedWith(["x", "a", "c"], ["a", "c"], false), ["x"]);
});
