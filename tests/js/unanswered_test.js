/* The wall while alarms stand unanswered and no incident is open. */

import { readBursts, readUnanswered } from "../../assets/wall/unanswered.js";
import { givePlant } from "./fakes/plant.js";
import { partOf } from "./rows.js";
import { equal, ok, test } from "./testing.js";

/** @import { Sounding, Unanswered } from "../../assets/types/rows.d.ts" */

const NOW = 1_000_000;
const ready = () =>
  givePlant({
    holderOfLevel: {},
    by: { posts: { board: { id: "board", name: "Board operator" } }, areas: {}, tags: {} },
  });

/** @type {(tag: string, ago: number) => Sounding} */
const sounding = (tag, ago) => ({ alarm: `${tag}:H`, tag, condition: "H", at: NOW - ago });

/** @type {Unanswered} */
const row = partOf({
  n: 36,
  grave: 3,
  since: NOW - 260_000,
  first: sounding("LT-1", 260_000),
  asked: ["board"],
  bursts: [
    {
      unit: "farm",
      side: "H",
      n: 35,
      sign: "urgent",
      gravest: sounding("LT-9", 10_000),
      first: sounding("LT-1", 260_000),
    },
    {
      unit: null,
      side: "L",
      n: 1,
      sign: "warn",
      gravest: sounding("PT-2", 5_000),
      first: sounding("PT-2", 5_000),
    },
  ],
});

test("the headline says how many nobody has answered, whose work it is, and what came first", () => {
  ready();
  const cells = readUnanswered(row, partOf({ posts: { board: "wang" } }), 5, NOW);
  equal(cells.map(([name, { kind, big }]) => [name, kind, big]), [
    ["unanswered.alarms", "urgent", "unanswered.n 36"],
    ["unanswered.who", "warn", "Board operator"],
    ["unanswered.first", "note", "LT-1 alarm.condition.H"],
    ["unanswered.ready", "note", "unanswered.gaps 5"],
  ]);
  equal(cells[1][1].lines, ["wang"]);
});

test("a burst is one row, and what came first is not called the cause", () => {
  ready();
  const [burst, alone] = readBursts(row, NOW);
  equal([burst.kind, burst.name, burst.end], ["urgent", "LT-9 alarm.condition.H", "260 s"]);
  equal(burst.detail[0], "unanswered.burst 35 unanswered.unit farm LT-1 alarm.condition.H");
  equal([alone.name, alone.detail], ["PT-2 alarm.condition.H", []]);
  const [, , [, first]] = readUnanswered(row, undefined, 0, NOW);
  ok(String(first.lines[0]).startsWith("unanswered.first_at"));
});
