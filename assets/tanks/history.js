/* A history as it is drawn: pure functions over the answer of GET /api/v1/history. */

import { site } from "../live/plant.js";

/** @import { AlarmRow, DirectiveRow, Sign, Words } from "../types/rows.d.ts" */
/** @import { LimitName, Limits, Vessel } from "./levels.js" */

/** Times are UTC epoch ms.
 * @typedef {[ts: number, value: number | null, quality: string]} Point
 * @typedef {[from: number, to: number]} Stretch
 * @typedef {{since: number, until: number}} View
 * @typedef {[name: string, value: number]} NamedLimit
 */

/** What GET /api/v1/history answers. `stored`: how many readings are kept of the view, of which `points` are
 * those that are drawn.
 * @typedef {object} Told
 * @property {string} tag
 * @property {string | null} drill
 * @property {string} unit
 * @property {Point[]} points
 * @property {number} stored
 * @property {Stretch[]} silent
 * @property {Stretch[]} bad
 * @property {Stretch[]} uncertain
 */

/** One time that a tag's condition was raised, as GET /api/v1/alarms tells of it.
 * @typedef {object} Activation
 * @property {string} alarm
 * @property {string} tag
 * @property {AlarmRow["condition"]} condition
 * @property {AlarmRow["priority"]} priority
 * @property {Sign} sign
 * @property {number} raised_at
 * @property {number} raised_seq
 * @property {number | null} acked_at
 * @property {number | null} acked_seq
 * @property {number | null} returned_at
 * @property {number | null} returned_seq
 */

/** The vessels of a plant, and what stands between them.
 * @typedef {object} Equipment
 * @property {Vessel[]} [tanks]
 * @property {Vessel[]} [pools]
 * @property {{id: string, isolates?: string | null, drains?: string | null, position?: string | null}[]} [valves]
 * @property {{id: string, draws?: string | null, running?: string | null}[]} [pumps]
 */

/** What stands on the time axis: of an alarm with the number of its fact, or of a directive.
 * @typedef {"raised" | "acknowledged" | "returned" | "issued" | "done"} MarkWhat
 * @typedef {{alarm: string, tag: string, condition: AlarmRow["condition"], seq: number | null, directive?: undefined}} OfAlarm
 * @typedef {{directive: string, text: Words, alarm?: undefined, seq?: undefined}} OfDirective
 * @typedef {{at: number, what: MarkWhat, kind: Sign} & (OfAlarm | OfDirective)} Mark
 */

const MINUTE = 60000;
/** @type {Record<string, number>} */
const SPANS = {
  "15m": 15 * MINUTE,
  "1h": 60 * MINUTE,
  "8h": 480 * MINUTE,
  "24h": 1440 * MINUTE,
  "7d": 10080 * MINUTE,
};
const SHORTEST_MS = 10000;
/* From the lowest to the highest. */
/** @type {LimitName[]} */
export const LIMIT_NAMES = ["ll", "l", "h", "hh"];

/* What the address asks for: {since, until, live}. A span ends now and moves on; from-to stands. */
/** @type {(span: string, from: string, to: string, now: number) => View & {live: boolean}} */
function asked(span, from, to, now) {
  const since = Number(from);
  const until = Number(to);
  const { history_ms: longest, last_ms: last } = site().limits;
  if (from && to && since >= 0 && until > since && until <= last) {
    return { since: Math.max(since, until - longest), until, live: false };
  }
  return { since: now - SPANS[Object.hasOwn(SPANS, span) ? span : "1h"], until: now, live: true };
}

/* A span moved by a share of its length, or made so many times longer around its middle. */
/** @type {(view: View, share: number, times?: number) => View} */
function moved({ since, until }, share, times) {
  const half = Math.min(
    Math.max(((until - since) * (times || 1)) / 2, SHORTEST_MS / 2),
    site().limits.history_ms / 2,
  );
  const middle = (since + until) / 2 + (until - since) * (share || 0);
  return { since: Math.round(middle - half), until: Math.round(middle + half) };
}

