/* Facts of a review's log are found by their words, time or number, and picked. */

import {
  factLines,
  keptAs,
  pickedOf,
  searchFacts,
  SHOWN,
} from "../../assets/reviews/fact_search.js";
import { giveWords } from "./fakes/words.js";
import { equal, test } from "./testing.js";

/** @import { TickerRow } from "../../assets/types/rows.d.ts" */

/** @type {(seq: number, more?: Partial<TickerRow>) => TickerRow} */
const fact = (seq, more = {}) => /** @type {TickerRow} */ ({
  seq,
  at: Date.UTC(2026, 0, 1, 2, 14, seq % 60),
  kind: "custody.tried",
  data: { store: "vault", result: "locked" },
  actor: "eva",
  actor_kind: "human",
  via: "screen",
  ...more,
});

/** @type {(found: { shown: { seq: number }[] }) => number[]} */
const numbers = (found) => found.shown.map((line) => line.seq);

test("a fact is found by words of its sentence, by its time and by its number", () => {
  giveWords(null);
  const lines = factLines([
    fact(81),
    fact(80, { kind: "gas.measured", data: { value: 30, unit: "ppm" }, actor: "kim" }),
  ]);
  equal(numbers(searchFacts(lines, "locked vault", [])), [81]);
  equal(numbers(searchFacts(lines, "ppm kim", [])), [80]);
  equal(numbers(searchFacts(lines, "02:14:20", [])), [80]);
  equal(numbers(searchFacts(lines, "#81", [])), [81]);
  equal(numbers(searchFacts(lines, "nothing of it", [])), []);
});

test("what was picked is not offered again, and a long list says how many are left", () => {
  const lines = factLines(Array.from({ length: SHOWN + 3 }, (_, n) => fact(n + 1)));
  const found = searchFacts(lines, "", [1]);
  equal([numbers(found).includes(1), found.shown.length, found.more], [false, SHOWN, 2]);
});

test("picked facts are kept as text and read back as numbers", () => {
  equal(pickedOf(keptAs([7, 80])), [7, 80]);
  equal(pickedOf(""), []);
});
