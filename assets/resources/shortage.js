/* What the ledger cannot give now: kits that are incomplete, then resources under their minimum.
   The wall says it twice, at the source and in its list, and both are read here: of what an incident
   needs, so much has been sent to it and so much more could be had. */

import { weight } from "../base/signs.js";
import { say } from "../base/words.js";
import { named, site } from "../live/plant.js";

const GONE = new Set(["returned", "consumed", "lost"]);

const taken = (resource, rows) =>
  rows
    .filter((row) => row.lines && !GONE.has(row.state))
    .flatMap((row) => row.lines)
    .reduce((sum, line) => sum + (line.resource === resource ? line.quantity : 0), 0);

/* The kits an incident wants: those of its plan's steps, and those it has asked for. */
function wantedBy(incident) {
  const plan = site().by.plans[incident.plan];
  const steps = ((plan && plan.steps) || []).map((step) => step.kit);
  return new Set([...Object.keys(incident.kits || {}), ...steps].filter(Boolean));
}

/* What of it this kit's dispatches have taken to the incident. */
export const sentTo = (incident, kit, resource, resources) =>
  taken(
    resource,
    Object.values(resources).filter((row) => row.incident === incident.id && row.kit === kit),
  );

/* [{resource, needed, sent, had, wanting}] of a kit where `had` (sent, or to be had now) is less than needed.
   Each incident that wants it needs the whole of it, and what one got helps no other; for a kit that none
   wants only what could be had. */
function lacking(row, incidents, resources) {
  const wanting = incidents.filter((incident) => wantedBy(incident).has(row.kit));
  return (row.lines || [])
    .map((line) => {
      const got = wanting.map((incident) => sentTo(incident, row.kit, line.resource, resources));
      const sent = got.reduce((sum, one) => sum + one, 0);
      const needed = line.needed * Math.max(1, wanting.length);
      const open = wanting.length
        ? got.reduce((sum, one) => sum + Math.max(0, line.needed - one), 0)
        : line.needed;
      return {
        resource: line.resource,
        needed,
        sent,
        had: needed - open + line.had_now,
        wanting: wanting.length,
      };
    })
    .filter((line) => line.had < line.needed);
}

const kitsOf = (resources) =>
  Object.entries(resources).filter(([key]) => key.startsWith("kit:")).map(([, row]) => row);
const lacks = (line) => line.needed - line.had;

/* Of the kits an incident wants, the line that lacks most, or null. */
export const shortOfKits = (incident, resources) => {
  const wanted = wantedBy(incident);
  const lines = kitsOf(resources).filter((row) => wanted.has(row.kit)).flatMap((row) =>
    lacking(row, [incident], resources)
  );
  return lines.sort((a, b) => lacks(b) - lacks(a))[0] || null;
};

/* "2 sent", "" when nothing was. */
export const sentWords = (line) => (line.sent ? say("short.sent", { n: line.sent }) : "");
const forSeveral = (line) => (line.wanting > 1 ? say("short.for", { n: line.wanting }) : "");
const of = (line) => say("short.of", { have: line.had, need: line.needed });

function why(row) {
  const stores = (lines) => (lines || []).map((line) => line.store);
  const [locked, expired] = [stores(row.locked), stores(row.expired)];
  if (locked.length) return say("short.locked", { stores: locked });
  return expired.length ? say("short.expired", { stores: expired }) : "";
}

/* Lines [{key, kind, name, detail, end}], worst first; `detail` in each way it may be said. */
export const readShortages = (resources, incidents) => {
  const short = new Map();
  for (const line of kitsOf(resources).flatMap((row) => lacking(row, incidents, resources))) {
    const known = short.get(line.resource);
    if (!known || lacks(line) > lacks(known)) {
      short.set(line.resource, Object.assign({ kind: "urgent" }, line));
    }
  }
  const out = Object.values(resources).filter((row) =>
    incidents.some((incident) => incident.id === row.incident)
  );
  for (const [key, row] of Object.entries(resources)) {
    if (!key.startsWith("resource:") || short.has(row.resource) || !row.minimum) continue;
    const sent = taken(row.resource, out);
    const had = row.had_now + sent;
    if (had < row.minimum) {
      short.set(row.resource, { kind: "warn", sent, had, needed: row.minimum });
    }
  }
  return [...short.entries()]
    .map(([resource, line]) => {
      const reason = why(resources[`resource:${resource}`] || {});
      return {
        key: resource,
        kind: line.kind,
        name: [named(resource), named(resource).split(/[（(]/)[0].trim()],
        detail: [[sentWords(line), forSeveral(line), reason], [
          forSeveral(line),
          reason || sentWords(line),
        ]].map((words) => words.filter(Boolean).join(" · ")),
        end: of(line),
        weight: weight(line.kind) * 1000 + (line.had / line.needed) * 100,
      };
    })
    .sort((a, b) => a.weight - b.weight);
};
export const shortWords = (line) => {
  const words = say("source.short", { what: named(line.resource), of: of(line) });
  const sent = sentWords(line);
  return sent ? [`${words} · ${sent}`, words] : [words];
};
