/* The options of a field that names a part of the plant (layouts/forms/derived.py makes the same
   for tests and for readers without scripts), from the page's plant, which follows every change
   of the description. */

import { text } from "../base/context.js";

/** @import { Part, Plant } from "../live/plant_index.js" */
/** @typedef {{ value: string, label: string }} Option */

/** @type {(parts?: Part[]) => Option[]} */
const byName = (parts) =>
  (parts || []).map((part) => ({ value: part.id, label: text(part.name) || part.id }));
/** @type {(parts: Part[] | undefined, more: string) => Option[]} */
const byId = (parts, more) =>
  (parts || []).map((part) => ({ value: part.id, label: `${part.id} ${text(part[more])}` }));

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
  level: (plant) => byName(plant.levels),
  muster: (plant) => byName(plant.musters),
  post: (plant) => byName(plant.posts),
  plan: (plant) => byName(plant.plans),
  store: (plant) => byName(plant.stores),
  tag: (plant) =>
    (plant.tags || []).map((/** @type {Part} */ tag) => ({
      value: tag.id,
      label: tag.name ? `${tag.id} ${text(tag.name)}` : tag.id,
    })),
  substance: (plant) => byName(plant.substances),
};

/* The options of a choice as the plant is described now; nothing where the kind of choice is unknown. */
/** @type {(choice: string, plant: Plant) => Option[]} */
export const choicesOf = (choice, plant) => (CHOICES[choice] || (() => []))(plant);

/* The same fields, each with the options that it has now. */
/** @type {(lines: FormField[][], plant: Plant) => FormField[][]} */
export const withChoices = (lines, plant) =>
  lines.map((line) =>
    line.map((field) =>
      field.choice ? Object.assign({}, field, { options: choicesOf(field.choice, plant) }) : field
    )
  );
