/* Where a thing of the plant or the board is shown: an address that any colleague can open. */

import { pastDirective } from "./facts.js";
import { say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { named, site } from "../live/plant.js";

/** @import { DrillRow } from "../types/rows.d.ts" */
/** @import { FactSaid } from "./facts.js" */

/** A kind of thing that has an address. @typedef {keyof typeof ADDRESSES} LinkKind */

/** @type {(path: string, choices: Record<string, string>) => string} */
const query = (path, choices) => `${path}?${new URLSearchParams(choices)}`;

/** @satisfies {Record<string, (id: string) => string>} */
const ADDRESSES = {
  page: (path) => path,
  document: (path) => path,
  tag: (id) => query("/tanks", { tag: id }),
  vessel: (id) => {
    const { tanks, pools } = site().by;
    return query("/tanks", { tag: (tanks[id] || pools[id]).level });
  },
  person: (id) => query("/people", { person: id }),
  post: (id) => query("/people", { post: id }),
  store: (id) => query("/resources", { q: named(id) }),
  resource: (id) => query("/resources", { q: named(id) }),
  outside: () => "/command",
  kit: (id) => query("/resources", { kit: id }),
  alarm: (id) => query("/alarms", { alarm: id }),
  past_alarm: (id) =>
    query("/tanks", {
      tag: id.split(":")[0],
    }), /* off the board: its mark on the history of what it watched */
  directive: (id) => `/command#${encodeURIComponent(id)}`,
  past_directive: (id) =>
    query("/log", { about: id }), /* off the board: all that is recorded of it */
  incident: (id) => query("/log", { incident: id }),
  fact: (seq) => query("/log", { seq }),
  place: (id) => query("/log", { about: id }),
};

/* The address of a thing: `kind` is one of the names above. */
/** @type {(kind: LinkKind, id: string | number) => string} */
export const linkTo = (kind, id) => ADDRESSES[kind](String(id));

/* The kind of a thing by its id alone, null if nobody knows it: `T206` a vessel, `DIR-3` a directive. */
/** @type {(id: string) => LinkKind | null} */
export const kindOf = (id) => {
  const { by, places } = site();
  if (by.tags[id]) return "tag";
  if ((by.tanks[id] || by.pools[id] || {}).level) return "vessel";
  if (by.people[id]) return "person";
  if (by.posts[id]) return "post";
  if (by.stores[id]) return "store";
  if (by.resources[id]) return "resource";
  if (by.kits[id]) return "kit";
  if (board.kind("directives", "")[id]) return "directive";
  if (pastDirective(id)) return "past_directive";
  if (board.kind("incident", "")[id]) return "incident";
  if (board.kind("alarms", "")[id]) return "alarm";
  if (places[id]) return "place";
  const [tag, condition] = String(id).split(":");
  return condition && by.tags[tag] ? "past_alarm" : null;
};

const CHANGED = [
  "directive",
  "alarm",
  "dispatch",
  "store",
  "resource",
  "person",
  "to_person",
  "to_post",
  "element",
  "place",
  "tank",
  "zones",
  "persons",
  "same_as",
];
const MOST = 3;

/* What a fact changed, as ids with a page to be seen on: its own things first, at most three. */
/** @type {(fact: FactSaid) => string[]} */
export const changedBy = (fact) => {
  const data = fact.data || {};
  const ids = CHANGED.flatMap((name) => data[name] || [])
    .filter((id) => typeof id === "string")
    .filter(kindOf);
  if (fact.kind.startsWith("incident.") && fact.incident) ids.unshift(fact.incident);
  return [...new Set(ids)].slice(0, MOST);
};

/* The sheets that a fact wrote on, as [words, address]: the review it belongs to, the line of its action. */
/** @type {(fact: FactSaid) => [words: string, address: string][]} */
export const sheetsOf = (fact) => {
  const { review, action } = /** @type {{ review?: string, action?: string }} */ (fact.data || {});
  /** @type {DrillRow | undefined} */
  const drill = board.kind("drill", "")[fact.drill ?? ""];
  const over = fact.kind.startsWith("drill.") && drill?.phase === "ended";
  const of = review || (over ? fact.drill : null);
  /** @type {[words: string, address: string][]} */
  const sheets = [];
  if (of) sheets.push([say("log.review", { id: of }), `/reviews/${encodeURIComponent(of)}`]);
  if (action) sheets.push([action, `/reviews/lineage#${encodeURIComponent(action)}`]);
  return sheets;
};

/* A thing's name as a link to where it is shown; its plain name if it is shown nowhere. */
/** @type {(props: { id: string, kind?: LinkKind | null, children?: string }) => ReactElement | string} */
export const Link = ({ id, kind, children }) => {
  const known = kind || kindOf(id);
  const words = children || named(id);
  return known
    ? React.createElement("a", { className: "thing", href: linkTo(known, id) }, words)
    : words;
};
