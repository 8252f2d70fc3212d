/* Where the water goes: when the pool runs over at the earliest, its content, and the valves. */

import { isStale, staleWord } from "./levels.js";
import { age, number, say } from "../base/words.js";
import { site } from "../live/plant.js";

/* Open or shut: by its own position tag, else by the last word about it, else as usual. `doubt`: its tag
   is silent, and nobody has said anything since; then it is how it stood when last heard of. */
export const valveState = (valve, levels, now) => {
  const row = valve.position && levels[valve.position];
  const tag = valve.position && site().by.tags[valve.position];
  const silent = Boolean(valve.position) && (!tag || isStale(tag, row, now));
  const said = levels[`valve:${valve.id}`];
  if (row && !(silent && said && said.reported.at > row.ts)) {
    return {
      open: row.value > 0.05,
      source: "tag",
      at: row.ts,
      doubt: silent || row.quality === "uncertain",
    };
  }
  if (said) {
    return {
      open: said.reported.state === "open",
      source: "reported",
      at: said.reported.at,
      doubt: false,
    };
  }
  return { open: valve.normally === "open", source: "usual", at: null, doubt: silent };
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

const SOON_MIN = 20;

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

export const readWater = (levels, now) => {
  const plant = site();
  const pool = (plant.pools || [])[0];
  if (!pool) return { kind: "note", big: "–", lines: [] };
  const row = levels[pool.level];
  const percent = row ? (100 * row.value) / pool.to_weir_m3 : null;
  const gone = isStale(plant.by.tags[pool.level], row, now); /* then its rate says nothing */
  const outlook = row && !gone ? row.overflow : null; /* null: nobody can say */
  const earliest = outlook ? outlook.earliest_min : null; /* null in it: not within hours */
  const room = row ? pool.to_weir_m3 - row.value : null;
  const outfall = pool.outfall && plant.by.valves[pool.outfall];
  const state = outfall && valveState(outfall, levels, now);
  const open = state &&
    state.open; /* or was, when it was last heard of: then it is no alarm, but somebody looks */
  const full = room !== null && room <= 0;
  const fills = !full && earliest !== null;
  const soon = fills && earliest < SOON_MIN;
  const named = open && !state.doubt && !full &&
    !soon; /* the big words speak of the valve that can be shut, else of the minutes */
  const kind = full || (open && !state.doubt)
    ? "urgent"
    : open || soon
    ? "warn"
    : gone || (state && state.doubt)
    ? "gone"
    : "note";
  const minutes = fills
    ? /** @type {Sayable[]} */ (["water.earliest", "water.earliest_short"]).map((key) =>
      say(key, { n: number(earliest, 0) })
    )
    : [];
  const rising = !row
    ? ""
    : gone
    ? staleWord(row, now)
    : fills
    ? (named ? both(outlook) : likely(outlook))
    : !outlook
    ? say("water.unknown")
    : full
    ? ""
    : say("water.steady");
  const held = say(named ? "water.pool_line" : "water.held", {
    percent: number(percent, 0),
    value: number(row ? row.value : null, 0),
    total: number(pool.to_weir_m3, 0),
  });
  const short = say("water.pool", { percent: number(percent, 0) });
  const where = valves(plant, levels, named ? outfall.id : null, now);
  const big = full
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
    lines: percent === null
      ? []
      : [rising, where ? [`${where} · ${held}`, `${where} · ${short}`, where] : held].filter(
        Boolean,
      ),
  };
};
