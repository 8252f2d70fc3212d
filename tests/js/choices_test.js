/* What can be chosen in a form, by the plant as it is described now. */

import { choicesOf, withChoices } from "../../assets/hands/choices.js";
import { equal, test } from "./testing.js";

/** @import { Plant } from "../../assets/live/plant_index.js" */

/** @type {(people: string[]) => Plant} */
const plant = (people) => {
  /** @type {any} */
  const told = {
    people: people.map((id) => ({ id, name: { zh: id, en: id } })),
    posts: [{ id: "chief", name: { zh: "值长", en: "Chief" } }],
    tanks: [{ id: "T1", product: { zh: "苯", en: "benzene" } }],
    valves: [{ id: "V1", name: { zh: "阀", en: "Valve" } }],
    places: { gate: { name: { zh: "门", en: "Gate" } } },
  };
  return told;
};
/** @type {(options: { value: string }[]) => string[]} */
const values = (options) => options.map((one) => one.value);

test("a choice follows the plant's description", () => {
  /** @type {FormField[][]} */
  const lines = [[{ name: "person", label: "Who", choice: "person" }, {
    name: "note",
    label: "Note",
  }]];
  /** @type {(now: Plant) => string[]} */
  const offered = (now) => values(withChoices(lines, now)[0][0].options || []);
  equal(offered(plant(["ann"])), ["ann"]);
  equal(offered(plant(["ann", "newcomer"])), ["ann", "newcomer"]);
  equal(withChoices(lines, plant([]))[0][1].options, undefined);
});

test("posts come before people, tanks and valves are told by what is painted on them", () => {
  const now = plant(["ann"]);
  equal(values(choicesOf("recipient", now)), ["chief", "ann"]);
  equal(choicesOf("tank", now)[0].label.startsWith("T1 "), true);
  equal(values(choicesOf("element", now)), ["V1"]);
  equal(values(choicesOf("place", now)), ["gate"]);
  equal(choicesOf("nothing", now), []);
  equal(values(choicesOf("equipment", now)), ["V1", "T1"]);
});
