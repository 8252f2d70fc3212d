/* What of a round is done, on the phone: what was recorded, what waits here, and what the form says at once of a value. */

import { limitWords, nextOf, outside, pointsDone } from "../../assets/rounds/round_state.js";
import { equal, test } from "./testing.js";

/** @type {any[]} */
const points = ["a", "b", "c", "d"].map((code) => ({
  code,
  title: { zh: code, en: code },
  limits: {},
}));
/** @type {(code: string, more?: object) => any} */
const item = (code, more = {}) => ({
  data: { field: "points", values: { code } },
  state: "waiting",
  made_at: 5,
  ...more,
});

test("a point is done by what the server recorded, kept by what waits here, and open otherwise", () => {
  const lines = [
    { code: "https://plant/m?point=a", at: 1, by: "fay", over: ["ok"], seen: [{ flags: ["old"] }] },
    { code: "a", at: 2, by: "eva", over: [] },
  ];
  const kept = [item("b"), item("c", { state: "refused" }), item("a"), item("d", { data: {} })];
  const states = pointsDone(points, "code", lines, kept, "points");
  equal(states.map(({ state }) => state), ["done", "kept", "refused", "open"]);
  equal([states[0].by, states[0].twice, states[0].at], ["eva", true, 2]);
  equal(nextOf(states)?.point.code, "d");
  const [first] = pointsDone(points, "code", lines.slice(0, 1), [], "points");
  equal([first.wrong, first.flags, first.twice], [["ok"], ["old"], false]);
});

test("a value is judged at once by the limits of its point", () => {
  const between = [{ at_least: 0.2, at_most: 0.6 }];
  equal([0.19, 0.2, 0.6, 0.61, null, undefined].map((one) => outside(between, one)), [
    true,
    false,
    false,
    true,
    false,
    false,
  ]);
  equal([outside([{ below: 10 }], 10), outside([{ below: 10 }], 9.9)], [true, false]);
  equal(outside(undefined, 99), false);
  const plain = (/** @type {number} */ n) => String(n);
  equal(limitWords(between, plain), "0.2–0.6");
  equal(limitWords([{ at_most: 5 }, { below: 9 }, { at_least: 1 }], plain), "≤ 5, < 9, ≥ 1");
});
