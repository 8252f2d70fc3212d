/* How levels read: the age of a reading, the alarms that stand, the trend, and the loss of a source. */

import { noAlarmWords } from "../../assets/alarms/alarms.js";
import { readFeeds } from "../../assets/shared/feeds.js";
import {
  isDoubtful,
  isStale,
  normalWords,
  readLevels,
  staleWord,
  trendWord,
} from "../../assets/tanks/levels.js";
import { lossWords, readLoss } from "../../assets/tanks/loss.js";
import { givePlant } from "./fakes/plant.js";
import { partOf } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { AlarmRow, LevelRow, PlumeRow, Turns } from "../../assets/types/rows.d.ts" */

const NOW = 1_790_000_000_000;
/** @type {Record<string, Turns>} */
const AGES = {
  good: [[0, "plain", "fresh"], [3_001, "gone", "stale"]],
  uncertain: [[0, "plain", "doubtful"], [3_001, "gone", "stale"]],
  bad: [[0, "gone", "bad"], [3_001, "gone", "stale"]],
};
const TAG = { id: "LT", kind: "level", unit: "m", low: 0, high: 10, period_s: 1, ages: AGES };
const TANK = { id: "T1", level: "LT", m3_per_m: 20 };

/** @type {(age: number, quality?: LevelRow["quality"], more?: Partial<LevelRow>) => LevelRow} */
const reading = (age, quality = "good", more = {}) => ({
  tag: "LT",
  value: 5,
  unit: "m",
  source: "dcs",
  ts: NOW - age,
  quality,
  rate_per_min: null,
  ...more,
});

const plant = () =>
  givePlant({
    by: {
      tags: { LT: TAG },
      tanks: { T1: TANK },
      sources: { dcs: { id: "dcs", ages: AGES.good } },
    },
    tags: [TAG],
    tanks: [TANK],
    holderOfLevel: { LT: TANK },
  });

test("a reading is stale by the ages of its tag, and by nothing else", () => {
  plant();
  equal([0, 3_000, 3_001, -500].map((age) => isStale(TAG, reading(age), NOW)), [
    false,
    false,
    true,
    false,
  ]);
  equal(isStale(TAG, undefined, NOW), true);
  equal(isStale({ ...TAG, ages: { good: [[0, "plain", "fresh"]] } }, reading(1e9), NOW), false);
});

test("a bad reading is told as bad, and as a silence once its time is over", () => {
  plant();
  equal(isStale(TAG, reading(0, "bad"), NOW), true);
  equal(staleWord(TAG, reading(3_000, "bad"), NOW), "level.bad");
  equal(staleWord(TAG, reading(4_000, "bad"), NOW), "level.stale 4 s");
  equal(isDoubtful(TAG, reading(0, "uncertain"), NOW), true);
  equal(isStale(TAG, reading(0, "uncertain"), NOW), false);
});

/** @type {(turns: Turns) => string} */
const kind = (turns) => {
  const alarm = /** @type {AlarmRow} */ ({ id: "a", tag: "LT", turns });
  return readLevels({ LT: reading(0) }, { a: alarm }, [], NOW).all[0].kind;
};

test("an alarm that stands colours its tank, also one handed over; a shelved one does in its time", () => {
  plant();
  equal(kind([[0, "urgent", "stands"]]), "urgent");
  /** @type {(until: number) => Turns} */
  const shelved = (until) => [[0, "plain", "shelved"], [until, "warn", "stands"]];
  equal(kind(shelved(NOW + 1)), "plain");
  equal(kind(shelved(NOW)), "warn");
  equal(kind([[0, "warn", "returned"]]), "plain");
});

test("a trend is the row's own", () => {
  const told = (/** @type {LevelRow["trend"]} */ trend) =>
    trendWord(TAG, reading(0, "good", { rate_per_min: -0.0155, trend }));
  equal(told("falls"), "▼ 16 unit.mm_per_min");
  equal(told("steady"), "level.steady");
  equal(told(undefined), "");
});

test("a level is shown by the first reason that holds, and is only counted without one", () => {
  const tags = ["A", "B", "C", "D", "E", "F"].map((id) => ({ ...TAG, id }));
  const tanks = tags.map(({ id }) => ({ id: `T${id}`, level: id }));
  const pool = { id: "TC", level: "C", name: "pool", to_weir_m3: 100 };
  givePlant({
    by: { tags: Object.fromEntries(tags.map((tag) => [tag.id, tag])) },
    tags,
    holderOfLevel: Object.fromEntries(
      tanks.map((tank) => [tank.level, tank]).concat([["C", pool]]),
    ),
  });
  const levels = Object.fromEntries(
    tags.map(({ id }) => [id, reading(id === "D" || id === "E" ? 9_000 : 0, "good", { tag: id })]),
  );
  /** @type {(tag: string, sign: string) => Answered} */
  const alarm = (tag, sign) => ({ tag, turns: [[0, sign, "stands"]] });
  /* One on a silent gauge is told by its silence: what it stands for is not measured any more. */
  const alarms = { A: alarm("A", "warn"), D: alarm("D", "urgent"), C: alarm("C", "urgent") };
  const read = readLevels(levels, alarms, partOf([{ place: "TB" }]), NOW);
  equal(read.shown.map((one) => one.tag.id), ["B", "C", "A", "D", "E"]);
  equal([read.normal, read.all.length], [1, 6]);
  const calm = readLevels(levels, {}, [], NOW);
  equal(calm.shown.map((one) => one.tag.id), ["C", "D", "E"]);
});

