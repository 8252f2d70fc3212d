/* What the live ticker tells after a page of the journal: at once what has its words, the rest once they were asked for. */

import { following } from "../../assets/log/following.js";
import { factSentence, rememberMatters } from "../../assets/shared/facts.js";
import { giveWords } from "./fakes/words.js";
import { equal, test } from "./testing.js";

/** @import { TickerRow } from "../../assets/types/rows.d.ts" */

const ALL = { kind: "", incident: "", about: "" };

/** @type {(seq: number, kind?: string, data?: Record<string, unknown>) => TickerRow} */
const fact = (seq, kind = "report.received", data = {}) => /** @type {TickerRow} */ ({
  seq,
  kind,
  data,
  actor: "eva",
  speaker: null,
  incident: null,
});

/** @type {(...facts: TickerRow[]) => Record<string, TickerRow>} */
const ticker = (...facts) => Object.fromEntries(facts.map((one) => [one.seq, one]));

/** @type {(head: number, told: Record<string, TickerRow>, filter?: typeof ALL, asked?: number) =>
 *   [number[], number, number | null] | null} */
const read = (head, told, filter = ALL, asked = 0) => {
  const next = following(head, told, filter, asked);
  return next && [next.facts.map((one) => one.seq), next.head, next.upto];
};

test("what follows is told newest first, and what was looked at already is not told again", () => {
  equal(read(2, ticker(fact(1), fact(2), fact(3), fact(4))), [[4, 3], 4, null]);
  equal(read(4, ticker(fact(3), fact(4))), [[], 4, null]);
  equal(read(0, {}), [[], 0, null]);
});

test("a filter tells what fits, and looks past what does not", () => {
  const told = ticker(fact(3), fact(4, "gas.measured", { tag: "GD-10:H" }), fact(5));
  equal(read(2, told, { ...ALL, kind: "gas" }), [[4], 5, null]);
  equal(read(2, told, { ...ALL, about: "GD-10" }), [[4], 5, null]);
  equal(read(2, told, { ...ALL, about: "eva" }), [[5, 4, 3], 5, null]);
  equal(read(2, told, { ...ALL, incident: "INC-1" }), [[], 5, null]);
});

test("a fact about an older matter waits for its number, and what came before it is told", () => {
  const told = ticker(fact(3), fact(4, "matter.filled", { matter: "old-1" }), fact(5));
  equal(read(2, told), [[3], 3, 5]);
  equal(read(3, told), [[], 3, 5]);
  equal(
    read(3, told, { ...ALL, kind: "report" }),
    [[5], 5, null],
    "one that does not fit waits for nothing",
  );
  rememberMatters({ "old-1": "HZ-12" });
  equal(read(3, told, ALL, 5), [[5, 4], 5, null]);
});

test("a matter whose number nobody knows is told by its id once it was asked for", () => {
  const [one, two] = [4, 6].map((seq) => fact(seq, "matter.filled", { matter: `lost-${seq}` }));
  equal(read(3, ticker(one, fact(5), two)), [[], 3, 6]);
  equal(read(3, ticker(one, fact(5), two), ALL, 5), [[5, 4], 5, 6], "the later one was not");
});

test("the fact that opened a matter tells its number, whether it fits or was looked at", () => {
  const opened = fact(2, "matter.opened", { matter: "new-1", number: "HZ-13" });
  const filled = fact(4, "matter.filled", { matter: "new-1" });
  equal(read(3, ticker(opened, fact(3), filled), { ...ALL, kind: "matter.filled" }), [
    [4],
    4,
    null,
  ]);
  giveWords({ "fact.matter.filled": "Matter {matter} filled in" });
  equal(factSentence(filled), "Matter HZ-13 filled in");
  giveWords(null);
});

test("facts that have left the ticker unseen are missed, those that nobody here may read are not", () => {
  const full = Array.from({ length: 200 }, (_, n) => fact(n + 11));
  equal(read(9, ticker(...full)), null);
  equal(read(10, ticker(...full))?.[1], 210);
  const hidden = full.filter((one) => one.seq !== 209).concat(fact(10));
  equal(read(208, ticker(...hidden)), [[210], 210, null]);
});
