/* What the ledger cannot give now: kits that are incomplete, then resources under their minimum. */
(function (center) {
  "use strict";

  const of = (have, need) => center.say("short.of", { have, need });

  const GONE = new Set(["returned", "consumed", "lost"]);

  /* Of the kits an incident wants, the line that lacks most: what its dispatches have and what could
     be had now are less than it needs. {resource, needed, had}, or null. */
  center.shortOfKits = (incident, resources) => {
    const plan = center.site().by.plans[incident.plan];
    const steps = ((plan && plan.steps) || []).map((step) => step.kit);
    const wanted = new Set([...Object.keys(incident.kits || {}), ...steps].filter(Boolean));
    const out = Object.values(resources).filter((row) => row.incident === incident.id && row.lines && !GONE.has(row.state));
    const sent = (kit, resource) =>
      out.filter((d) => d.kit === kit).flatMap((d) => d.lines).reduce((sum, line) => sum + (line.resource === resource ? line.quantity : 0), 0);
    const lacking = [...wanted]
      .flatMap((kit) => ((resources[`kit:${kit}`] || {}).lines || []).map((line) => ({ resource: line.resource, needed: line.needed, had: sent(kit, line.resource) + line.had_now })))
      .filter((line) => line.had < line.needed);
    return lacking.sort((a, b) => b.needed - b.had - (a.needed - a.had))[0] || null;
  };

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
