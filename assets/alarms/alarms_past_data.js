/* The alarms of the chosen span, fetched once for all panels of the page, and again when one
   changes. */

import { useAddress } from "../base/address.js";
import { useDrill, useKind, useSecond } from "../live/react_panels.js";
import { scene } from "../live/scene.js";
import { clock } from "../live/server_clock.js";
import { historyData } from "../tanks/history_data.js";

const HOUR = 3600000;
/** @type {Record<string, number>} */
const SPANS = { "8h": 8 * HOUR, "24h": 24 * HOUR, "7d": 168 * HOUR };
const REST_MS = 5000; /* a flood of alarms is no flood of questions */
const AGE_MS = 60000;
const MOST = 2000;

/** What the server answered of a span, as `past`; null while it has not.
 * @typedef {{ span: string, past: Answered, failed: boolean }} AnsweredSpan
 */

/** @type {AnsweredSpan | null} */
let answer = null;
let asking = false;
let askedAt = -Infinity;
let askedFor = "";
/** @type {Set<() => void>} */
const readers = new Set();

/** @type {(span: string, why: string) => Promise<void>} */
async function ask(span, why) {
  if (asking) return;
  asking = true;
  askedAt = performance.now();
  askedFor = why;
  const until = clock.now();
  try {
    const past = await historyData.get("alarms", {
      since: until - SPANS[span],
      until,
      limit: MOST,
    });
    answer = { span, past, failed: false };
  } catch (_) {
    answer = { span, past: answer && answer.span === span ? answer.past : null, failed: true };
  }
  asking = false;
  readers.forEach((reader) => reader());
}

/** @type {() => { span: string, setSpan: (span: string) => void, spans: string[], past: Answered, failed: boolean }} */
export const usePast = () => {
  const [named, setSpan] = useAddress("span", "8h");
  const span = Object.hasOwn(SPANS, named) ? named : "8h";
  const alarms = useKind("alarms", "");
  const now = useSecond();
  const known = React.useSyncExternalStore(
    (reader) => (readers.add(reader), () => readers.delete(reader)),
    () => answer,
  );
  useDrill();
  const mine = known && known.span === span ? known : null;
  const why = `${span} ${scene.shown()} ${
    Object.values(alarms).map((a) => `${a.id}${a.state}${a.raised_at}`).join()
  }`;
  React.useEffect(() => {
    if (!clock.known()) return;
    const waited = performance.now() - askedAt;
    const another = !askedFor.startsWith(`${span} ${scene.shown()} `);
    const moved = why !== askedFor || (mine && mine.failed);
    if (another || (moved && waited > REST_MS) || waited > AGE_MS) ask(span, why);
  }, [span, why, now]);
  return {
    span,
    setSpan,
    spans: Object.keys(SPANS),
    past: mine && mine.past,
    failed: Boolean(mine && mine.failed),
  };
};
