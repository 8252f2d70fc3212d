/* How a history becomes a drawing. */

import { history } from "../../assets/tanks/history.js";
import { historyData } from "../../assets/tanks/history_data.js";
import { evenTicks } from "../../assets/tanks/history_chart.js";
import { givePlant } from "./fakes/plant.js";
import { equal, ok, test } from "./testing.js";

/** @import { Activation, Point } from "../../assets/tanks/history.js" */
/** @import { Series } from "../../assets/tanks/history_data.js" */
/** @import { Tag } from "../../assets/tanks/levels.js" */
/** @import { DirectiveRow, LevelRow } from "../../assets/types/rows.d.ts" */

const MIN = 60_000;
givePlant({ by: {}, limits: { history_ms: 31 * 86_400_000, last_ms: 4_102_444_800_000 } });

test("a span ends now, and a span from one time to another stands still", () => {
  const now = 1_790_000_000_000;
  equal(history.asked("15m", "", "", now), { since: now - 15 * MIN, until: now, live: true });
  equal(history.asked("15m", "100", "200", now), { since: 100, until: 200, live: false });
  for (const [since, until] of [["200", "100"], ["x", "100"], ["100", ""]]) {
    equal(history.asked("never", since, until, now).since, now - 60 * MIN);
  }
  equal(history.asked("1h", "0", String(now), now).since, now - 31 * 86_400_000);
});

for (
  const [span, since, until] of [["constructor", "", ""], ["1h", "1", "1e300"], ["1h", "-5", "5"], [
    "1h",
    "NaN",
    "x",
  ]]
) {
  test(`an address of ${span} ${since} ${until} shows the last hour`, () => {
    equal(history.asked(span, since, until, 10_000_000), {
      since: 6_400_000,
      until: 10_000_000,
      live: true,
    });
  });
}

test("a view moves by a share and zooms around its middle", () => {
  const view = { since: 0, until: 100_000 };
  equal(history.moved(view, -0.5), { since: -50_000, until: 50_000 });
  equal(history.moved(view, 0, 0.5), { since: 25_000, until: 75_000 });
  const shortest = history.moved(view, 0, 0.0001);
  equal(shortest.until - shortest.since, 10_000);
});

test("a tail keeps the lowest and highest of each part and grows no longer", () => {
  /** @type {Point[]} */
  let points = [];
  for (let second = 0; second < 600; second += 1) {
    points = history.grown(
      points,
      [second * 1000, second === 333 ? 99 : second % 7, "good"],
      60_000,
    );
  }
  ok(points.length <= 2 * 10);
  ok(points.some(([at, value]) => at === 333_000 && value === 99));
  equal(points, points.toSorted((a, b) => a[0] - b[0]));
  equal(history.grown(points, points[points.length - 1], 60_000), points, "never twice");
});

test("a bad reading displaces no better one", () => {
  /** @type {Point[]} */
  const points = [[0, 5, "good"], [1000, 6, "good"]];
  equal(history.grown(points, [2000, 999, "bad"], 60_000), points);
});

test("no line is drawn over a silence or through bad readings", () => {
  /** @type {Point[]} */
  const points = [[0, 1, "good"], [1000, 2, "good"], [9000, 3, "good"], [10_000, 4, "bad"], [
    11_000,
    5,
    "uncertain",
  ]];
  equal(history.line(points, [[1000, 9000]], [[10_000, 10_000]]), {
    x: [0, 1000, 1001, 9000, 9001, 11_000],
    y: [1, 2, null, 3, null, 5],
  });
  equal(history.line(points.slice(0, 2), [], []), { x: [0, 1000], y: [1, 2] });
});

test("a near limit comes into view, and a far one is named beyond it", () => {
  const limits = { ll: 0.5, l: 1.0, h: 5.2, hh: 7.0, deadband: 0.02, on_delay_s: 5 };
  const scale = history.scale([4.8, 5.1], limits, [0, 8]);
  ok(scale.low < 4.8 && 5.2 < scale.high && scale.high < 7);
  equal([scale.above, scale.below], [[["hh", 7.0]], [["ll", 0.5], ["l", 1.0]]]);
  const empty = history.scale([], {}, [0, 8]);
  ok(empty.low < 0 && empty.high > 8);
});

test("a line grown from the board is broken where its tag was silent by its own ages", () => {
  /** @type {Answered} */
  const ages = { good: [[0, "plain", "fresh"], [9_001, "gone", "stale"]] };
  /** @type {Answered} */
  const series = { points: [[1_000, 5, "good"]], stored: 1, silent: [], partMs: 10 };
  /** @type {(ts: number, partMs?: number) => unknown} */
  const silent = (ts, partMs = 10) =>
    historyData.grow(
      { ...series, partMs },
      /** @type {Answered} */ ({ ages, period_s: 1 }),
      /** @type {Answered} */ ({ ts, value: 4, quality: "good" }),
      /** @type {Answered} */ ({ since: 0 }),
    ).silent;
  equal(silent(10_000), []);
  equal(silent(10_001), [[1_000, 10_001]]);
  equal(silent(10_001, 60_000), [], "a gap that a point of the chart is wider than");
});

