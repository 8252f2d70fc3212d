/* The sources that send readings, how old their last word is, and whether they are silent: by the site's `ages`
   of the source (domain/verdicts/freshness.py). */

import { board } from "../live/live_board.js";
import { verdictAt } from "../base/turns.js";
import { site } from "../live/plant.js";

/** @import { FeedRow, SilentSource } from "../types/rows.d.ts" */

/** A source as it reads now: `silent` is how long it has been so, in ms (Infinity: never heard); `gone` whether
 * it counts as silent.
 * @typedef {{ feed: FeedRow, silent: number, gone: boolean }} FeedRead */

/** @type {(rows: Record<string, FeedRow>, now: number) => FeedRead[]} */
export const readFeeds = (rows, now) =>
  Object.values(rows)
    .map((feed) => {
      const silent = feed.last_ts === null ? Infinity : now - feed.last_ts;
      const source = site().by.sources[feed.source];
      /** @type {SilentSource | undefined} */
      const down =
        board.kind("readiness", "source:")[`source:${feed.source}`]; /* its alarm stands */
      const gone = Boolean(down) || !source ||
        verdictAt(source.ages, Math.max(0, silent)).kind === "gone";
      return { feed, silent, gone };
    })
    .sort((a, b) => Number(b.gone) - Number(a.gone) || a.feed.source.localeCompare(b.feed.source));
