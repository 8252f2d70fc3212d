/* Replay: a past second on the board's own components. On /replay/ID the rows come from GET
   api/v1/replay/ID/board instead of the live ones, and the clock shows that second. */

import { boardSync } from "./board_sync.js";
import { ask as askServer, gaveUp } from "../base/ask.js";
import { page } from "../base/context.js";
import { say } from "../base/words.js";

/** @import { Words } from "../types/rows.d.ts" */
/** @import { KeyedRows } from "./board_store.js" */

const AT = "at"; /* in the address: the second that is looked at, UTC epoch ms */
const FACT = "fact"; /* or the number of a fact: the second in which it was recorded */
/** @type {KeyedRows} */
const NOTHING = Object.freeze(Object.create(null));
/** @typedef {{
 *   rows: (topic: string) => KeyedRows,
 *   clock: () => number,
 *   state: () => ReplayState,
 *   to: (ms: number) => void,
 *   play: (times: number) => void,
 *   seenBy: (role: string) => void,
 *   subscribe: (reader: () => void) => () => void,
 * }} Replay */

const TICK_MS = 500;
const RETRY_MS = 1000;

/** A fact of the replay that has a mark, at a time (UTC epoch ms).
 * @typedef {{seq: number, at: number, kind: string}} ReplayMark
 */
/** What an observer noted, with the photographs named by their hashes.
 * @typedef {{
 *   seq: number, at: number, by: string, objective: string, rating: string, note: string | Words | null,
 *   photographs: string[]
 * }} ReplayNote
 */
/** What is replayed, as `GET /api/v1/replay/ID` tells it; `objectives` are a revealed drill's.
 * @typedef {{
 *   id: string, title: Words, exercise: boolean, since: number, until: number, marks: ReplayMark[],
 *   notes: ReplayNote[], objectives: Record<string, Words>
 * }} ReplaySpan
 */
/** The second that the rows are of: what its clock showed, and the last fact before its end.
 * @typedef {{at: number, clock: number, seq: number, rows: Record<string, KeyedRows>}} ReplayShown
 */
/** `span` and `shown` are null until they are there; `speed` 0: it stands; `failed`: why nothing is shown.
 * @typedef {{
 *   span: ReplaySpan | null, at: number, shown: ReplayShown | null, speed: number, seenBy: string, failed: string
 * }} ReplayState
 */

/** @type {(name: string) => Replay} */
function replayOf(name) {
  /** @type {Set<() => void>} */
  const readers = new Set();
  /** @type {ReplaySpan | null} */
  let span = null;
  /** @type {Record<string, KeyedRows>} */
  let rows = {};
  /** @type {ReplayShown | null} */
  let shown = null;
  const asked = new URLSearchParams(location.search);
  let at = Number(asked.get(AT)) || 0;
  let fact = Number(asked.get(FACT)) || 0;
  let seenBy = "";
  let speed = 0; /* 0: it stands */
  let asking = false;
  let failed = "";

  const tell = () => {
    readers.forEach((reader) => reader());
    boardSync.redraw();
  };

  async function ask() {
    if (asking || !span) return;
    asking = true;
    const wanted = `${at}${seenBy}`;
    try {
      const query = new URLSearchParams(fact ? { fact: String(fact) } : { at: String(at) });
      if (seenBy) query.set("seen_by", seenBy);
      const answer = await askServer(`/api/v1/replay/${name}/board?${query}`, {
        cache: "no-store",
      });
      const told = answer.json();
      if (!answer.ok) throw new Error(told.detail);
      rows = told.rows;
      shown = told;
      if (fact) at = told.at;
      fact = 0;
      failed = "";
    } catch (error) {
      failed = gaveUp(error)
        ? say("link.lost")
        : String((error instanceof Error && error.message) || error);
      setTimeout(ask, RETRY_MS);
    }
    asking = false;
    tell();
    if (shown && !failed && wanted !== `${at}${seenBy}`) ask();
  }

  /* Look at a second of it; the address follows, so that it can be sent to a colleague. */
  /** @type {(ms: number) => void} */
  function to(ms) {
    if (!span) return;
    fact = 0;
    at = Math.round(Math.min(Math.max(ms, span.since), span.until));
    history.replaceState(null, "", `${location.pathname}?${AT}=${at}`);
    tell();
    ask();
  }

  setInterval(() => {
    if (!speed || !span) return;
    if (at >= span.until) speed = 0;
    else to(at + speed * TICK_MS);
  }, TICK_MS);

  async function begin() {
    const answer = await askServer(`/api/v1/replay/${name}`, { cache: "no-store" });
    const told = answer.json();
    failed = answer.ok ? "" : told.detail;
    if (!answer.ok) return tell();
    span = /** @type {ReplaySpan} */ (told);
    if (fact) ask();
    else to(at || span.since);
  }

  /* The first fold of a long journal takes its time, and so may a server that is away. */
  const patiently = () => begin().catch(() => setTimeout(patiently, RETRY_MS));
  if (page.role) patiently();

  return {
    rows: (topic) => rows[topic] || NOTHING,
    clock: () => (shown ? shown.clock : at),
    state: () => ({ span, at, shown, speed, seenBy, failed }),
    to,
    play: (times) => {
      speed = times;
      tell();
    },
    seenBy: (role) => {
      seenBy = role;
      tell();
      ask();
    },
    subscribe: (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
  };
}

const [, folder, name] = location.pathname.split("/");
export const replay = folder === "replay" && name
  ? replayOf(name)
  : null; /* null on every other page */
