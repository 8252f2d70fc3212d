/* The sources that send readings, and how old their last word is. */

const STALE_PERIODS = 3;
const GRACE_MS = 1500;

export const readFeeds = (rows, now) =>
  Object.values(rows)
    .map((feed) => {
      const silent = feed.last_ts === null ? Infinity : now - feed.last_ts;
      const gone = silent > feed.period_s * 1000 * STALE_PERIODS + GRACE_MS;
      return { feed, silent, gone };
    })
    .sort((a, b) => Number(b.gone) - Number(a.gone) || a.feed.source.localeCompare(b.feed.source));
