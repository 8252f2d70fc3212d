/* The event-to-pixel time of this browser: its percentiles, what is kept, and what is not timed. */

import { KEPT_MS, makePixelDelay, newFacts, percentile } from "../../assets/live/pixel_delay.js";
import { equal, test } from "./testing.js";

/* A page whose clocks stand until a test moves them, and whose frames come when it says so. The server's
   clock is a million ahead of the browser's. */
function aPage() {
  const page = { ms: 1000, hidden: false, timesHidden: 0 };
  /** @type {(() => void)[]} */
  let waiting = [];
  const delay = makePixelDelay({
    serverMs: () => page.ms + 1_000_000,
    ms: () => page.ms,
    nextFrame: (run) => waiting.push(run),
    hidden: () => page.hidden,
    timesHidden: () => page.timesHidden,
  });
  /** @type {(after: number) => void} */
  const frame = (after) => {
    page.ms += after;
    const now = waiting;
    waiting = [];
    now.forEach((run) => run());
  };
  return { page, delay, frame };
}

/** @type {(seq: number, recorded_at: number) => {seq: number, recorded_at: number}} */
const fact = (seq, recorded_at) => ({ seq, recorded_at });

test("a percentile is the nearest rank", () => {
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
  equal([percentile(hundred, 50), percentile(hundred, 99), percentile(hundred, 100)], [
    50,
    99,
    100,
  ]);
  equal([percentile([7], 50), percentile([7], 99)], [7, 7]);
  equal([percentile([3, 1, 2], 50), percentile([3, 1, 2], 99)], [2, 3]);
  equal([percentile([4, 1, 3, 2], 50), percentile([4, 1, 3, 2], 51)], [2, 3]);
});

test("a fact is timed from its record to the second animation frame", () => {
  const { delay, frame } = aPage();
  delay.drawn([fact(1, 1_000_990)]);
  frame(16);
  equal(delay.figures(), null, "it is drawn, but not painted yet");
  frame(16);
  equal(delay.figures(), { p50: 42, p99: 42, n: 1 });
});

test("what is older than five minutes is forgotten", () => {
  const { page, delay } = aPage();
  delay.add(500);
  page.ms += KEPT_MS;
  delay.add(40);
  equal(delay.figures(), { p50: 40, p99: 500, n: 2 });
  page.ms += 1;
  equal(delay.figures(), { p50: 40, p99: 40, n: 1 });
  page.ms += KEPT_MS;
  equal(delay.figures(), null);
});

test("however many facts come, only the newest five thousand are kept", () => {
  const { delay } = aPage();
  for (let n = 0; n < 5100; n += 1) delay.add(n < 100 ? 9000 : 30);
  equal(delay.figures(), { p50: 30, p99: 30, n: 5000 });
});

test("what came while the page was hidden is not timed", () => {
  const { page, delay, frame } = aPage();
  page.hidden = true;
  delay.drawn([fact(1, 1_000_990)]);
  frame(16);
  frame(16);
  page.hidden = false;
  delay.drawn([fact(2, 1_000_990)]);
  page.timesHidden = 1; /* hidden and shown again before it was painted */
  frame(16);
  frame(60_000);
  equal(delay.figures(), null);
});

test("a clock that is ahead of this browser's makes no time below zero", () => {
  const { delay, frame } = aPage();
  delay.drawn([fact(1, 1_001_500)]);
  frame(16);
  frame(16);
  equal(delay.figures(), { p50: 0, p99: 0, n: 1 });
});

test("of a frame only the facts that were not known before are timed", () => {
  const rows = { 6: fact(6, 1), 7: fact(7, 1), 5: null, 8: fact(8, 1) };
  equal(newFacts(rows, 6).map(({ seq }) => seq), [7, 8]);
  equal(newFacts(undefined, 6), []);
});
