/* The order and the state of alarms are their rows' own (domain/alarms/standing.py); what a line of the wall hides. */

import {
  alarmKind,
  alarmMeasure,
  alarmToldNow,
  gravestOfEach,
  handMay,
  isAside,
  readAlarms,
} from "../../assets/alarms/alarms.js";
import { readLevels } from "../../assets/tanks/levels.js";
import { giveRows } from "./fakes/live_board.js";
import { givePlant } from "./fakes/plant.js";
import { equal, test } from "./testing.js";

const NOW = 1_790_000_000_000;

/** @type {(id: string, order: number, turns?: unknown[]) => Answered} */
const alarm = (id, order, turns = [[0, "urgent", "stands"]]) => ({
  id,
  tag: id,
  order,
  turns,
  state: "UNACK",
  handed_over: false,
});

/** @type {(...alarms: Answered[]) => Record<string, string[]>} */
const read = (...alarms) => {
  const { shown, shelved } = readAlarms(
    Object.fromEntries(alarms.map((one) => [one.id, one])),
    NOW,
  );
  return { shown: shown.map((one) => one.id), shelved: shelved.map((one) => one.id) };
};

test("alarms stand in the order of their rows", () => {
  equal(read(alarm("c", 3), alarm("a", -1e13), alarm("b", 2)).shown, ["a", "b", "c"]);
});

/** @type {(until: number) => unknown[]} */
const until = (at) => [[0, "plain", "shelved"], [at, "warn", "stands"]];

test("a shelved alarm is aside until its time, or while another shift has yet to take it over", () => {
  equal(read(alarm("aside", 1, until(NOW + 1))), { shown: [], shelved: ["aside"] });
  equal(read(alarm("aside", 1, until(NOW))), { shown: ["aside"], shelved: [] });
  const handed = { ...alarm("handed", 1), handed_over: true };
  equal(read(handed), { shown: ["handed"], shelved: [] });
  equal(
    [alarm("aside", 1, until(NOW + 1)), handed, alarm("a", 1)].map((one) => isAside(one, NOW)),
    [
      true,
      true,
      false,
    ],
  );
});

test("how grave one is its row says, also while it is aside", () => {
  equal(alarmKind(alarm("a", 1)), "urgent");
  equal(alarmKind(alarm("a", 1, until(NOW + 1))), "warn");
});

test("a line of the wall hides no other condition of the same tag", () => {
  const alarms = ["LT-1:STALE", "GD-1:H", "LT-1:NETLOSS", "GD-1:H", "GD-1:L"].map((about, n) => ({
    about,
    id: n,
  }));
  equal(gravestOfEach(alarms), [alarms[0], alarms[1], alarms[2], alarms[4]]);
});

test("only whom the row names may put an alarm aside or bring it back", () => {
  const hands = { shelve: [], take_out: ["commander"], out_hours: [2], bring_back: ["controller"] };
  equal(handMay({ hands }, "shelve"), false);
  equal(handMay({ hands }, "take_out"), true);
  equal(handMay({ hands }, "bring_back"), false);
});

test("an alarm's value is rounded as the level is beside it", () => {
  /** @type {(unit: string, value: number) => string[]} */
  const told = (unit, value) => {
    const ages = { good: [[0, "plain", "fresh"]] };
    const tag = { id: "LT", unit, low: 0, high: 10, kind: "level", source: "dcs", ages };
    givePlant({
      by: { tags: { LT: tag } },
      tags: [tag],
      tanks: [],
      holderOfLevel: {},
      levelRank: {},
    });
    const row = { tag: "LT", value, ts: NOW, quality: "good", turns: [[0, "plain", "fresh"]] };
    giveRows({ levels: { LT: row } });
    const level = readLevels(/** @type {Answered} */ ({ LT: row }), {}, [], NOW).all[0].detail;
    return [alarmMeasure({ tag: "LT", condition: "H" }, NOW), ...[level].flat().slice(-1)];
  };
  equal(told("m", 1.85), ["1.85 m", "1.85 m"]);
  equal(told("ppm", 230), ["230 ppm", "230 ppm"]);
  equal(told("ppm", 127.48), ["127 ppm", "127 ppm"]);
});

test("a row tells what is measured now, and beside it what was at the alarm", () => {
  const ages = { good: [[0, "plain", "fresh"]] };
  const tag = { id: "GD", unit: "ppm", low: 0, high: 500, kind: "gas", source: "dcs", ages };
  givePlant({
    by: { tags: { GD: tag } },
    tags: [tag],
    tanks: [],
    holderOfLevel: {},
    levelRank: {},
  });
  const row = { tag: "GD", value: 23.5, ts: NOW, quality: "good", turns: [[0, "plain", "fresh"]] };
  const raised = { ...alarm("a", 1), tag: "GD", condition: "HH", priority: "high", value: 156.86 };
  const told = () => alarmToldNow({ ...raised, limit: 150, activations: 1 }, NOW);
  giveRows({ levels: { GD: row } });
  equal(told(), ["alarm.now 23.5 ppm", "alarm.limit 157 ppm 150", "alarm.priority.high"]);
  giveRows({ levels: {} });
  equal(told(), ["alarm.limit 157 ppm 150", "alarm.priority.high"]);
});
