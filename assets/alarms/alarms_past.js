/* Past alarms and the operator load, prepared for drawing: pure functions over the answer of GET
   /api/v1/alarms. */

import { alarmName, alarmUnit } from "./alarms.js";
import { turnTaken, verdictAt } from "../base/turns.js";
import { say, unitWord } from "../base/words.js";
import { named, site } from "../live/plant.js";
import { linkTo } from "../shared/links.js";

/** @import { Sign, Turns } from "../types/rows.d.ts" */

const AROUND_MS = 15 * 60000;

/* What the load is just now: {now, kind, word}. `now` are the alarms raised in the last ten minutes. */
/** @type {(past: { load_now: { turns: Turns, raised: [at: number, n: number][] } }, now: number) =>
 *   { now: number, kind: Sign, word: string }} */
export const loadOf = ({ load_now: { turns, raised } }, now) => {
  const { kind, code } = verdictAt(turns, now);
  const taken = turnTaken(raised, now);
  return { now: taken ? taken[1] : 0, kind, word: say(`alarms.load_${code}`) };
};

/* The tag's history around an activation; null for a source, which has none. */
/** @type {(alarm: { tag: string, raised_at: number, returned_at?: number | null }, now: number) => string | null} */
export const historyOf = (alarm, now) => {
  if (!site().by.tags[alarm.tag]) return null;
  const from = Math.round(alarm.raised_at - AROUND_MS);
  const to = Math.round(Math.min(now, (alarm.returned_at || alarm.raised_at) + AROUND_MS));
  return `/tanks?${new URLSearchParams({ tag: alarm.tag, from: String(from), to: String(to) })}`;
};

/* Rows of the grid, one for each activation. */
/** @type {(activations: Answered[], now: number) => GridRow[]} */
export const pastRows = (activations, now) =>
  activations.map((a) => ({
    key: String(a.raised_seq),
    id: a.alarm,
    kind: a.sign,
    raised: a.raised_at,
    name: alarmName(a),
    nameHref: historyOf(a, now),
    priority: say(`priority.${a.priority}`),
    value: a.value,
    limit: a.limit,
    unit: unitWord(alarmUnit(a, site().by.tags[a.tag])),
    acked: a.acked_at ? a.acked_at - a.raised_at : null,
    by: a.acked_by ? named(a.acked_by) : "",
    stood: a.returned_at ? a.returned_at - a.raised_at : null,
    state: say(`alarm.state.${a.state}`) +
      (a.shelved_by ? ` · ${say("alarms.was_shelved")}` : ""),
    seq: a.raised_seq,
    seqHref: linkTo("fact", a.raised_seq),
  }));
