/* The server's data on feeds beside the board: fetched while the page is open, once for all its
   panels. */

import { ask, STORE_MS } from "../base/ask.js";

/** @import { Turns } from "../types/rows.d.ts" */

/** A tag as its gateway reads it.
 * @typedef {{ tag: string, address: string, raw: string | null, ts: number | null, fault: string | null }} TagTold
 * @typedef {{ id: string, type: string, where: string, connected: boolean, error: string, values: number,
 *   unreadable: number, offset_ms: number | null, faults: Record<string, string>, certificate_ends: number | null,
 *   tags: TagTold[] }} ConnectionTold
 * @typedef {{ at: number, code: string, why: string, item: string }} LetterTold
 * @typedef {{ gateway: string, received_at: number, own_clock_ms: number,
 *   certificates: Record<string, Turns>, told: {
 *   waiting: number, oldest_waiting_at: number | null, buffer_bytes: number, evicted: number, rejected: number, dead_letters: number, set_aside?: number,
 *   letters: LetterTold[], connections: ConnectionTold[] } }} GatewayTold
 * @typedef {{ sender: string, tag: string, code: string, why: string, first_at: number, last_at: number,
 *   number: number }} RefusedTold
 * @typedef {{ held: number, of: number, least: number, most: number, too_sure: boolean, since: number }} HitsTold
 * @typedef {{ now: number, gateways: GatewayTold[], refused: RefusedTold[], unbound: string[],
 *   forecasts: HitsTold | null }} FeedsTold
 */

const EVERY_MS = 5000;
/** @type {FeedsTold | null} */
let told = null;
/** @type {Set<() => void>} */
const waiting = new Set();
let asking = false;

async function look() {
  if (asking || !waiting.size || document.visibilityState !== "visible") return;
  asking = true;
  try {
    const answer = await ask("/api/v1/feeds", { cache: "no-cache" }, STORE_MS);
    if (answer.ok) {
      told = answer.json();
      waiting.forEach((reader) => reader());
    }
  } catch (_) {
    /* the next look asks again */
  } finally {
    asking = false;
  }
}

setInterval(look, EVERY_MS);

/** @type {(reader: () => void) => () => void} */
const subscribe = (reader) => {
  waiting.add(reader);
  void look();
  return () => waiting.delete(reader);
};

/* The last answer; null before the first. */
/** @type {() => FeedsTold | null} */
export const useFeedsTold = () => React.useSyncExternalStore(subscribe, () => told);
