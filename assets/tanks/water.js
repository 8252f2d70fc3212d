/* Where the water goes: how the pools stand, by their rows and the age of their gauges, and the valves. */

import { heardAt, isStale, staleWord } from "./levels.js";
import { text } from "../base/context.js";
import { POOL_ORDER } from "../made/decided.js";
import { firstOf } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { age, number, say, span } from "../base/words.js";
import { site } from "../live/plant.js";
import { rowsOfKind } from "../live/row_kinds.js";

/** @import { LevelRow, PoolRow, Row as RowOf, Sign, Turns, ValveRow } from "../types/rows.d.ts" */
/** @import { Read, Tag, Vessel } from "./levels.js" */

/** All rows of the topic levels: of tags, pools and valves.
 * @typedef {Record<string, RowOf<"levels">>} LevelRows
 */

/** A valve as GET /api/v1/site tells of it.
 * @typedef {{id: string, kind: string, position?: string | null}} Valve
 */

/** A pool as GET /api/v1/site tells of it.
 * @typedef {Vessel & {to_weir_m3: number}} Pool
 */

/** `at`: when it was last known to stand so; null where that is not said.
 * @typedef {{kind: Sign, open: boolean, at: number | null, doubt: boolean,
 *   mustBeShut: boolean}} ValveState
 */

/** A pool and how it stands; `held` is its own sign, `kind` that of its outfall if that is graver, `minutes`
 * the earliest until it runs over.
 * @typedef {object} PoolRead
 * @property {Pool} pool
 * @property {LevelRow | undefined} reading
 * @property {PoolRow | undefined} row
 * @property {string} code
 * @property {Sign} kind
 * @property {Sign} held
 * @property {Valve | null} outfall
 * @property {ValveState | null} state
 * @property {number} minutes
 */

/** The answer to where the water goes. What has several ways to be said is a list of them, the fullest first.
 * @typedef {{kind: Sign, big: string | string[], lines: (string | string[])[]}} Water
 */

/** @type {(levels: LevelRows, tag: string | null | undefined) => LevelRow | undefined} */
const readingOf = (levels, tag) => tag ? rowsOfKind("levels", "", levels)[tag] : undefined;

/* What the row of a pool or valve says at the age of the reading it goes by. */
/** @type {(turned: {turns: Turns} | undefined, reading: Read | undefined, now: number) => {kind: Sign, code: string}} */
const standing = (turned, reading, now) =>
  verdictAt(turned && turned.turns, reading ? Math.max(0, now - heardAt(reading)) : 0);

/* Open or shut, and whose word that is (domain/water/valve.py). `doubt`: its tag is silent or bad, and nobody
   has said anything since; then it is how it was last known, or usual where it was never heard. */
/** @type {(valve: Valve, levels: LevelRows, now: number) => ValveState} */
export const valveState = (valve, levels, now) => {
  /** @type {ValveRow | undefined} */
  const row = rowsOfKind("levels", "valve:", levels)[`valve:${valve.id}`];
  const reading = readingOf(levels, valve.position);
  const { kind, code } = standing(row, reading, now);
  const [whose, word] = code.includes("_") ? code.split("_") : ["", code];
  /** @type {Record<string, number | null | undefined>} */
  const at = {
    "": reading?.ts,
    was: row?.valued_at || reading?.ts,
    reported: row?.reported?.at,
  };
  return {
    kind,
    open: word === "open",
    at: (code ? at[whose] : null) ?? null,
    doubt: whose === "was" || whose === "unheard",
    mustBeShut: Boolean(row && row.must_be_shut),
  };
};

/* "open"; of a silent one "◌ open · 4 min", or "◌ usually open" when it was never heard of. */
/** @type {(state: Pick<ValveState, "open" | "at" | "doubt">, now: number) => string} */
export const valveWord = ({ open, at, doubt }, now) => {
  const word = say(open ? "map.open" : "map.shut");
  if (!doubt) return word;
  return at === null
    ? say("map.valve_unheard", { state: word })
    : say("map.valve_old", { state: word, age: age(now - at) });
};

