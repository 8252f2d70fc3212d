/* The small line of values over time: where it lies, where it breaks, and what it is of nothing. */

import { pathOf } from "../../assets/shared/small_line.js";
import { equal, test } from "./testing.js";

/** @import { Point } from "../../assets/shared/small_line.js" */

/** @type {(points: Point[], room?: number) => string} */
const drawn = (points, room = 1) => pathOf(points, [1000, 2000], () => room);

test("it goes from the least time to the greatest, high values above", () => {
  equal(drawn([[1000, 0], [1500, 2], [2000, 4]], 1), "M0.0,20.0L50.0,12.0L100.0,4.0");
});

test("where a value lacks it breaks", () => {
  equal(
    drawn([[1000, 1], [1250, 1], [1500, null], [1750, 1], [2000, 1]]),
    "M0.0,12.0L25.0,12.0M75.0,12.0L100.0,12.0",
  );
});

test("nothing, one value, the same twice and only gaps draw no NaN", () => {
  equal(drawn([]), "");
  equal(drawn([[1000, null]]), "");
  equal(drawn([[1000, 4.2]]), "M0.0,12.0");
  equal(drawn([[1000, 4.2], [2000, 4.2]]), "M0.0,12.0L100.0,12.0");
});
