/* What the command bar finds: every page, vessel, tag, valve, person, post, resource, store, kit, outside
   unit, alarm, directive and incident, as {key, kind, id, name, about}. */

import { alarmName } from "../alarms/alarms.js";
import { text } from "../base/context.js";
import { say } from "../base/words.js";
import { pagesFor } from "./menu_pages.js";
import { named } from "../live/plant.js";

/** @import { AlarmRow, DirectiveRow, IncidentRow, ShiftCount, Words } from "../types/rows.d.ts" */
/** @import { LinkKind } from "./links.js" */
/** @import { MenuPage } from "./menu_pages.js" */

/** What the layout gives (layouts/shell.py): the pages as [path, name, whether the menu lists it, for which roles, its
 * group], the groups in the order of the menu, the pages that stand
 * first in it by role, and the documents of the help as [path, key of its title].
 * @typedef {{ pages: MenuPage[],
 *   groups: string[],
 *   first: Record<string, string[]>,
 *   documents: [path: string, title: Sayable][] }} Ways */

/** What can be found. `text` is what the words of a search are looked for in.
 * @typedef {{ key: string, kind: LinkKind, id: string, name: string, about: string, text: string }} Findable */

/** Rows of the board that can be found, and the shift that is on (undefined until it came).
 * @typedef {{ incidents: Record<string, IncidentRow>, directives: Record<string, DirectiveRow>,
 *   alarms: Record<string, AlarmRow>, count: ShiftCount | undefined }} FindableRows */

const MOST = 12;
/** @type {LinkKind[]} */
const KINDS = [
  "page",
  "incident",
  "directive",
  "alarm",
  "vessel",
  "tag",
  "person",
  "post",
  "resource",
  "kit",
  "store",
  "outside",
  "place",
  "document",
];
const rank = Object.fromEntries(KINDS.map((kind, at) => [kind, at]));

/** @type {(name: Words | string | null | undefined) => string} */
const both = (
  name,
) => (name && typeof name === "object" ? `${name.zh} ${name.en}` : String(name || ""));

/* Everything that can be found now. */
/** @type {(plant: Answered, rows: FindableRows, pages: Ways["pages"],
 *   documents: Ways["documents"]) => Findable[]} */
export const readFindable = (plant, rows, pages, documents) => {
  /** @type {Findable[]} */
  const list = [];
  /** @type {(kind: LinkKind, id: string, name: string, about?: string, text?: string) => void} */
  const add = (kind, id, name, about = "", text = "") => {
    const words = `${id} ${name} ${text} ${about}`.toLowerCase();
    list.push({ key: `${kind}:${id}`, kind, id, name, about, text: words });
  };
  for (const [path, name] of pagesFor(pages)) add("page", path, say(`nav.${name}`));
  for (const [path, about] of documents) add("document", path, say(about));
  for (const row of Object.values(rows.incidents)) {
    add("incident", row.id, text(row.title), row.id, both(row.title));
  }
  for (const row of Object.values(rows.directives)) {
    add(
      "directive",
      row.id,
      text(row.text),
      `${row.id} · ${say(`directive.state.${row.state}`)}`,
      both(row.text),
    );
  }
  for (const [id, row] of Object.entries(rows.alarms)) add("alarm", id, alarmName(row));
  for (const vessel of [...plant.tanks, ...plant.pools]) {
    if (vessel.level) {
      add(
        "vessel",
        vessel.id,
        text(vessel.name),
        vessel.id,
        `${both(vessel.name)} ${vessel.level}`,
      );
    }
  }
  for (const tag of plant.tags) {
    if (!plant.holderOfLevel[tag.id]) {
      add("tag", tag.id, text(tag.name) || tag.id, tag.id, both(tag.name));
    }
  }
  /** @type {Record<string, string>} */
  const posts = {}; /* the post that each person holds */
  for (const post of plant.posts) add("post", post.id, text(post.name), "", both(post.name));
  for (const [post, person] of Object.entries(rows.count?.posts || {})) {
    if (person) posts[person] = post;
  }
  for (const person of plant.people) {
    add(
      "person",
      person.id,
      text(person.name),
      posts[person.id] ? named(posts[person.id]) : "",
      both(person.name),
    );
  }
  for (const kind of /** @type {const} */ (["resource", "kit", "store"])) {
    for (const part of plant[`${kind}s`]) {
      add(kind, part.id, text(part.name), part.id, both(part.name));
    }
  }
  for (const unit of plant.outside || []) {
    add("outside", unit.id, text(unit.name), unit.phone, both(unit.name));
  }
  for (const kind of ["valves", "pumps", "areas", "musters", "gates", "measuring_points"]) {
    for (const part of plant[kind]) {
      add("place", part.id, text(part.name), part.id, both(part.name));
    }
  }
  return list;
};

/* The best of `list` for what was typed: every word must occur; what is called just that
   comes first, then an id or a name that begins with a word, then the order of the kinds. */
/** @type {(list: Findable[], typed: string) => Findable[]} */
export const findIn = (list, typed) => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const whole = words.join(" ");
  /** @type {(one: Findable) => number} */
  const weight = (one) => {
    const begins = words.some((word) =>
      one.name.toLowerCase().startsWith(word) || one.id.toLowerCase().startsWith(word)
    );
    const just = [one.name, one.id].some((called) => called.toLowerCase() === whole);
    return (just ? -100 : begins ? 0 : 100) + rank[one.kind];
  };
  return list
    .filter((one) => words.every((word) => one.text.includes(word)))
    .map((one) => ({ one, at: weight(one) }))
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST)
    .map(({ one }) => one);
};
