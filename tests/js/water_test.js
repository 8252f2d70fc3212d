/* Where the water goes: the rows of pools and valves, worded by the age of the readings that they go by. */

import { readWater, valveState, valveWord } from "../../assets/tanks/water.js";
import { givePlant } from "./fakes/plant.js";
import { equal, test } from "./testing.js";

/** @import { LevelRow, PoolRow, Sign, Turns, ValveRow } from "../../assets/types/rows.d.ts" */
/** @import { LevelRows, Pool, Valve } from "../../assets/tanks/water.js" */

const NOW = 1_000_000;
const STALE = 3_001;
const AGES = Object.fromEntries(
  [["good", "fresh", "plain"], ["uncertain", "doubtful", "plain"], ["bad", "bad", "gone"]].map(
    ([quality, code, sign]) => [quality, [[0, sign, code], [STALE, "gone", "stale"]]],
  ),
);
/** @type {Valve} */
const VALVE = { id: "V7", kind: "outfall", position: "ZT" };

/** @type {(id: string, outfall?: string) => Pool} */
const pool = (id, outfall) => ({
  id,
  name: { zh: id, en: `name of ${id}` },
  level: `LT-${id}`,
  to_weir_m3: 100,
  outfall,
});

/** @type {(...pools: Pool[]) => void} */
const plantOf = (...pools) =>
  givePlant({
    by: {
      tags: Object.fromEntries(pools.map((one) => [one.level, { id: one.level, ages: AGES }])),
      valves: { V7: VALVE },
    },
    valves: [VALVE],
    pools,
  });

/** @type {(value: number, age?: number, quality?: LevelRow["quality"]) => LevelRow} */
const reading = (value, age = 0, quality = "good") => /** @type {LevelRow} */ ({
  value,
  ts: NOW - age,
  quality,
});

/** @type {(sign: Sign, code: string, earliest?: number | null) => PoolRow} */
const stands = (sign, code, earliest = null) => /** @type {PoolRow} */ ({
  turns: code === "overflow" ? [[0, sign, code]] : [[0, sign, code], [STALE, "gone", "stale"]],
  overflowing_since: code === "overflow" ? NOW - 60_000 : null,
  earliest_min: earliest,
  likely_min: earliest,
});

/** @type {(turns: Turns, more?: Partial<ValveRow>) => ValveRow} */
const valve = (turns, more = {}) => ({
  element: "V7",
  reported: null,
  indicated: null,
  position: "ZT",
  valued_at: null,
  must_be_shut: false,
  turns,
  ...more,
});

const STEADY = stands("note", "steady");
const SHUT = valve([[0, "plain", "shut"], [STALE, "gone", "was_shut"]]);
const OPEN = valve([[0, "urgent", "open"], [STALE, "warn", "was_open"]]);

/** [the valve's word, the cell's kind, its big words].
 * @type {(valve: ValveRow, levels?: LevelRows) => unknown[]} */
const told = (valve, levels = {}) => {
  plantOf(pool("EP", "V7"));
  const rows = { "LT-EP": reading(30), "pool:EP": STEADY, "valve:V7": valve, ...levels };
  const { kind, big } = readWater(rows, NOW);
  return [valveWord(valveState(VALVE, rows, NOW), NOW), kind, big];
};

test("a valve that is heard now is told plainly", () => {
  equal(told(OPEN, { ZT: reading(1) }), ["map.open", "urgent", [
    "water.open V7",
    "water.open_short V7",
  ]]);
  equal(told(SHUT, { ZT: reading(0) }), ["map.shut", "note", "water.pool 30"]);
});

test("a silent valve is told with doubt and its age, and is no alarm", () => {
  const old = { ZT: reading(1, 240_000) };
  equal(told(OPEN, old), ["map.valve_old map.open 240 s", "warn", "water.pool 30"]);
  equal(told(SHUT, old), ["map.valve_old map.shut 240 s", "gone", "water.pool 30"]);
});

test("a valve whose tag sends bad readings is as it was when they were good", () => {
  const bad = valve([[0, "warn", "was_open"]], { valued_at: NOW - 60_000 });
  equal(told(bad, { ZT: reading(0, 0, "bad") })[0], "map.valve_old map.open 60 s");
});

test("a valve that was never heard stands as usual, with doubt", () => {
  const unheard = valve([[0, "warn", "unheard_open"]]);
  equal(told(unheard), ["map.valve_unheard map.open", "warn", "water.pool 30"]);
});

test("a person's word is told without doubt once the tag is silent", () => {
  const said = valve([[0, "urgent", "open"], [STALE, "plain", "reported_shut"]], {
    reported: { state: "shut", at: NOW - 60_000, by: "ann" },
  });
  equal(told(said, { ZT: reading(1, 240_000) })[0], "map.shut");
  equal(told(said, { ZT: reading(1) })[0], "map.open");
});

test("a pool runs over when its row says so, whatever its gauge reads or whether it is heard", () => {
  plantOf(pool("EP"));
  for (const [value, age] of [[99.5, 0], [101, 0], [99.5, 60_000]]) {
    const rows = { "LT-EP": reading(value, age), "pool:EP": stands("urgent", "overflow", 0) };
    const { kind, big } = readWater(rows, NOW);
    equal([kind, big], ["urgent", ["water.overflow_for 60 s", "water.overflow"]]);
  }
  const wave = { "LT-EP": reading(100.5), "pool:EP": stands("warn", "soon", 0) };
  equal(readWater(wave, NOW).big, ["water.earliest 0", "water.earliest_short 0"]);
});

test("the worst of all pools leads, and says which it is", () => {
  const two = [pool("EP"), pool("NORTH")];
  const levels = { "LT-EP": reading(30), "LT-NORTH": reading(80), "pool:EP": STEADY };
  plantOf(...two);
  const soon = { ...levels, "pool:NORTH": stands("warn", "soon", 12) };
  const { kind, big, lines } = readWater(soon, NOW);
  equal([kind, big], ["warn", ["water.earliest 12", "water.earliest_short 12"]]);
  equal(lines[1], [
    "V7 map.shut · name of NORTH · water.held 80 80 100",
    "V7 map.shut · name of NORTH · water.pool 80",
    "V7 map.shut · name of NORTH",
  ]);
  plantOf(...two.toReversed());
  equal(readWater(soon, NOW), { kind, big, lines });
  const over = { ...soon, "pool:EP": stands("urgent", "overflow", 0) };
  equal(readWater(over, NOW).big, ["water.overflow_for 60 s", "water.overflow"]);
});

test("of a silent gauge and of a bad one no rate is told", () => {
  plantOf(pool("EP"));
  const filling = stands("note", "filling", 44);
  const rows = { "LT-EP": reading(30), "pool:EP": filling };
  equal(readWater(rows, NOW).kind, "note");
  const silent = readWater({ ...rows, "LT-EP": reading(30, 60_000) }, NOW);
  equal([silent.kind, silent.big, silent.lines[0]], ["gone", "water.pool 30", "level.stale 60 s"]);
  const bad = readWater(
    { "LT-EP": reading(30, 0, "bad"), "pool:EP": stands("gone", "bad") },
    NOW,
  );
  equal([bad.kind, bad.lines[0]], ["gone", "level.bad"]);
});
