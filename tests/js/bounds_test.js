/* What a field marks while it is typed: by the bounds of its command's model. */

import { boundsWords, fits, tooShortWords } from "../../assets/hands/bounds.js";
import { numberOf } from "../../assets/hands/typed.js";
import { giveWords } from "./fakes/words.js";
import { catalogue, equal, test } from "./testing.js";

const NOON = Date.UTC(2026, 10, 26, 12);
const PRESSURE = { number: true, needed: true, above: 0, most: 35 };
const PERCENT = { number: true, whole: true, least: 0, most: 100 };
/** @type {FieldBounds} */
const SPAN = { reads: "span", number: true, least: 10, most: 86400, whole: true };
const REASON = { needed: true, shortest: 3, longest: 5 };

/** @type {(field: FieldBounds, typed: string[]) => string[]} */
const fitting = (field, typed) => typed.filter((one) => fits(field, one, NOON));

test("a number fits within its bounds, and a bound itself where it is one", () => {
  equal(fitting(PRESSURE, ["0", "0.1", "35", "35.1", "27,5", "２７", "a lot", ""]), [
    "0.1",
    "35",
    "27,5",
    "２７",
  ]);
  equal(fitting(PERCENT, ["-1", "0", "40", "40.5", "100", "101", ""]), ["0", "40", "100", ""]);
});

test("a span is bounded in seconds, however it is written", () => {
  equal(fitting(SPAN, ["0.1", "0:10", "10", "1440", "1441", "soon"]), ["0:10", "10", "1440"]);
});

test("a time of day is one or is none", () => {
  equal(fitting({ reads: "moment" }, ["11:30", "1130", "later", "2575"]), ["11:30", "1130"]);
});

test("a text counts without the spaces around it", () => {
  equal(fitting(REASON, ["", "  no  ", "yes", "often", "always"]), ["yes", "often"]);
});

test("words that are too short say what they lack, once they are begun", () => {
  giveWords(catalogue("zh-CN"));
  equal(["", "  ", "no", "误触", "yes"].map((typed) => tooShortWords(REASON, typed, NOON)), [
    "",
    "",
    "至少 3 个字",
    "至少 3 个字",
    "",
  ]);
  equal(tooShortWords(PERCENT, "101", NOON), "");
});

test("a number is read as it is written on any keyboard", () => {
  equal(["1.5", "1,5", "１．５", " 2 ", "1.", ".5", "1e3", "", "one"].map(numberOf), [
    1.5,
    1.5,
    1.5,
    2,
    1,
    0.5,
    null,
    null,
    null,
  ]);
});

test("a field says its bounds in words", () => {
  giveWords(catalogue("en"));
  equal(
    [PRESSURE, PERCENT, SPAN, REASON, { number: true, least: 0, most: 1e12 }].map(boundsWords),
    [
      "More than 0, at most 35",
      "From 0 to 100",
      "From 0:10 to 1440:00",
      "",
      "At least 0",
    ],
  );
  giveWords(catalogue("zh-CN"));
  equal(boundsWords(PRESSURE), "大于 0，不超过 35");
});
