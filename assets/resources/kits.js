/* Kits: complete, or what is missing and where each missing thing could come from. */

import { readAvailability } from "./availability.js";
import { custodyWords } from "./ledger.js";
import { page, text } from "../base/context.js";
import { number, say } from "../base/words.js";
import { named, site } from "../live/plant.js";

const count = (n, resource) => {
  const known = site().by.resources[resource];
  return `${number(n)} ${known ? text(known.unit) : ""}`.trim();
};

/* Our own lines of it that cannot be had now, and why. */
function inStores(resource, resources, now) {
  return Object.entries(resources)
    .filter(([key, row]) => key.startsWith("stock:") && row.resource === resource)
    .flatMap(([, row]) => {
      const had = row.to_be_had;
      const there = { n: count(row.quantity - row.committed, resource), store: named(row.store) };
      if (had.how === "locked") {
        return [
          say(
            "kits.locked",
            Object.assign(there, {
              key: custodyWords(row),
              when: readAvailability(had, undefined, now).reason,
            }),
          ),
        ];
      }
      if (had.why === "expired" || had.why === "unserviceable") {
        return [say("kits.unfit", Object.assign(there, { why: say(`had.why.${had.why}`) }))];
      }
      return [];
    });
}

/* What of it is with which dispatch. */
const away = (resource, resources) =>
  Object.entries(resources)
    .filter(([key, row]) => key.startsWith("dispatch:") && !row.unit && row.out)
    .flatMap(([, row]) =>
      row.lines
        .filter((line) => line.resource === resource)
        .map((line) =>
          say("kits.away", {
            n: count(line.quantity, resource),
            dispatch: row.id,
            place: named(row.place),
          })
        )
    );

/* [{row, kind, complete, lines: [{resource, have, need, short, sources}]}], the short ones first. */
export const readKits = (resources, now) =>
  Object.entries(resources)
    .filter(([key]) => key.startsWith("kit:"))
    .map(([, row]) => ({
      row,
      complete: row.complete,
      kind: row.complete ? "plain" : "urgent",
      lines: row.lines.map((line) => {
        const { short } = line;
        const outside = row.nearest.filter((one) => one.resource === line.resource);
        return {
          resource: line.resource,
          have: line.had_now,
          need: line.needed,
          short,
          sources: short
            ? [
              ...inStores(line.resource, resources, now),
              ...away(line.resource, resources),
              ...outside.map((one) =>
                say("kits.outside", {
                  n: count(one.quantity, line.resource),
                  unit: named(one.unit),
                  minutes: one.minutes,
                })
              ),
            ]
            : [],
        };
      }),
    }))
    .sort((a, b) =>
      Number(a.complete) - Number(b.complete) ||
      named(a.row.kit).localeCompare(named(b.row.kit), page.lang)
    );

/* What called units would bring, and has not come yet: [{unit, lines}]. */
export const readExpected = (incident) => {
  if (!incident) return [];
  return incident.to_bring
    .map((id) => site().by.outside[id])
    .filter(Boolean)
    .map((unit) => ({
      unit,
      lines: unit.brings.map((b) => `${named(b.resource)} ${count(b.quantity, b.resource)}`),
    }));
};
