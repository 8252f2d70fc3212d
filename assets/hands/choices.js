/* The options of a field that names a part of the plant (layouts/forms/derived.py makes the same
   for tests and for readers without scripts), from the page's plant, which follows every change
   of the description. */

import { page, text } from "../base/context.js";
import { say } from "../base/words.js";
import { board } from "../live/live_board.js";

/** @import { Part, Plant } from "../live/plant_index.js" */
/** @typedef {{ value: string, label: string }} Option */

/** @type {(parts?: Part[]) => Option[]} */
const byName = (parts) =>
  (parts || []).map((part) => ({ value: part.id, label: text(part.name) || part.id }));
/* What is painted on it, and its name; the id once where the name has it. */
/** @type {(id: string, name: string) => string} */
const withId = (id, name) => (name.includes(id) ? name : `${id} ${name}`.trim());
/** @type {(parts: Part[] | undefined, more: string) => Option[]} */
const byId = (parts, more) =>
  (parts || []).map((part) => ({ value: part.id, label: withId(part.id, text(part[more])) }));

/** @type {Record<string, (plant: Plant) => Option[]>} */
const CHOICES = {
  person: (plant) => byName(plant.people),
  place: (plant) =>
    Object.entries(plant.places).map(([value, place]) => ({ value, label: text(place.name) })),
  tank: (plant) => byId(plant.tanks, "product"),
  element: (plant) => byId([...(plant.valves || []), ...(plant.pumps || [])], "name"),
  equipment: (plant) => [
    ...CHOICES.element(plant),
    ...CHOICES.tank(plant),
    ...byName([...(plant.pools || []), ...(plant.measuring_points || [])]),
    ...CHOICES.tag(plant),
    ...byName([...(plant.kits || []), ...(plant.resources || [])]),
  ],
  recipient: (plant) => byName([...(plant.posts || []), ...(plant.people || [])]),
  area: (plant) => byName(plant.areas),
  kit: (plant) => byName(plant.kits),
  resource: (plant) => byName(plant.resources),
  level: (plant) => byName(plant.levels),
  muster: (plant) => byName(plant.musters),
  post: (plant) => byName(plant.posts),
  plan: (plant) => byName(plant.plans),
  store: (plant) => byName(plant.stores),
  tag: (plant) =>
    (plant.tags || []).map((/** @type {Part} */ tag) => ({
      value: tag.id,
      label: withId(tag.id, text(tag.name)),
    })),
  substance: (plant) => byName(plant.substances),
};

/* The options of a choice as the plant is described now; nothing where the kind of choice is unknown. */
/** @type {(choice: string, plant: Plant) => Option[]} */
export const choicesOf = (choice, plant) => (CHOICES[choice] || (() => []))(plant);

/** Of the board, what an order of people depends on: who is on site (null until the board came), who holds which
 * post, and who is on air.
 * @typedef {{ here: string[] | null, posts: Record<string, string | null>, onAir: string[] }} Around */

/** @type {{ key: string, around: Around }} */
let last = { key: "", around: { here: null, posts: {}, onAir: [] } };

/* The same object for as long as nobody comes, goes, takes a post or goes on air. */
/** @type {() => Around} */
export function aroundNow() {
  const people = Object.values(board.kind("people", ""));
  const here = people.filter((row) => row.on_site).map((row) => row.person);
  const inside = Object.values(board.kind("incident", "")).flatMap((row) => row.entry.in);
  /** @type {Around} */
  const around = {
    here: people.length ? here : null,
    posts: board.kind("people", "count").count?.posts || {},
    onAir: inside.map((one) => one.person),
  };
  const key = JSON.stringify(around);
  if (key !== last.key) last = { key, around };
  return last.around;
}

/* Whom the command would take, by its field; every other choice stays whole. The server decides; this hides what it
   would refuse. */
/** @type {Record<string, (value: string, around: Around, plant: Plant) => boolean>} */
const TAKEN = {
  "directive.issue to": (value, { posts }) => posts[value] !== null,
  "incident.transfer to_person": (value, { here, posts }, plant) =>
    here === null ||
    value !== page.person &&
      (plant.posts || []).some((/** @type {Part} */ one) =>
        one.commands && posts[one.id] === value
      ),
  "entry.ready persons": (value, { onAir }) => !onAir.includes(value),
  "person.check_in person": (value, { onAir }) => !onAir.includes(value),
};

/* Who is here stands first, in the order of the plant; of the others it is said. */
/** @type {(options: Option[], around: Around) => Option[]} */
function hereFirst(options, { here, posts }) {
  if (here === null) return options;
  /** @type {(one: Option) => boolean} */
  const isHere = ({ value }) => here.includes(posts[value] ?? value);
  const away = options.filter((one) => !isHere(one)).map((one) => ({
    value: one.value,
    label: say("choice.off_site", { name: one.label }),
  }));
  return [...options.filter(isHere), ...away];
}

/* The same fields, each with the options that it has now. */
/** @type {(lines: FormField[][], plant: Plant, kind: string, around: Around) => FormField[][]} */
export const withChoices = (lines, plant, kind, around) =>
  lines.map((line) =>
    line.map((field) => {
      if (!field.choice) return field;
      const taken = TAKEN[`${kind} ${field.name}`];
      const options = choicesOf(field.choice, plant)
        .filter(({ value }) => !taken || taken(value, around, plant));
      const people = ["person", "recipient"].includes(field.choice);
      return Object.assign({}, field, { options: people ? hereFirst(options, around) : options });
    })
  );
