/* Groups people to be counted by their area, with the ticked ones marked. */

/** @import { PersonRow } from "../types/rows.d.ts" */

/* Where the answer to a command about a person is shown. */
/** @type {(person: string) => string} */
export const placeOfPerson = (person) => `person:${person}`;

/* People by the area they belong to, in the order in which the areas come; null for those of none. */
/** @type {(people: PersonRow[]) => [area: string | null, persons: string[]][]} */
export function byArea(people) {
  /** @type {Map<string | null, string[]>} */
  const found = new Map();
  for (const { home, person } of people) {
    found.set(home, [...(found.get(home) || []), person]);
  }
  return [...found];
}

/* The ticked after these were ticked or unticked together. */
/** @type {(ticked: string[], persons: string[], on: boolean) => string[]} */
export const tickedWith = (ticked, persons, on) => {
  const others = ticked.filter((one) => !persons.includes(one));
  return on ? [...others, ...persons] : others;
};
