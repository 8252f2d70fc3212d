/* What the ledger cannot give now: kits that cannot be made up, then resources under their minimum. What is
   short the server says (domain/resources/short.py), of a resource and of what an incident wants. */

import { say } from "../base/words.js";
import { named } from "../live/plant.js";

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
export const readShortages = (resources) =>
  Object.entries(resources)
    .filter(([key, row]) => key.startsWith("resource:") && row.short)
    .map(([, row]) => {
      const line = row.short;
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
export const shortWords = (line) => {
  const words = say("source.short", { what: named(line.resource), of: of(line) });
  const sent = sentWords(line);
  return sent ? [`${words} · ${sent}`, words] : [words];
};