/* "V-7 shut, V-8 open": where the drains lead now. */
/** @type {(valves: Valve[], levels: LevelRows, named: string | null, now: number) => string} */
const drains = (valves, levels, named, now) =>
  valves
    .filter((valve) =>
      valve.id !== named && (valve.kind === "outfall" || valve.kind === "diversion")
    )
    .map((valve) => `${valve.id} ${valveWord(valveState(valve, levels, now), now)}`)
    .join(", ");

/* How long it likely lasts, beside the earliest that is said in the big words, or with it. */
/** @type {(pool: PoolRow) => string[]} */
const likely = ({ likely_min: n }) =>
  /** @type {Sayable[]} */ (n === null
    ? ["water.likely_never", "water.likely_short_never"]
    : ["water.likely", "water.likely_short"]).map((key) => say(key, { n: number(n, 0) }));
/** @type {(pool: PoolRow) => string[]} */
const both = ({ earliest_min: n, likely_min: m }) =>
  /** @type {Sayable[]} */ (m === null
    ? ["water.outlook_never", "water.outlook_short_never"]
    : ["water.outlook", "water.outlook_short"]).map((key) =>
      say(key, { n: number(n, 0), m: number(m, 0) })
    );

/* The gravest first; among equals a pool that runs over, then the one that does so soonest. */
/** @type {(sign: Sign) => number} */
const place = (sign) => POOL_ORDER.indexOf(sign);
/** @type {(a: PoolRead, b: PoolRead) => number} */
const graver = (a, b) =>
  place(a.kind) - place(b.kind) || place(a.held) - place(b.held) || a.minutes - b.minutes;

/** @type {(pool: Pool, levels: LevelRows, now: number) => PoolRead} */
function readPool(pool, levels, now) {
  const reading = readingOf(levels, pool.level);
  /** @type {PoolRow | undefined} */
  const row = rowsOfKind("levels", "pool:", levels)[`pool:${pool.id}`];
  const { kind, code } = standing(row, reading, now);
  const outfall = pool.outfall ? /** @type {Valve} */ (site().by.valves[pool.outfall]) : null;
  const state = outfall ? valveState(outfall, levels, now) : null;
  const worse = firstOf(POOL_ORDER, [kind, state ? state.kind : "plain"]) ?? kind;
  const minutes = row && row.earliest_min !== null ? row.earliest_min : Infinity;
  return { pool, reading, row, code, kind: worse, held: kind, outfall, state, minutes };
}

/** @type {(levels: LevelRows, now: number) => Water} */
export const readWater = (levels, now) => {
  const plant = site();
  /** @type {Pool[]} */
  const all = plant.pools || [];
  const pools = all.map((pool) => readPool(pool, levels, now)).sort(graver);
  if (!pools.length) return { kind: "note", big: "–", lines: [] };
  const [{ pool, reading, row, code, kind, outfall, state }] = pools;
  const percent = reading && reading.value !== null
    ? (100 * reading.value) / pool.to_weir_m3
    : null;
  const tag = /** @type {Tag} */ (plant.by.tags[pool.level]);
  const fills = row && (code === "filling" || code === "soon") ? row : null;
  /* the big words speak of the valve that can be shut, else of the minutes */
  const named = state && state.open && !state.doubt && code !== "overflow" && code !== "soon"
    ? outfall
    : null;
  const minutes = fills
    ? /** @type {Sayable[]} */ (["water.earliest", "water.earliest_short"]).map((key) =>
      say(key, { n: number(fills.earliest_min, 0) })
    )
    : [];
  const rising = !reading
    ? ""
    : isStale(tag, reading, now)
    ? staleWord(tag, reading, now)
    : fills
    ? (named ? both(fills) : likely(fills))
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
  const where = drains(plant.valves, levels, named ? named.id : null, now);
  const big = code === "overflow"
    ? !row || row.overflowing_since === null ? say("water.overflow") : [
      say("water.overflow_for", { span: span(now - row.overflowing_since) }),
      say("water.overflow"),
    ]
    : named
    ? [say("water.open", { valve: named.id }), say("water.open_short", { valve: named.id })]
    : fills
    ? minutes
    : percent === null
    ? "–"
    : short;
  const led = where
    ? [`${where} · ${held}`, `${where} · ${short}`, [where, name].filter(Boolean).join(" · ")]
    : held;
  return { kind, big, lines: percent === null ? [] : [rising, led].filter(Boolean) };
};