test("marks are what happened to the tag and its equipment", () => {
  const name = { zh: "", en: "" };
  const plant = {
    tanks: [{ id: "T1", name, level: "LT-1", inflows: ["FT-1"], outflows: [], bund: "B1" }],
    pools: [],
    valves: [{ id: "XV-1", isolates: "T1" }, { id: "XV-2", position: "ZT-2" }],
    pumps: [{ id: "P1", draws: "T1" }],
  };
  /** @type {(tag: string) => unknown[]} */
  const equipment = (tag) => [...history.equipmentOf(plant, tag)].sort();
  equal(["LT-1", "FT-1", "ZT-2", "NONE"].map(equipment), [["B1", "P1", "T1", "XV-1"], ["T1"], [
    "XV-2",
  ], []]);
  /** @type {Activation} */
  const alarm = {
    alarm: "LT-1:H",
    tag: "LT-1",
    condition: "H",
    priority: "high",
    sign: "urgent",
    raised_at: 50,
    raised_seq: 3,
    acked_at: 60,
    acked_seq: 4,
    returned_at: 500,
    returned_seq: 9,
  };
  const orders = /** @type {DirectiveRow[]} */ ([
    { id: "DIR-1", place: "w1", acts_on: ["XV-1"], issued_at: 70, done_at: 90 },
    { id: "DIR-2", place: "T9", acts_on: [], issued_at: 70, done_at: null },
  ]);
  const marks = history.marks([alarm], orders, new Set(["T1", "XV-1"]), 0, 100);
  equal(marks.map((mark) => [mark.at, mark.what, mark.directive]), [
    [50, "raised", undefined],
    [60, "acknowledged", undefined],
    [70, "issued", "DIR-1"],
    [90, "done", "DIR-1"],
  ]);
});

/* As Python's zoneinfo has them; two of the days change the clock in Berlin. */
const MOMENTS = [1_790_000_000_000, 1_774_746_000_000, 1_792_890_000_000];
const LOCAL = {
  "Asia/Shanghai": ["2026-09-21T22:13:20", "2026-03-29T09:00:00", "2026-10-25T09:00:00"],
  "UTC": ["2026-09-21T14:13:20", "2026-03-29T01:00:00", "2026-10-25T01:00:00"],
  "America/St_Johns": ["2026-09-21T11:43:20", "2026-03-28T22:30:00", "2026-10-24T22:30:00"],
  "Europe/Berlin": ["2026-09-21T16:13:20", "2026-03-29T03:00:00", "2026-10-25T02:00:00"],
};

for (const [zone, days] of Object.entries(LOCAL)) {
  test(`the plant's clock in ${zone} is the zone's own`, () => {
    equal(MOMENTS.map((ms) => history.local(zone, ms)), days);
    for (const local of days) equal(history.local(zone, history.instant(zone, local) ?? 0), local);
  });
}

test("what is no time is none", () => equal(history.instant("UTC", "yesterday"), null));

test("an exported line of an exercise has the exercise's tag", () => {
  /** @type {Point[]} */
  const points = [[0, 1.5, "good"]];
  for (const drill of [null, "DRL-1"]) {
    const [, line] = history.lines("UTC", [{ tag: "LT-1", unit: "m", points, drill }]);
    equal(line, [
      "1970-01-01 00:00:00",
      "1970-01-01T00:00:00.000Z",
      drill ? "DRL-1/LT-1" : "LT-1",
      1.5,
      "m",
      "good",
    ]);
  }
});

for (
  const [low, high, step, written]
    of /** @type {[number, number, number, string][]} */ ([[4.598, 4.612, 0.005, ".3f"], [
      4.4,
      5.1,
      0.2,
      ".1f",
    ], [0, 48, 10, ".0f"]])
) {
  test(`an axis from ${low} to ${high} writes each tick with as many decimals`, () => {
    const told = evenTicks(low, high);
    ok(Math.abs(told.dtick - step) < 1e-9);
    equal(told.tickformat, written);
  });
}

/** @type {Tag} */
const TAG = { id: "LT", kind: "level", unit: "m", low: 0, high: 8, period_s: 1, ages: {} };

/** @type {(points: Point[], more?: Partial<Series>) => Series} */
const series = (points, more = {}) => ({
  tag: "LT",
  drill: null,
  unit: "m",
  points,
  stored: points.length,
  silent: [],
  bad: [],
  uncertain: [],
  partMs: 1,
  ...more,
});

/** @type {(ts: number, value: number, quality?: LevelRow["quality"]) => LevelRow} */
const row = (ts, value, quality = "good") => /** @type {LevelRow} */ ({
  tag: "LT",
  ts,
  value,
  quality,
});

test("a history grows by the board's newest reading, and by none that it has", () => {
  const view = { since: 0, until: 60_000 };
  const known = series([[1000, 5, "good"], [2000, 5, "good"]]);
  const grown = historyData.grow(known, TAG, row(3000, 4), view);
  equal([grown.points, grown.stored], [[...known.points, [3000, 4, "good"]], 3]);
  equal(grown.doubt, undefined);
  for (const old of [undefined, row(2000, 9), row(500, 9)]) {
    equal(historyData.grow(known, TAG, old, view), known);
  }
});

test("what has left the view is dropped, but for the point that the line comes in from", () => {
  const known = series([[1000, 1, "good"], [2000, 2, "good"], [3000, 3, "good"]]);
  const { points } = historyData.grow(known, TAG, row(4000, 4), { since: 2500, until: 62_500 });
  equal(points.map(([ts]) => ts), [2000, 3000, 4000]);
});

test("what came in doubt is marked as such in its time", () => {
  const view = { since: 0, until: 60_000 };
  const known = series([[1000, 5, "good"]]);
  equal(historyData.grow(known, TAG, row(2000, 5, "bad"), view).bad, [[2000, 2000]]);
  equal(historyData.grow(known, TAG, row(2000, 5, "uncertain"), view).uncertain, [[2000, 2000]]);
});
