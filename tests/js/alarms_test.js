/* The order in which alarms stand (docs/alarms.md, "The order"), and what a line of the wall hides. */

import { gravestOfEach, readAlarms } from "../../assets/alarms/alarms.js";
import { equal, test } from "./testing.js";

const NOW = 1_790_000_000_000;

/** @type {(id: string, priority: string, state: string, condition?: string, raised_at?: number) => Row} */
const alarm = (id, priority, state, condition = "H", raised_at = NOW - 60_000) => ({
  id,
  tag: id,
  condition,
  priority,
  state,
  raised_at,
  shelved_until: null,
  handed_over: false,
});

const IN_ORDER = [
  alarm("new loss", "emergency", "UNACK", "NETLOSS"),
  alarm("known loss", "emergency", "ACKED", "NETLOSS"),
  alarm("new gas", "high", "UNACK"),
  alarm("new level", "medium", "UNACK"),
  alarm("known gas", "high", "ACKED"),
  alarm("no signal", "low", "UNACK", "STALE"),
  alarm("no signal for long", "low", "ACKED", "STALE"),
  alarm("was a loss", "emergency", "RTNUN", "NETLOSS"),
  alarm("was gas", "high", "RTNUN"),
];

/** @type {(alarms: Row[]) => string[]} */
const order = (alarms) =>
  readAlarms(Object.fromEntries(alarms.map((one) => [one.id, one])), NOW).shown.map((one) =>
    one.id
  );

test("an emergency that stands is over all but a new one", () => {
  const names = IN_ORDER.map((one) => one.id);
  equal(order(IN_ORDER.toReversed()), names);
  for (const a of IN_ORDER) {
    for (const b of IN_ORDER) {
      if (a !== b) equal(order([a, b]), names.filter((name) => name === a.id || name === b.id));
    }
  }
});

test("of equals the newest is first", () => {
  const [old, newer] = [1, 2].map((at) => alarm(`at ${at}`, "high", "UNACK", "H", at));
  equal(order([old, newer]), ["at 2", "at 1"]);
});

test("a shelved alarm is aside until its time, or until another shift has it", () => {
  const shelved = { ...alarm("aside", "high", "ACKED"), shelved_until: NOW + 1 };
  equal(order([shelved]), []);
  equal(order([{ ...shelved, shelved_until: NOW }]), ["aside"]);
  equal(order([{ ...shelved, handed_over: true }]), ["aside"]);
});

test("a line of the wall hides no other condition of the same tag", () => {
  const alarms = [["LT-1", "STALE"], ["GD-1", "HH"], ["LT-1", "NETLOSS"], ["GD-1", "H"], [
    "GD-1",
    "L",
  ]]
    .map(([tag, condition]) => ({ tag, condition }));
  equal(gravestOfEach(alarms), [alarms[0], alarms[1], alarms[2], alarms[4]]);
});