/* Points with one more, as the server would have thinned it: of each part of `partMs` the lowest
   and the highest stay, so that a tail that grows for hours stays as short as a history. */
/** @type {(points: Point[], point: Point, partMs: number) => Point[]} */
function grown(points, point, partMs) {
  const n = points.length;
  if (n && point[0] <= points[n - 1][0]) return points;
  /** @type {(p: Point) => number} */
  const part = (p) => Math.floor(p[0] / partMs);
  if (n < 2 || part(points[n - 2]) !== part(point)) return points.concat([point]);
  const three = [points[n - 2], points[n - 1], point];
  const good = three.filter((p) => p[2] !== "bad");
  const of = good.length ? good : three;
  /** @type {(p: Point) => number} */
  const value = (p) =>
    p[1] ?? 0; /* a bad reading may have none; it speaks only where there is no better */
  const low = of.reduce((a, b) => (value(b) < value(a) ? b : a));
  const high = of.reduce((a, b) => (value(b) > value(a) ? b : a));
  const kept = low === high ? [low] : [low, high].sort((a, b) => a[0] - b[0]);
  return points.slice(0, -2).concat(kept);
}

/* The points that may be joined by a line, with null where it must break: over a silence, and
   where the readings were bad. */
/** @type {(points: Point[], silent: Stretch[], bad: Stretch[]) => {x: number[], y: (number | null)[]}} */
function line(points, silent, bad) {
  /** @type {number[]} */
  const x = [];
  /** @type {(number | null)[]} */
  const y = [];
  let gap = 0;
  let last = -Infinity; /* before the first there is nothing to break */
  for (const [ts, value, quality] of points) {
    if (quality === "bad") continue;
    while (gap < silent.length && silent[gap][1] <= last) gap += 1;
    const broken = x.length > 0 &&
      ((gap < silent.length && silent[gap][0] < ts && silent[gap][1] > last) ||
        bad.some(([from, to]) => from > last && to < ts));
    if (broken) {
      x.push(last + 1);
      y.push(null);
    }
    x.push(ts);
    y.push(value);
    last = ts;
  }
  return { x, y };
}

/* Where the value axis ends, and which limits lie beyond it: {low, high, above, below}, the limits
   as [name, value]. A limit that is near is brought into view; one far off would flatten the line. */
/** @type {(values: number[], limits: Limits | null, whole: [low: number, high: number]) => {low: number, high: number, above: NamedLimit[], below: NamedLimit[]}} */
function scale(values, limits, whole) {
  const given = LIMIT_NAMES.flatMap((name) => {
    const limit = limits && limits[name];
    return typeof limit === "number" ? [/** @type {NamedLimit} */ ([name, limit])] : [];
  });
  let low = values.length ? values.reduce((a, b) => Math.min(a, b)) : whole[0];
  let high = values.length ? values.reduce((a, b) => Math.max(a, b)) : whole[1];
  const size = high - low;
  for (const [, limit] of given) {
    if (limit > high && limit - high <= size) high = limit;
    if (limit < low && low - limit <= size) low = limit;
  }
  const room = Math.max((high - low) * 0.08, Math.abs(high) * 0.002, 0.002);
  low -= room;
  high += room;
  return {
    low,
    high,
    above: given.filter(([, limit]) => limit > high),
    below: given.filter(([, limit]) => limit < low),
  };
}

