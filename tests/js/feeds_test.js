/* "1 feed live" never stands beside the standing alarm that this source sends nothing. */

import { readGaps } from "../../assets/command/readiness.js";
import { readFeeds } from "../../assets/shared/feeds.js";
import { giveRows } from "./fakes/live_board.js";
import { givePlant } from "./fakes/plant.js";
import { equal, test } from "./testing.js";

const NOW = 1796148600000;
const feeds = { dcs: { source: "dcs", last_ts: NOW - 200, tags: 2, period_s: 1 } };

/** @type {() => boolean[]} */
const gone = () => readFeeds(feeds, NOW).map((one) => one.gone);

test("a source whose alarm for silence stands is not counted as live", () => {
  const ages = [[0, "plain", "live"], [3_000, "gone", "silent"]];
  givePlant({ by: { sources: { dcs: { id: "dcs", ages } } } });
  giveRows();
  equal(gone(), [false]);
  const readiness = { "source:dcs": { source: "dcs", since: NOW - 60000, tags: 2 } };
  giveRows({ readiness });
  equal(gone(), [true]);
  equal(readGaps(readiness, NOW).map((one) => [one.detail, one.end]), [
    ["ready.source_silent dcs", "60 s"],
  ]);
});
