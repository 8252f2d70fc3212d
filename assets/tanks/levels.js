/* Which levels matter now, and how each reads: value, share of the vessel, trend, age. */

import { text } from "../base/context.js";
import { weight, worst as gravest } from "../base/signs.js";
import { age, number, say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { site } from "../live/plant.js";
import { useReady } from "../live/react_panels.js";
import { openIncidents } from "../shared/incidents.js";

const STALE_PERIODS = 3; /* no reading for three periods is stale (DOMAIN, "Levels, alarms") */
const BAD_IS_FRESH_MS = 15000; /* a bad reading older than this is a silence too */
const GRACE_MS = 1500; /* on the way from the gauge to here */
const STEADY = { m: 0.001, "m³": 0.05 }; /* per minute; less is noise */

export const isStale = (tag, row, now) =>
  !row || now - row.ts > tag.period_s * 1000 * STALE_PERIODS + GRACE_MS || row.quality === "bad";
/* Why a stale reading counts for nothing: how long silent, or that its instrument calls it bad. */
export const staleWord = (row, now) =>
  row.quality === "bad" && now - row.ts < BAD_IS_FRESH_MS
    ? say("level.bad")
    : say("level.stale", { age: age(now - row.ts) });

/* Share of the vessel in per cent: of the weir for a pool, of the gauge's range for a tank. */
function share(tag, value) {
  const vessel = site().holderOfLevel[tag.id];
  if (vessel && vessel.to_weir_m3) return (100 * value) / vessel.to_weir_m3;
  if (tag.unit === "%") return value;
  return (100 * (value - tag.low)) / (tag.high - tag.low);
}

const isCubic = (unit) => unit === "m3" || unit === "m³";
const unitOf = (unit) => (isCubic(unit) ? "m³" : unit);

/* "▼ 15 mm/min"; "steady"; "" when unknown. */
export function trendWord(tag, row) {
  const rate = row.rate_per_min;
  if (rate === null || rate === undefined) return "";
  if (Math.abs(rate) < (STEADY[unitOf(tag.unit)] || 0.01)) return say("level.steady");
  const arrow = rate > 0 ? "▲" : "▼";
  if (tag.unit === "m") {
    return `${arrow} ${number(Math.abs(rate) * 1000, 0)} ${say("unit.mm_per_min")}`;
  }
  return `${arrow} ${number(Math.abs(rate), 1)} ${say("unit.per_min", { unit: unitOf(tag.unit) })}`;
}

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
  const value = `${number(row.value, 2)} ${unitOf(tag.unit)}`;
  return [`${product} ${value}`.trim(), value]; /* the second where there is little room */
}

const PRIORITY_KIND = { emergency: "urgent", high: "urgent", medium: "warn", low: "note" };
export const kindOfPriority = (priority) => PRIORITY_KIND[priority] || "note";

function standing(alarms, tag, now) {
  return Object.values(alarms)
    .filter((a) => a.tag === tag && a.state !== "RTNUN" && !(a.shelved_until > now))
    .map((a) => PRIORITY_KIND[a.priority] || "note");
}

/* The tag whose history is looked at where the address names none: the leaking tank's, else the first
   vessel's. Chosen once: an incident that opens later takes no chart away from its reader. */
let first = "";
export const useFirstTag = () => {
  const ready = useReady();
  const plant = site();
  const incidents = ready ? openIncidents(board.rows("incident")) : [];
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

/* {shown: [...readings that matter, gravest first], normal: count, stale: [tags]} */
export const readLevels = (levels, alarms, incidents, now) => {
  const plant = site();
  const places = new Set(incidents.flatMap((i) => [i.place, i.source && i.source.tank]));
  const all = (plant.tags || [])
    .filter((tag) => tag.kind === "level")
    .map((tag) => {
      const row = levels[tag.id];
      const vessel = plant.holderOfLevel[tag.id];
      const gone = isStale(tag, row, now);
      const worst = gravest([...standing(alarms, tag.id, now), "plain"]);
      const doubtful = Boolean(row && !gone && row.quality === "uncertain");
      const here = Boolean(vessel && places.has(vessel.id));
      const pool = Boolean(vessel && vessel.to_weir_m3);
      return {
        tag,
        row,
        vessel,
        gone,
        kind: gone ? "gone" : worst,
        percent: row ? share(tag, row.value) : null,
        limits: tag.limits || {},
        share: (value) => share(tag, value),
        name: vessel ? (pool ? text(vessel.name) : vessel.id) : tag.id,
        detail: detail(tag, row, vessel),
        doubtful,
        trend: row && !gone ? trendWord(tag, row) : "",
        rank: here
          ? 0
          : worst !== "plain" && !gone
          ? 1 + weight(worst)
          : pool
          ? 5
          : gone || doubtful
          ? 6
          : 9,
      };
    });
  const shown = all.filter((l) => l.rank < 9).sort((a, b) => a.rank - b.rank);
  return {
    all,
    shown,
    normal: all.filter((l) => l.rank === 9).length,
    stale: all.filter((l) => l.gone),
  };
};
