/* Where the water goes: how the pools stand, by their rows and the age of their gauges, and the valves. */

import { isStale, staleWord } from "./levels.js";
import { text } from "../base/context.js";
import { POOL_ORDER } from "../base/decided.js";
import { firstOf } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { age, number, say } from "../base/words.js";
import { site } from "../live/plant.js";

/* What the row of a pool or valve says at the age of the reading it goes by. */
const standing = (turned, reading, now) =>
  verdictAt(turned && turned.turns, reading ? Math.max(0, now - reading.ts) : 0);

/* Open or shut, and whose word that is (domain/water/valve.py). `doubt`: its tag is silent or bad, and nobody
   has said anything since; then it is how it was last known, or usual where it was never heard. */
export const valveState = (valve, levels, now) => {
  const row = levels[`valve:${valve.id}`];
  const reading = valve.position && levels[valve.position];
  const { kind, code } = standing(row, reading, now);
  const [whose, word] = code.includes("_") ? code.split("_") : ["", code];
  const at = {
    "": () => reading && reading.ts,
    was: () => row.valued_at || reading.ts,
    reported: () => row.reported.at,
  }[whose];
  return {
    kind,
    open: word === "open",
    at: code && at ? at() : null,
    doubt: whose === "was" || whose === "unheard",
    mustBeShut: Boolean(row && row.must_be_shut),
  };
};

/* "open"; of a silent one "◌ open · 4 min", or "◌ usually open" when it was never heard of. */
export const valveWord = ({ open, at, doubt }, now) => {
  const word = say(open ? "map.open" : "map.shut");
  if (!doubt) return word;
  return at === null
    ? say("map.valve_unheard", { state: word })
    : say("map.valve_old", { state: word, age: age(now - at) });
};

/* "V-7 shut, V-8 open": where the drains lead now. */
const valves = (plant, levels, named, now) =>
  plant.valves
    .filter((valve) =>
      valve.id !== named && (valve.kind === "outfall" || valve.kind === "diversion")
    )
    .map((valve) => `${valve.id} ${valveWord(valveState(valve, levels, now), now)}`)
    .join(", ");

/* How long it likely lasts, beside the earliest that is said in the big words, or with it. */
const likely = ({ likely_min: n }) =>
  /** @type {Sayable[]} */ (n === null
    ? ["water.likely_never", "water.likely_short_never"]
    : ["water.likely", "water.likely_short"]).map((key) => say(key, { n: number(n, 0) }));
const both = ({ earliest_min: n, likely_min: m }) =>
  /** @type {Sayable[]} */ (m === null
    ? ["water.outlook_never", "water.outlook_short_never"]
    : ["water.outlook", "water.outlook_short"]).map((key) =>
      say(key, { n: number(n, 0), m: number(m, 0) })
    );

/* The gravest first; among equals a pool that runs over, then the one that does so soonest. */
const place = (sign) => POOL_ORDER.indexOf(sign);
const graver = (a, b) =>
  place(a.kind) - place(b.kind) || place(a.held) - place(b.held) || a.minutes - b.minutes;

function readPool(pool, levels, now) {
  const reading = levels[pool.level];
  const row = levels[`pool:${pool.id}`];
  const { kind, code } = standing(row, reading, now);
  const outfall = pool.outfall && site().by.valves[pool.outfall];
  const state = outfall ? valveState(outfall, levels, now) : null;
  const worse = firstOf(POOL_ORDER, [kind, state ? state.kind : "plain"]);
  const minutes = row && row.earliest_min !== null ? row.earliest_min : Infinity;
  return { pool, reading, row, code, kind: worse, held: kind, outfall, state, minutes };
}

export const readWater = (levels, now) => {
  const plant = site();
  const pools = (plant.pools || []).map((pool) => readPool(pool, levels, now)).sort(graver);
  if (!pools.length) return { kind: "note", big: "–", lines: [] };
  const [{ pool, reading, row, code, kind, outfall, state }] = pools;
  const percent = reading ? (100 * reading.value) / pool.to_weir_m3 : null;
  const tag = plant.by.tags[pool.level];
  const fills = code === "filling" || code === "soon";
  /* the big words speak of the valve that can be shut, else of the minutes */
  const named = Boolean(state && state.open && !state.doubt) && code !== "overflow" &&
    code !== "soon";
  const minutes = fills
    ? /** @type {Sayable[]} */ (["water.earliest", "water.earliest_short"]).map((key) =>
      say(key, { n: number(row.earliest_min, 0) })
    )
    : [];
  const rising = !reading
    ? ""
    : isStale(tag, reading, now)
    ? staleWord(tag, reading, now)
    : fills
    ? (named ? both(row) : likely(row))
    : code === "unknown"
    ? say("water.unknown")
    : code === "steady"
    ? say("water.steady")
    : "";
  const name = pools.length > 1 ? text(pool.name) : ""; /* of several, which one is told */
  const whose = name && `${name} · `;
  const held = whose + say(named ? "water.pool_line" : "water.held", {
    percent: number(percent, 0),
    value: number(reading ? reading.value : null, 0),
    total: number(pool.to_weir_m3, 0),
  });
  const short = whose + say("water.pool", { percent: number(percent, 0) });
  const where = valves(plant, levels, named ? outfall.id : null, now);
  const big = code === "overflow"
    ? say("water.overflow")
    : named
    ? say("water.open", { valve: outfall.id })
    : fills
    ? minutes
    : percent === null
    ? "–"
    : short;
  return {
    kind,
    big,
    lines: percent === null ? [] : [
      rising,
      where
        ? [`${where} · ${held}`, `${where} · ${short}`, [where, name].filter(Boolean).join(" · ")]
        : held,
    ].filter(
      Boolean,
    ),
  };
};
