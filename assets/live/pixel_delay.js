/* How long a fact takes from being recorded to standing on this screen, measured in this browser.

   Of every live frame each fact that is new here is timed: from its `recorded_at`, by the server's clock as
   this page knows it (`server_clock.js`, which leaves out the shortest way of a frame to this browser), to
   the second animation frame after the frame came: in the first the board is drawn, at the second it has
   been painted. What came while this page was hidden, or by catching up, is not timed. */

/** @import { TickerRow } from "../types/rows.d.ts" */

export const KEPT_MS = 5 * 60000;
const MOST = 5000; /* samples that are kept, however many facts a minute has */

/** What it needs of the page: `serverMs` is the time by the server's clock and `ms` by this browser's
 * monotonic one; `nextFrame` runs something in the next animation frame; `timesHidden` counts how often the
 * page was hidden so far.
 * @typedef {{
 *   serverMs: () => number,
 *   ms: () => number,
 *   nextFrame: (run: () => void) => void,
 *   hidden: () => boolean,
 *   timesHidden: () => number,
 * }} Page */

/** Nearest rank: the least of the values that so many per cent of them do not exceed.
 * @type {(values: number[], percent: number) => number} */
export const percentile = (values, percent) => {
  const sorted = values.slice().sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(sorted.length * percent / 100)) - 1];
};

/** The facts of a frame's ticker that are newer than the newest one known before it.
 * @type {(rows: Record<string, object | null> | undefined, known: number) => TickerRow[]} */
export const newFacts = (rows, known) =>
  Object.values(rows || {}).flatMap((row) => {
    const fact = /** @type {TickerRow | null} */ (row);
    return fact && fact.seq > known ? [fact] : [];
  });

/** @param {Page} page */
export function makePixelDelay({ serverMs, ms, nextFrame, hidden, timesHidden }) {
  /** @type {{at: number, took: number}[]} */
  let samples = [];

  /* One sample, taken now; what is older than five minutes goes. */
  /** @type {(took: number) => void} */
  function add(took) {
    const at = ms();
    samples.push({ at, took: Math.max(0, took) });
    samples = samples.slice(-MOST).filter((one) => at - one.at <= KEPT_MS);
  }

  /* The facts of a live frame that is about to be drawn. */
  /** @type {(facts: Pick<TickerRow, "recorded_at">[]) => void} */
  function drawn(facts) {
    if (!facts.length || hidden()) return;
    const before = timesHidden();
    nextFrame(() =>
      nextFrame(() => {
        if (timesHidden() !== before) return;
        const now = serverMs();
        facts.forEach((fact) => add(now - fact.recorded_at));
      })
    );
  }

  /* {p50, p99, n} in whole milliseconds; null without a fact in the last five minutes. */
  /** @type {() => {p50: number, p99: number, n: number} | null} */
  function figures() {
    const now = ms();
    const took = samples.filter((one) => now - one.at <= KEPT_MS).map((one) => one.took);
    return took.length
      ? {
        p50: Math.round(percentile(took, 50)),
        p99: Math.round(percentile(took, 99)),
        n: took.length,
      }
      : null;
  }

  return { add, drawn, figures };
}
