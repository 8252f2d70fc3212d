/* Which levels matter now, and how each reads: value, share of the vessel, trend, age. */

import { text } from "../base/context.js";
import { LEVEL_ORDER } from "../base/decided.js";
import { firstOf, worst as gravest } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { age, number, say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { site } from "../live/plant.js";
import { useReady } from "../live/react_panels.js";
import { openIncidents } from "../shared/incidents.js";

/* How a reading ages, by the site's `ages` of its tag (domain/verdicts/freshness.py): fresh, doubtful or bad
   by its quality, stale in the end. */
const ageOf = (tag, row, now) =>
  row
    ? verdictAt(tag.ages[row.quality], Math.max(0, now - row.ts))
    : { kind: "gone", code: "unheard" };
/* Whether it counts for nothing: silent, never heard, or called bad by its own instrument. */
export const isStale = (tag, row, now) => ageOf(tag, row, now).kind === "gone";
export const isDoubtful = (tag, row, now) => ageOf(tag, row, now).code === "doubtful";
/* Why it does. */
export const staleWord = (tag, row, now) =>
  ageOf(tag, row, now).code === "bad"
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
  if (!row.trend) return "";
  if (row.trend === "steady") return say("level.steady");
  const [arrow, rate] = [row.trend === "rises" ? "▲" : "▼", Math.abs(row.rate_per_min)];
  if (tag.unit === "m") return `${arrow} ${number(rate * 1000, 0)} ${say("unit.mm_per_min")}`;
  return `${arrow} ${number(rate, 1)} ${say("unit.per_min", { unit: unitOf(tag.unit) })}`;
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

/* How grave each alarm of the tag is that stands: also one that an earlier shift shelved and this one has
   not taken over (domain/alarms/standing.py). */
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
      const doubtful = isDoubtful(tag, row, now);
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
        rank: LEVEL_ORDER.indexOf(
          firstOf(LEVEL_ORDER, [
            here ? "incident" : "",
            gone ? "" : worst,
            pool ? "pool" : "",
            gone || doubtful ? "silent" : "",
          ]),
        ),
      };
    });
  const normal = (l) => l.rank === -1;
  const shown = all.filter((l) => !normal(l)).sort((a, b) => a.rank - b.rank);
  return {
    all,
    shown,
    normal: all.filter(normal).length,
    stale: all.filter((l) => l.gone),
  };
};
