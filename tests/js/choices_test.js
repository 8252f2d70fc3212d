/* What can be chosen in a form, by the plant as it is described now. */

import { aroundNow, choicesOf, withChoices } from "../../assets/hands/choices.js";
import { giveRows } from "./fakes/live_board.js";
import { equal, test } from "./testing.js";

/** @import { Plant } from "../../assets/live/plant_index.js" */

/** @type {(people: string[]) => Plant} */
const plant = (people) => {
  /** @type {any} */
  const told = {
    people: people.map((id) => ({ id, name: { zh: id, en: id } })),
    posts: [{ id: "chief", name: { zh: "值长", en: "Chief" }, commands: true }],
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
  const offered = (now) =>
    values(withChoices(lines, now, "some.kind", aroundNow())[0][0].options || []);
  equal(offered(plant(["ann"])), ["ann"]);
  equal(offered(plant(["ann", "newcomer"])), ["ann", "newcomer"]);
  equal(withChoices(lines, plant([]), "some.kind", aroundNow())[0][1].options, undefined);
});

test("posts come before people, tanks and valves are told by what is painted on them", () => {
  const now = plant(["ann"]);
  equal(values(choicesOf("recipient", now)), ["chief", "ann"]);
  equal(choicesOf("tank", now)[0].label.startsWith("T1 "), true);
  equal(values(choicesOf("element", now)), ["V1"]);
  equal(values(choicesOf("place", now)), ["gate"]);
  equal(choicesOf("nothing", now), []);
  equal(values(choicesOf("equipment", now)), ["V1", "T1"]);
  const pumps = [{ id: "P-1", name: { zh: "P-1泵", en: "Pump P-1" } }];
  equal(choicesOf("element", { ...now, valves: [], pumps })[0].label, "Pump P-1");
});

/** @type {(kind: string, name: string, choice: string, people: string[]) => string[]} */
const offeredIn = (kind, name, choice, people) => {
  const lines = [[{ name, label: "Who", choice }]];
  const [[field]] = withChoices(lines, plant(people), kind, aroundNow());
  return (field.options || []).map((one) => one.label);
};

test("who is here stands first, and whom the command would refuse is left out", () => {
  const people = ["ann", "ben", "cai", "dov"];
  giveRows();
  equal(offeredIn("entry.ready", "persons", "person", people), people);
  giveRows({
    people: {
      ...Object.fromEntries(people.map((person) => [person, {
        person,
        on_site: ["cai", "dov", "ben"].includes(person),
      }])),
      count: { posts: { chief: "ben" } },
    },
    incident: { "INC-1": { entry: { in: [{ person: "dov" }] } } },
  });
  const away = "choice.off_site ann";
  equal(offeredIn("responder.status", "person", "person", people), ["ben", "cai", "dov", away]);
  equal(offeredIn("entry.ready", "persons", "person", people), ["ben", "cai", away]);
  equal(offeredIn("person.check_in", "person", "person", people), ["ben", "cai", away]);
  equal(offeredIn("incident.transfer", "to_person", "person", people), ["ben"]);
  equal(offeredIn("directive.issue", "to", "recipient", people), [
    "Chief",
    "ben",
    "cai",
    "dov",
    away,
  ]);
  giveRows({
    people: { ann: { person: "ann", on_site: true }, count: { posts: { chief: null } } },
  });
  equal(offeredIn("directive.issue", "to", "recipient", ["ann"]), ["ann"]);
  equal(aroundNow() === aroundNow(), true, "nothing is drawn again while nobody moves");
});
