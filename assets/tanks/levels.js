/* Which levels matter now, and how each reads: value, share of the vessel, trend, age. */

import { inTime, inTimeWords } from "./in_time.js";
import { text } from "../base/context.js";
import { LEVEL_ORDER } from "../made/decided.js";
import { firstOf, worst as gravest } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { age, number, say, unitWord } from "../base/words.js";
import { board } from "../live/live_board.js";
import { site } from "../live/plant.js";
import { useReady } from "../live/react_panels.js";
import { openIncidents } from "../shared/incidents.js";

/** @import { AlarmRow, IncidentRow, LevelRow, Sign, Turns, Words } from "../types/rows.d.ts" */

/** The limits of a tag, in its unit.
 * @typedef {"ll" | "l" | "h" | "hh"} LimitName
 * @typedef {Partial<Record<LimitName, number | null>>} Limits
 */

/** A tag as GET /api/v1/site tells of it. `ages`, by a reading's quality, count from the reading.
 * @typedef {object} Tag
 * @property {string} id
 * @property {Words | null} [name]
 * @property {string} kind
 * @property {string} unit
 * @property {number} low
 * @property {number} high
 * @property {number} period_s
 * @property {Limits | null} [limits]
 * @property {Record<string, Turns>} ages
 */

/** A tank or a pool as GET /api/v1/site tells of it. Only a pool has a weir.
 * @typedef {object} Vessel
 * @property {string} id
 * @property {string} level
 * @property {Words} name
 * @property {Words} [product]
 * @property {string | null} [bund]
 * @property {number} [height_m]
 * @property {number} [m3_per_m]
 * @property {number} [to_weir_m3]
 * @property {string | null} [inflow]
 * @property {string | null} [pump_out]
 * @property {string | null} [outfall]
 * @property {string[]} [inflows]
 * @property {string[]} [outflows]
 */

/** What the age of a reading is judged by.
 * @typedef {Pick<Tag, "ages">} Aged
 * @typedef {Pick<LevelRow, "ts" | "quality" | "proven_at">} Read
 */

/** A level as it is shown. `detail` may be several ways to say it; `coming` says when it runs over, `hurry` that
 * little time is left; `rank` says how near the top it stands.
 * @typedef {object} Level
 * @property {Tag} tag
 * @property {LevelRow | undefined} row
 * @property {Vessel | undefined} vessel
 * @property {boolean} gone
 * @property {Sign} kind
 * @property {number | null} percent
 * @property {Limits} limits
 * @property {(value: number) => number} share
 * @property {string} name
 * @property {string | string[]} detail
 * @property {boolean} doubtful
 * @property {string} trend
 * @property {string[]} coming
 * @property {boolean} hurry
 * @property {number} rank
 */

/* When it was last known to hold: read, or proven by a keep-alive. */
/** @type {(row: Read) => number} */
export const heardAt = (row) => Math.max(row.ts, row.proven_at || 0);
/* How a reading ages, by the site's `ages` of its tag (domain/verdicts/freshness.py): fresh, doubtful or bad
   by its quality, stale in the end. */
/** @type {(tag: Aged, row: Read | undefined, now: number) => {kind: Sign, code: string}} */
const ageOf = (tag, row, now) =>
  row
    ? verdictAt(tag.ages[row.quality], Math.max(0, now - heardAt(row)))
    : { kind: "gone", code: "unheard" };
/* Whether it counts for nothing: silent, never heard, or called bad by its own instrument. */
/** @type {(tag: Aged, row: Read | undefined, now: number) => boolean} */
export const isStale = (tag, row, now) => ageOf(tag, row, now).kind === "gone";
/** @type {(tag: Aged, row: Read | undefined, now: number) => boolean} */
export const isDoubtful = (tag, row, now) => ageOf(tag, row, now).code === "doubtful";
/* Why it does. */
/** @type {(tag: Aged, row: Read, now: number) => string} */
export const staleWord = (tag, row, now) =>
  ageOf(tag, row, now).code === "bad"
    ? say("level.bad")
    : say("level.stale", { age: age(now - heardAt(row)) });

/* Share of the vessel in per cent: of the weir for a pool, of the gauge's range for a tank. */
/** @type {(tag: Tag, value: number) => number} */
function share(tag, value) {
  const vessel = site().holderOfLevel[tag.id];
  if (vessel && vessel.to_weir_m3) return (100 * value) / vessel.to_weir_m3;
  if (tag.unit === "%") return value;
  return (100 * (value - tag.low)) / (tag.high - tag.low);
}

/* What a tag measures, "1.85 m" or "127 ppm", rounded alike wherever it stands: beside a limit of 1.80 no 1.9 is
   told, and of a large value no fraction. */
/** @type {(tag: Pick<Tag, "unit">, value: number | null) => string} */
export const measureWords = (tag, value) => {
  const isLarge = value !== null && Math.abs(value) >= 100;
  const digits = tag.unit === "m" ? 2 : isLarge ? 0 : undefined;
  return `${number(value, digits)} ${unitWord(tag.unit)}`.trim();
};

/* "▼ 15 mm/min"; "steady"; "" when unknown. */
/** @type {(tag: Tag, row: LevelRow) => string} */
export function trendWord(tag, row) {
  if (!row.trend || row.rate_per_min === null) return "";
  if (row.trend === "steady") return say("level.steady");
  const [arrow, rate] = [row.trend === "rises" ? "▲" : "▼", Math.abs(row.rate_per_min)];
  if (tag.unit === "m") return `${arrow} ${number(rate * 1000, 0)} ${say("unit.mm_per_min")}`;
  return `${arrow} ${number(rate, 1)} ${say("unit.per_min", { unit: unitWord(tag.unit) })}`;
}

