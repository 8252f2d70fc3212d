/* What is wrong with the command center itself. */

import {
  clockWords,
  downWords,
  readCenterState,
  useLed,
  useSilent,
} from "../../assets/shared/center_state.js";
import { giveRows } from "./fakes/live_board.js";
import { equal, test } from "./testing.js";

const NOW = 100_000;

test("rows that did not come say that nothing is wrong", () => {
  equal(readCenterState(undefined, undefined, NOW), { unledMs: null, wrong: [] });
});

test("that nobody leads is told with how long, never a negative time", () => {
  /** @type {(led: boolean, since: number | null) => number | null} */
  const unled = (led, since) => readCenterState({ led, since }, undefined, NOW).unledMs;
  equal([unled(true, null), unled(false, 40_000), unled(false, NOW + 9), unled(false, null)], [
    null,
    60_000,
    0,
    0,
  ]);
});

test("a wrong clock is said to be ahead or behind", () => {
  const clocks = { wrong: [{ process: "duty", ahead_s: -90 }, { process: "web", ahead_s: 5 }] };
  equal(readCenterState(undefined, clocks, NOW).wrong.map(clockWords), [
    "center.clock_behind duty 90 s",
    "center.clock_ahead web 5 s",
  ]);
});

test("somebody leads unless the row says otherwise", () => {
  giveRows();
  equal(useLed(), true);
  giveRows({ center: { duties: { led: false, since: 1 } } });
  equal(useLed(), false);
  giveRows();
});

test("a channel that is down is told with how long and who sends instead", () => {
  /** @type {import("../../assets/types/rows.d.ts").DownChannel} */
  const down = { channel: "sms-a", kind: "sms", code: "down", since: 40_000, taken_over: "sms-b" };
  const alone = { ...down, taken_over: null };
  equal([downWords(down, NOW), downWords(alone, NOW)], [
    "center.channel_taken_over channel.sms sms-a 60 s sms-b",
    "center.channel_down channel.sms sms-a 60 s ",
  ]);
});

test("a plant without channels says so, but for a row that did not come", () => {
  giveRows();
  equal(useSilent(), false);
  giveRows({ center: { channels: { silent: true, kinds: [], down: [], trouble: false } } });
  equal(useSilent(), true);
  giveRows();
});
