/* Open incidents: their order, by what words one is told from another, and whom a headcount still wants. */

import {
  accountWords,
  commanderOf,
  commands,
  levelWord,
  musterOf,
  openIncidents,
  placesOf,
  titleAt,
  unaccountedIn,
  wantedElsewhere,
  whose,
} from "../../assets/shared/incidents.js";
import { page } from "./fakes/context.js";
import { givePlant } from "./fakes/plant.js";
import { partOf, words } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { IncidentRow, PersonRow } from "../../assets/types/rows.d.ts" */
/** @import { Part } from "./rows.js" */

const ready = () =>
  givePlant({
    places: {},
    levelRank: { I: 0, II: 1 },
    holderOfLevel: {},
    by: {
      levels: { II: { id: "II", name: "Level II (company)" } },
      tanks: { T206: { id: "T206", name: "Tank 206" } },
      areas: { yard: { id: "yard", name: "North yard" } },
      posts: { leader: { id: "leader", name: "Shift leader" } },
    },
  });

/** @type {(id: string, more?: Part<IncidentRow>) => IncidentRow} */
const incident = (id, more = {}) =>
  partOf({
    id,
    title: words(`Leak ${id}`),
    status: "open",
    level: "II",
    place: "yard",
    t0: 5,
    source: { tank: null },
    commander: null,
    ...more,
  });

/** @type {(accounts: PersonRow["accounts"], account?: PersonRow["account"]) => PersonRow} */
const person = (accounts, account = null) => partOf({ person: "p", accounts, account });

test("the gravest is first, of equals the oldest; a level that the site does not know is last", () => {
  ready();
  const rows = Object.fromEntries(
    [
      incident("UNKNOWN", { level: "IX", t0: 1 }),
      incident("YOUNG", { t0: 9 }),
      incident("OLD", { t0: 2 }),
      incident("GRAVE", { level: "I", t0: 10 }),
      incident("OVER", { level: "I", status: "closed" }),
      incident("ERROR", { level: "I", status: "withdrawn" }),
    ].map((one) => [one.id, one]),
  );
  equal(openIncidents(rows).map((one) => one.id), ["GRAVE", "OLD", "YOUNG", "UNKNOWN"]);
});

test("an incident is called by its tank, else by its place and the id of that", () => {
  ready();
  equal(placesOf(incident("A", { source: { tank: "T206" } })), ["T206"]);
  equal(placesOf(incident("A")), ["North yard", "yard"]);
  equal(placesOf(incident("A", { place: "gate-9" })), ["gate-9"]);
  equal(titleAt(incident("A")), "Leak A · North yard");
  equal(
    titleAt(incident("A", { title: words("Fire in the North yard") })),
    "Fire in the North yard",
  );
});

test("whose something is matters only while several are open", () => {
  ready();
  const [a, b] = [incident("A", { source: { tank: "T206" } }), incident("B")];
  equal(whose("A", [a]), "");
  equal([whose("A", [a, b]), whose("B", [a, b]), whose("C", [a, b]), whose(undefined, [a, b])], [
    "T206",
    "North yard",
    "",
    "",
  ]);
});

test("a level is said without what stands in brackets, one that the site does not know by its id", () => {
  ready();
  equal([levelWord(incident("A")), levelWord(incident("A", { level: "IX" }))], ["Level II", "IX"]);
});

test("who commands is called by their post, else by their name", () => {
  ready();
  const li = { person: "li", name: words("Li"), post: null, kind: "human" };
  equal(commanderOf(incident("A")), "incident.nobody_commands");
  equal(commanderOf(incident("A", { commander: li })), "Li");
  equal(commanderOf(incident("A", { commander: { ...li, post: "leader" } })), "Shift leader");
});

test("a session commands by its own person, and not by the virtual one of the same post", () => {
  ready();
  const li = { person: "li", name: words("Li"), post: "leader", kind: "human" };
  /** @type {(commander: IncidentRow["commander"]) => boolean} */
  const own = (commander) => commands(incident("A", { commander }));
  page.person = "li";
  equal([own(li), own({ ...li, kind: "virtual" }), own({ ...li, person: "wu" }), own(null)], [
    true,
    false,
    false,
    false,
  ]);
  page.person = "";
});

test("a headcount wants the missing first, then who is not accounted for, and nobody of another", () => {
  ready();
  /** @type {Record<string, PersonRow>} */
  const people = {
    open: partOf({ person: "open", accounts: { A: "not_accounted", B: "missing" } }),
    lost: partOf({ person: "lost", accounts: { A: "missing" } }),
    safe: partOf({ person: "safe", accounts: { A: "checked_in", B: "missing" } }),
    away: partOf({ person: "away", accounts: {} }),
    also: partOf({ person: "also", accounts: { A: "not_accounted" } }),
  };
  /** @type {(a: PersonRow, b: PersonRow) => number} */
  const byName = (a, b) => a.person.localeCompare(b.person);
  equal(unaccountedIn(incident("A"), people).map((one) => one.person), ["lost", "open", "also"]);
  equal(unaccountedIn(incident("A"), people, byName).map((one) => one.person), [
    "lost",
    "also",
    "open",
  ]);
  equal(unaccountedIn(null, people), []);
});

test("where somebody stands is one word while all headcounts agree, else each by its place", () => {
  ready();
  const both = [incident("A", { source: { tank: "T206" } }), incident("B")];
  equal(accountWords(person({}), both), "");
  equal(
    accountWords(person({ A: "missing", B: "missing" }, "missing"), both),
    "people.account.missing",
  );
  equal(
    accountWords(person({ A: "missing", B: "checked_in" }, "missing"), both),
    "cell.other T206 people.account.missing · cell.other North yard people.account.checked_in",
  );
});

test("what another headcount wants is told where this one wants something else", () => {
  ready();
  const [a, b] = [incident("A"), incident("B", { source: { tank: "T206" } })];
  equal(wantedElsewhere(a, person({ A: "checked_in", B: "missing" }), [a, b]), [
    { kind: "urgent", words: "cell.other T206 people.account.missing" },
  ]);
  equal(wantedElsewhere(a, person({ A: "missing", B: "not_accounted" }), [a, b])[0].kind, "warn");
  equal(wantedElsewhere(a, person({ A: "missing", B: "missing" }), [a, b]), []);
  equal(wantedElsewhere(a, person({ A: "missing", B: "checked_in" }), [a, b]), []);
});

test("somebody is told the muster point of their own area, or the only one that was ordered", () => {
  /** @type {(musters: Record<string, string>) => IncidentRow} */
  const ordered = (musters) => partOf({ id: "INC-1", evacuation: { musters } });
  /** @type {Pick<PersonRow, "home" | "accounts">} */
  const ann = { home: "farm", accounts: { "INC-1": "not_accounted" } };
  equal(musterOf(ann, [ordered({ farm: "north", shop: "south" })]), "north");
  equal(musterOf(ann, [ordered({ shop: "south" })]), "south");
  equal(musterOf(ann, [ordered({ shop: "south", office: "north" })]), null);
  equal(musterOf(ann, [ordered({})]), null);
  equal(musterOf({ ...ann, accounts: {} }, [ordered({ farm: "north" })]), null);
});
