/* The sources that send readings, how old their last word is, and whether they are silent: by the site's `ages`
   of the source (domain/verdicts/freshness.py). */

import { verdictAt } from "../base/turns.js";
import { site } from "../live/plant.js";

export const readFeeds = (rows, now) =>
  Object.values(rows)
    .map((feed) => {
      const silent = feed.last_ts === null ? Infinity : now - feed.last_ts;
      const source = site().by.sources[feed.source];
      const gone = !source || verdictAt(source.ages, Math.max(0, silent)).kind === "gone";
      return { feed, silent, gone };
    })
    .sort((a, b) => Number(b.gone) - Number(a.gone) || a.feed.source.localeCompare(b.feed.source));
