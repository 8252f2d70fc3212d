/* Where the water goes: the outfall's valve, the pool, and when it would run over at this rate. */
(function (center) {
  "use strict";

  /* Open, shut or unknown: by its own position tag, else by the last word about it, else as usual. */
  center.valveState = (valve, levels) => {
    const row = valve.position && levels[valve.position];
    if (row) return { open: row.value > 0.05, source: "tag", at: row.ts };
    const said = levels[`valve:${valve.id}`];
    if (said) return { open: said.reported.state === "open", source: "reported", at: said.reported.at };
    return { open: valve.normally === "open", source: "usual", at: null };
  };

  /* "V-7 shut, V-8 open": where the drains lead now. */
  const valves = (plant, levels, named) =>
    plant.valves
      .filter((valve) => valve.id !== named && (valve.kind === "outfall" || valve.kind === "diversion"))
      .map((valve) => `${valve.id} ${center.say(center.valveState(valve, levels).open ? "map.open" : "map.shut")}`)
      .join(", ");

  const LONGEST_MIN = 360; /* further off, the rate of this moment says nothing */

  center.readWater = (levels, now) => {
    const plant = center.site();
    const pool = (plant.pools || [])[0];
    if (!pool) return { kind: "note", big: "–", lines: [] };
    const row = levels[pool.level];
    const percent = row ? (100 * row.value) / pool.to_weir_m3 : null;
    const gone = center.isStale(plant.by.tags[pool.level], row, now); /* then its rate says nothing */
    const rate = row && !gone ? row.rate_per_min : null;
    const room = row ? pool.to_weir_m3 - row.value : null;
    const minutes = rate > 0 && room !== null && room / rate < LONGEST_MIN ? Math.max(0, room / rate) : null;
    const outfall = pool.outfall && plant.by.valves[pool.outfall];
    const state = outfall && center.valveState(outfall, levels);
    const full = room !== null && room <= 0;
    const kind = full || (state && state.open) ? "urgent" : minutes !== null && minutes < 20 ? "warn" : gone ? "gone" : "note";
    const rising = row && gone ? center.say("level.stale", { age: center.age(now - row.ts) }) : rate === null ? "" : minutes === null ? center.say("water.steady") : center.say("water.minutes", { n: center.number(minutes, 0) });
    const named = state && state.open && !full; /* then the big words speak of the valve */
    const held = center.say(named ? "water.pool_line" : "water.held", { percent: center.number(percent, 0), value: center.number(row ? row.value : null, 0), total: center.number(pool.to_weir_m3, 0) });
    const where = valves(plant, levels, named ? outfall.id : null);
    const big = full
      ? center.say("water.overflow")
      : state && state.open
        ? center.say("water.open", { valve: outfall.id })
        : percent === null
          ? "–"
          : center.say("water.pool", { percent: center.number(percent, 0) });
    return {
      kind,
      big,
      lines: percent === null ? [] : [where ? [`${held} · ${where}`, held] : held, rising],
    };
  };
})((window.center = window.center || {}));
