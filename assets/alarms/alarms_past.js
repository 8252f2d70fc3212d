/* Alarms of the past and the load they were, as they are drawn: pure functions over the answer of
   GET /api/v1/alarms. */

import { alarmName, alarmUnit, kindOfCondition } from "./alarms.js";
import { say, unitWord } from "../base/words.js";
import { named, site } from "../live/plant.js";
import { linkTo } from "../shared/links.js";

/** @import { Sign } from "../types/rows.d.ts" */

const AROUND_MS = 15 * 60000;

/* What the load is just now: {now, kind, word}. `now` are the alarms raised in the last ten minutes. */
export const loadOf = (past, now) => {
  const recent =
    past.activations.filter((a) => a.raised_at > now - past.step_ms && a.raised_at <= now).length;
  /** @type {Sign} */
  const kind = recent > past.flood_above ? "urgent" : recent > past.acceptable ? "warn" : "plain";
  /** @type {Sayable} */
  const word = kind === "urgent"
    ? "alarms.load_flood"
    : kind === "warn"
    ? "alarms.load_above"
    : "alarms.load_within";
  return { now: recent, kind, word };
};

/* The tag's history around an activation; null for a source, which has none. */
/** @type {(alarm: { tag: string, raised_at: number, returned_at?: number | null }, now: number) => string | null} */
export const historyOf = (alarm, now) => {
  if (!site().by.tags[alarm.tag]) return null;
  const from = Math.round(alarm.raised_at - AROUND_MS);
  const to = Math.round(Math.min(now, (alarm.returned_at || alarm.raised_at) + AROUND_MS));
  return `/tanks?${new URLSearchParams({ tag: alarm.tag, from: String(from), to: String(to) })}`;
};

const stateOf = (
  a,
) => (a.returned_at ? (a.acked_at ? "NORM" : "RTNUN") : a.acked_at ? "ACKED" : "UNACK");

/* Rows of the grid, one for each activation. */
/** @type {(activations: Answered[], now: number) => GridRow[]} */
export const pastRows = (activations, now) =>
  activations.map((a) => ({
    key: String(a.raised_seq),
    id: a.alarm,
    kind: kindOfCondition(a),
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
    state: say(`alarm.state.${stateOf(a)}`) +
      (a.shelved_by ? ` · ${say("alarms.was_shelved")}` : ""),
    seq: a.raised_seq,
    seqHref: linkTo("fact", a.raised_seq),
  }));
