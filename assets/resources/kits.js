/* Kits: complete, or what is missing and where each missing thing could come from. */

import { readAvailability } from "./availability.js";
import { custodyWords } from "./ledger.js";
import { page, text } from "../base/context.js";
import { number, say } from "../base/words.js";
import { named, site } from "../live/plant.js";

/** @import { DispatchRow, IncidentRow, KitRow, Quantity, Sign, StockRow, TeamRow } from "../types/rows.d.ts" */
/** @import { Part } from "../live/plant_index.js" */
/** A kit, with where each missing thing of it could come from.
 * @typedef {{
 *   row: KitRow, kind: Sign, complete: boolean,
 *   lines: {resource: string, have: number, need: number, short: boolean, sources: string[]}[],
 * }} KitRead */
/** The rows of topic `resources` that kits are read from, by their whole keys.
 * @typedef {{
 *   kits: Record<string, KitRow>,
 *   stock: Record<string, StockRow>,
 *   dispatches: Record<string, DispatchRow>,
 * }} KitRows */
/** What a called unit is yet to bring. @typedef {{unit: Part, lines: string[]}} ExpectedUnit */

/** @type {(n: number, resource: string) => string} */
const count = (n, resource) => {
  const known = site().by.resources[resource];
  return `${number(n)} ${known ? text(known.unit) : ""}`.trim();
};

/* Our own lines of it that cannot be had now, and why. */
/** @type {(resource: string, stock: KitRows["stock"], now: number) => string[]} */
function inStores(resource, stock, now) {
  return Object.values(stock)
    .filter((row) => row.resource === resource)
    .flatMap((row) => {
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

/* What of it is with which dispatch of ours. */
/** @type {(resource: string, dispatches: KitRows["dispatches"]) => string[]} */
const away = (resource, dispatches) =>
  Object.values(dispatches)
    .filter((row) => row.out && !row.unit)
    .flatMap((row) =>
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

/* Whether a kit can be made up now; where it cannot and nothing is lacking, that it was sent. */
/** @type {(row: KitRow) => string} */
export function kitWords(row) {
  if (row.complete) return say("kits.complete");
  if (row.sign !== "plain") return say("kits.short");
  return say(Object.values(row.sent).includes("part") ? "kits.rest_there" : "kits.sent");
}

/* How many of the kits are incomplete; where none is, how many were sent. */
/** @type {(rows: KitRow[]) => string} */
export function kitsAnswer(rows) {
  const n = rows.filter((row) => row.sign !== "plain").length;
  if (n) return say("kits.answer_short", { n, of: rows.length });
  const complete = rows.filter((row) => row.complete).length;
  return complete === rows.length
    ? say("kits.answer_complete", { n: complete })
    : say("kits.answer_sent", { n: rows.length - complete, of: rows.length });
}

/* What the click sends: the kit, or the rest of it where the incident has a part. */
/** @type {(row: KitRow, incident: string | undefined) => string} */
export const dispatchWords = (row, incident) =>
  say(
    incident && row.sent[incident] === "part" ? "command.dispatch_rest" : "command.dispatch",
  );

/* The kits, the short ones first. */
/** @type {(rows: KitRows, now: number) => KitRead[]} */
export const readKits = ({ kits, stock, dispatches }, now) =>
  Object.values(kits)
    .map((row) => ({
      row,
      complete: row.complete,
      kind: row.sign,
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
              ...inStores(line.resource, stock, now),
              ...away(line.resource, dispatches),
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

/* What called units would bring, and has not come yet. */
/** @type {(incident: IncidentRow | null) => ExpectedUnit[]} */
export const readExpected = (incident) => {
  if (!incident) return [];
  return incident.to_bring
    .map((id) => site().by.outside[id])
    .filter(Boolean)
    .map((unit) => {
      /** @type {Quantity[]} */
      const brings = unit.brings;
      return {
        unit,
        lines: brings.map((b) => `${named(b.resource)} ${count(b.quantity, b.resource)}`),
      };
    });
};

/** @typedef {TeamRow["incidents"][string]} TeamSent */
/** @typedef {TeamSent["sent"][number]["stand"]} Stand */

/* The furthest last, what went wrong first. */
const STANDS = /** @type {Stand[]} */ ([
  "refused",
  "ended",
  "told",
  "answered",
  "under_way",
  "arrived",
  "released",
]);

/* Who of a sent team has got how far, a line for each stand: "under way: Wang Li, Zhou Ming". */
/** @type {(sent: TeamSent["sent"]) => {stand: Stand, words: string}[]} */
export const standWords = (sent) =>
  STANDS.map((stand) => ({ stand, of: sent.filter((one) => one.stand === stand) }))
    .filter(({ of }) => of.length)
    .map(({ stand, of }) => ({
      stand,
      words: say(`team.stand.${stand}`, { names: of.map(({ person }) => named(person)) }),
    }));
