/* What the ledger cannot give now: kits that are incomplete, then resources under their minimum. */
(function (center) {
  "use strict";

  const of = (have, need) => center.say("short.of", { have, need });

  /* Lines [{key, kind, name, detail, end}], worst first. */
  center.readShortages = (resources) => {
    const rows = Object.entries(resources);
    const short = new Map();
    for (const [key, row] of rows) {
      if (!key.startsWith("kit:")) continue;
      for (const line of row.lines || []) {
        if (line.had_now >= line.needed) continue;
        const known = short.get(line.resource);
        if (!known || line.needed - line.had_now > known.need - known.have) {
          short.set(line.resource, { kind: "urgent", have: line.had_now, need: line.needed, kit: row.kit });
        }
      }
    }
    for (const [key, row] of rows) {
      if (!key.startsWith("resource:") || short.has(row.resource)) continue;
      if (row.minimum && row.had_now < row.minimum) {
        short.set(row.resource, { kind: "warn", have: row.had_now, need: row.minimum });
      }
    }
    return [...short.entries()]
      .map(([resource, s]) => {
        const row = resources[`resource:${resource}`] || {};
        const locked = (row.locked || []).map((l) => l.store);
        const expired = (row.expired || []).map((l) => l.store);
        return {
          key: resource,
          kind: s.kind,
          name: center.named(resource),
          detail: locked.length ? center.say("short.locked", { stores: locked }) : expired.length ? center.say("short.expired", { stores: expired }) : "",
          end: of(s.have, s.need),
          weight: center.weight(s.kind) * 1000 + (s.have / s.need) * 100,
        };
      })
      .sort((a, b) => a.weight - b.weight);
  };
})((window.center = window.center || {}));
