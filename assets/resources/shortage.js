/* What the ledger cannot give now: kits that cannot be made up, then resources under their minimum. What is
   short the server says (domain/resources/short.py), of a resource and of what an incident wants. */

import { say } from "../base/words.js";
import { named } from "../live/plant.js";

/** @import { KitLack, ResourceRow, Sign } from "../types/rows.d.ts" */
/** @typedef {{had: number, needed: number, sent: number, wanting: number}} Lack */
/** What is short, as a line of a list: `name` and `detail` in each way they may be said.
 * @typedef {{key: string, kind: Sign, name: string[], detail: string[], end: string, order: number}} ShortLine */

/* "2 sent", "" when nothing was. */
/** @type {(line: {sent: number | undefined}) => string} */
export const sentWords = (line) => (line.sent ? say("short.sent", { n: line.sent }) : "");
/** @type {(line: Lack) => string} */
const forSeveral = (line) => (line.wanting > 1 ? say("short.for", { n: line.wanting }) : "");
/** @type {(line: Pick<Lack, "had" | "needed">) => string} */
const of = (line) => say("short.of", { have: line.had, need: line.needed });

/** @type {(row: Pick<ResourceRow, "locked" | "expired">) => string} */
function why(row) {
  /** @type {(lines: {store: string}[]) => string[]} */
  const stores = (lines) => lines.map((line) => line.store);
  const [locked, expired] = [stores(row.locked), stores(row.expired)];
  if (locked.length) return say("short.locked", { stores: locked });
  return expired.length ? say("short.expired", { stores: expired }) : "";
}

/* What is short of these resources, the worst first. */
/** @type {(sums: Record<string, ResourceRow>) => ShortLine[]} */
export const readShortages = (sums) =>
  Object.values(sums)
    .flatMap((row) => {
      const line = row.short;
      if (!line) return [];
      const reason = why(row);
      return {
        key: row.resource,
        kind: line.sign,
        name: [named(row.resource), named(row.resource).split(/[（(]/)[0].trim()],
        detail: [[sentWords(line), forSeveral(line), reason], [
          forSeveral(line),
          reason || sentWords(line),
        ]].map((words) => words.filter(Boolean).join(" · ")),
        end: of(line),
        order: line.order,
      };
    })
    .sort((a, b) => a.order - b.order);

/* What an incident lacks most, in each way it may be said. */
/** @type {(line: Pick<KitLack, "resource" | "had" | "needed" | "sent">) => string[]} */
export const shortWords = (line) => {
  const words = say("source.short", { what: named(line.resource), of: of(line) });
  const sent = sentWords(line);
  return sent ? [`${words} · ${sent}`, words] : [words];
};