/* The equipment a tag belongs to: ids by which a directive may be about it. */
/** @type {(plant: Equipment, tag: string) => Set<string>} */
function equipmentOf(plant, tag) {
  const ids = new Set();
  const vessels = [...(plant.tanks || []), ...(plant.pools || [])].filter((v) =>
    [v.level, v.inflow, v.pump_out, ...(v.inflows || []), ...(v.outflows || [])].includes(tag)
  );
  for (const vessel of vessels) {
    ids.add(vessel.id);
    if (vessel.level !== tag) continue;
    if (vessel.bund) ids.add(vessel.bund);
    if (vessel.outfall) ids.add(vessel.outfall);
    (plant.valves || []).filter((v) =>
      v.isolates === vessel.id || (vessel.bund && v.drains === vessel.bund)
    ).forEach((v) => ids.add(v.id));
    (plant.pumps || []).filter((p) => p.draws === vessel.id).forEach((p) => ids.add(p.id));
  }
  (plant.valves || []).filter((v) => v.position === tag).forEach((v) => ids.add(v.id));
  (plant.pumps || []).filter((p) => p.running === tag).forEach((p) => ids.add(p.id));
  return ids;
}

/* What stands on the time axis, oldest first. */
/** @type {(activations: Activation[], directives: DirectiveRow[], equipment: Set<string>, since: number, until: number) => Mark[]} */
function marks(activations, directives, equipment, since, until) {
  /** @type {Mark[]} */
  const found = [];
  /** @type {(at: number | null, what: MarkWhat, kind: Sign, of: OfAlarm | OfDirective) => void} */
  const put = (at, what, kind, of) => {
    if (at && at >= since && at < until) found.push({ at, what, kind, ...of });
  };
  for (const a of activations) {
    const of = { alarm: a.alarm, tag: a.tag, condition: a.condition };
    put(a.raised_at, "raised", a.sign, { ...of, seq: a.raised_seq });
    put(a.acked_at, "acknowledged", "plain", { ...of, seq: a.acked_seq });
    put(a.returned_at, "returned", "good", { ...of, seq: a.returned_seq });
  }
  for (const d of directives) {
    const about = d.place === null ? d.acts_on : [d.place, ...d.acts_on];
    if (!about.some((id) => equipment.has(id))) continue;
    put(d.issued_at, "issued", "note", { directive: d.id, text: d.text });
    put(d.done_at, "done", "good", { directive: d.id, text: d.text });
  }
  return found.sort((a, b) => a.at - b.at);
}

/* How far a zone's clock is ahead of UTC at a moment, ms. */
/** @type {Record<string, Intl.DateTimeFormat>} */
const parts = {};
/** @type {(zone: string, ms: number) => number} */
function offset(zone, ms) {
  parts[zone] = parts[zone] ||
    new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  const p = Object.fromEntries(
    parts[zone].formatToParts(ms).map((part) => [part.type, Number(part.value)]),
  );
  return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) -
    Math.floor(ms / 1000) * 1000;
}
/* The zone's own clock as "2026-11-25T02:10:00", and back. */
/** @type {(zone: string, ms: number) => string} */
const local = (zone, ms) => new Date(ms + offset(zone, ms)).toISOString().slice(0, 19);
/** @type {(zone: string, text: string) => number | null} */
function instant(zone, text) {
  const wall = Date.parse(`${text}Z`);
  if (Number.isNaN(wall)) return null;
  const guess = wall - offset(zone, wall);
  return wall - offset(zone, guess);
}

/* The shown span as lines of a table: time in the zone and in UTC, tag, value, unit, quality. What
   an exercise showed has the exercise's own tag, as the readings door knows it: DRL-1/LT-206. */
/** @type {(zone: string, series: Pick<Told, "drill" | "tag" | "unit" | "points">[]) => (string | number)[][]} */
function lines(zone, series) {
  /** @type {(string | number)[][]} */
  const rows = [["time", "utc", "tag", "value", "unit", "quality"]];
  for (const { drill, tag, unit, points } of series) {
    const name = drill ? `${drill}/${tag}` : tag;
    for (const [ts, value, quality] of points) {
      rows.push([
        local(zone, ts).replace("T", " "),
        new Date(ts).toISOString(),
        name,
        value ?? "",
        unit,
        quality,
      ]);
    }
  }
  return rows;
}

export const history = {
  SPANS,
  asked,
  moved,
  grown,
  line,
  scale,
  equipmentOf,
  marks,
  offset,
  local,
  instant,
  lines,
};