/** @type {(tag: Tag, row: LevelRow | undefined, vessel: Vessel | undefined) => string | string[]} */
function detail(tag, row, vessel) {
  if (vessel && vessel.to_weir_m3 && row) {
    return say("level.of", {
      value: number(row.value, 0),
      total: number(vessel.to_weir_m3, 0),
      unit: say("unit.m3"),
    });
  }
  const product = vessel && vessel.product ? text(vessel.product) : "";
  if (!row) return product;
  const value = measureWords(tag, row.value);
  return [`${product} ${value}`.trim(), value]; /* the second where there is little room */
}

/* How grave each alarm of the tag is that stands: also one that an earlier shift shelved and this one has
   not taken over (domain/alarms/standing.py). */
/** @type {(alarms: Record<string, AlarmRow>, tag: string, now: number) => Sign[]} */
const standing = (alarms, tag, now) =>
  Object.values(alarms)
    .filter((alarm) => alarm.tag === tag)
    .map((alarm) => verdictAt(alarm.turns, now))
    .filter(({ code }) => code === "stands")
    .map(({ kind }) => kind);

/* The tag whose history is looked at where the address names none: the leaking tank's, else the first
   vessel's. Chosen once: an incident that opens later takes no chart away from its reader. */
let first = "";
export const useFirstTag = () => {
  const ready = useReady();
  const plant = site();
  const incidents = ready ? openIncidents(board.kind("incident", "")) : [];
  const tanks = incidents.map(({ source, place }) => ({
    tank: plant.by.tanks[(source && source.tank) || place],
    leaks: !(source && source.isolated),
  })).filter(({ tank }) => tank);
  const { tank } = tanks.find(({ leaks }) => leaks) || tanks[0] ||
    {}; /* somebody may lie in a pit: no tank is of that */
  const chosen =
    (tank || (plant.tanks || [])[0] || (plant.pools || [])[0] || { level: plant.tags[0].id }).level;
  if (ready) first = first || chosen;
  return first || chosen;
};

/* All levels; those that matter, gravest first; how many of the others there are; those that are silent. */
/** @typedef {{all: Level[], shown: Level[], normal: number, stale: Level[]}} LevelsRead */
/** @type {(levels: Record<string, LevelRow>, alarms: Record<string, AlarmRow>, incidents: IncidentRow[], now: number) => LevelsRead} */
export const readLevels = (levels, alarms, incidents, now) => {
  const plant = site();
  const places = new Set(incidents.flatMap((i) => [i.place, i.source && i.source.tank]));
  /** @type {Tag[]} */
  const tags = plant.tags || [];
  /** @type {Level[]} */
  const all = tags
    .filter((tag) => tag.kind === "level")
    .map((tag) => {
      /** @type {LevelRow | undefined} */
      const row = levels[tag.id];
      const vessel = /** @type {Vessel | undefined} */ (plant.holderOfLevel[tag.id]);
      const gone = isStale(tag, row, now);
      const coming = vessel && board.kind("levels", "in_time:")[`in_time:${vessel.id}`];
      const nears = inTime(coming, row ? Math.max(0, now - heardAt(row)) : 0);
      const worst = gravest([
        ...standing(alarms, tag.id, now),
        nears.kind === "gone" || nears.kind === "note" ? "plain" : nears.kind,
        "plain",
      ]);
      const doubtful = isDoubtful(tag, row, now);
      const here = Boolean(vessel && places.has(vessel.id));
      const pool = Boolean(vessel && vessel.to_weir_m3);
      return {
        tag,
        row,
        vessel,
        gone,
        kind: gone ? "gone" : worst,
        percent: row && row.value !== null ? share(tag, row.value) : null,
        limits: tag.limits || {},
        share: (value) => share(tag, value),
        name: vessel ? (pool ? text(vessel.name) : vessel.id) : tag.id,
        detail: detail(tag, row, vessel),
        doubtful,
        trend: row && !gone ? trendWord(tag, row) : "",
        coming: inTimeWords(coming, nears.code),
        hurry: nears.kind === "urgent" || nears.kind === "warn",
        rank: LEVEL_ORDER.indexOf(
          firstOf(LEVEL_ORDER, [
            here ? "incident" : "",
            gone ? "" : worst,
            pool ? "pool" : "",
            gone || doubtful ? "silent" : "",
          ]) ?? "",
        ),
      };
    });
  /** @type {(level: Level) => boolean} */
  const normal = (level) => level.rank === -1;
  const shown = all.filter((l) => !normal(l)).sort((a, b) => a.rank - b.rank);
  return {
    all,
    shown,
    normal: all.filter(normal).length,
    stale: all.filter((l) => l.gone),
  };
};

/* How many tanks nobody need look at, and how many gauges nobody hears: a silent tank is none of the first. Where no
   gauge was ever heard nothing is called normal. */
/** @type {(read: Pick<LevelsRead, "all" | "normal" | "stale">) => string} */
export const normalWords = ({ all, normal, stale }) =>
  all.length && all.every(({ row }) => !row) ? say("level.nothing_heard") : [
    normal ? say("level.normal", { n: normal }) : "",
    stale.length ? say("level.stale_more", { n: stale.length }) : "",
  ].filter(Boolean).join(" · ");