test("what a source loses is what its row says beyond the pumps, not the fall of its level", () => {
  plant();
  const source = {
    tank: "T1",
    reported: null,
    confirmed: null,
    isolated: false,
    contradicted: false,
  };
  const incident = { id: "INC-1", source };
  const measured = (/** @type {LevelRow} */ row) => readLoss(incident, { LT: row }, NOW).measured;
  /** @type {Partial<LevelRow>} */
  const falls = { rate_per_min: -0.02, trend: "falls" };
  equal(measured(reading(0, "good", { ...falls, loss_m3_min: 0.3 })), "0.3");
  equal(measured(reading(0, "good", { ...falls, loss_m3_min: 0 })), null);
  equal(measured(reading(0, "good", falls)), null);
  equal(measured(reading(5_000, "good", { loss_m3_min: 0.3 })), null);
});

test("the loss that the vapour's model goes by stands beside what is measured, while it leaks", () => {
  plant();
  const source = {
    tank: "T1",
    reported: null,
    confirmed: null,
    isolated: false,
    contradicted: false,
  };
  const incident = { id: "INC-1", source };
  const LT = reading(0, "good", { loss_m3_min: 0.3 });
  /** @type {(leaking: boolean, id?: string) => Record<string, PlumeRow>} */
  const plume = (leaking, id = "INC-1") => ({
    [`plume:${id}`]: /** @type {PlumeRow} */ ({ incident: id, leaking, loss_m3_min: 0.5 }),
  });
  equal(readLoss(incident, { LT, ...plume(true) }, NOW), { measured: "0.3", model: "0.5" });
  equal(readLoss(incident, { LT, ...plume(false) }, NOW), { measured: "0.3", model: null });
  equal(readLoss(incident, plume(true, "INC-2"), NOW), { measured: null, model: null });
  const unknown = { ...incident, source: { ...source, tank: null } };
  equal(readLoss(unknown, { LT, ...plume(true) }, NOW), { measured: null, model: "0.5" });
});

test("a loss is worded by what is known of it, the fullest first", () => {
  equal(lossWords({ measured: "0.3", model: "0.5" }), [
    "source.loss_both 0.3 0.5",
    "source.loss_both_short 0.3 0.5",
  ]);
  equal(lossWords({ measured: "0.3", model: null }), ["source.loss_measured 0.3"]);
  equal(lossWords({ measured: null, model: "0.5" }), ["source.loss_model 0.5"]);
  equal(lossWords({ measured: null, model: null }), []);
});

test("a source is silent by its own ages", () => {
  plant();
  const gone = (/** @type {number | null} */ last_ts) =>
    readFeeds({ dcs: { source: "dcs", last_ts, tags: 1, period_s: 99 } }, NOW)[0].gone;
  equal([gone(NOW - 3_000), gone(NOW - 3_001), gone(null)], [false, true, true]);
});

test("a tank that nobody hears is not among the normal ones, and the sentence tells of it", () => {
  const tags = ["A", "B", "C"].map((id) => ({ ...TAG, id }));
  const tanks = tags.map(({ id }) => ({ id: `T${id}`, level: id }));
  givePlant({
    by: { tags: Object.fromEntries(tags.map((tag) => [tag.id, tag])) },
    tags,
    holderOfLevel: Object.fromEntries(tanks.map((tank) => [tank.level, tank])),
  });
  /** @type {(levels: Record<string, LevelRow>) => string} */
  const said = (levels) => normalWords(readLevels(levels, {}, [], NOW));
  const [a, b, c] = ["A", "B", "C"].map((tag) => reading(0, "good", { tag }));
  equal(said({ A: a, B: b, C: c }), "level.normal 3");
  equal(said({ A: a, B: b }), "level.normal 2 · level.stale_more 1");
  equal(said({ A: a, B: b, C: { ...c, ts: NOW - 9_000 } }), "level.normal 2 · level.stale_more 1");
  equal(said({ A: a, B: b, C: { ...c, quality: "bad" } }), "level.normal 2 · level.stale_more 1");
});

test("of a plant of which nothing was heard nothing is called normal, and no alarm is said to stand or not", () => {
  plant();
  equal(normalWords(readLevels({}, {}, [], NOW)), "level.nothing_heard");
  equal(normalWords(readLevels({ LT: reading(9_000) }, {}, [], NOW)), "level.stale_more 1");
  equal(noAlarmWords({}), "alarm.nothing_heard");
  equal(noAlarmWords({ LT: reading(0) }), "alarm.none");
});
