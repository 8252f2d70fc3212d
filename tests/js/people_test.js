/* Where people stand and how old their positions are: the row's word, in the site's ages. */

import { readRoster, seenOf, seenWords } from "../../assets/people/roster.js";
import { givePlant } from "./fakes/plant.js";
import { equal, test } from "./testing.js";

/** @import { PersonRow, PositionSeen } from "../../assets/types/rows.d.ts" */

const NOW = 10_000_000;
const AGES = {
  normal: [[0, "plain", "live"], [60_000, "note", "faded"], [300_000, "gone", "unknown"]],
  hot: [[0, "plain", "live"], [30_000, "note", "faded"], [120_000, "gone", "unknown"]],
};
const ready = () => givePlant({ by: { shifts: {} }, position_ages: AGES });

/** @type {(more?: Partial<PersonRow>) => PersonRow} */
const person = (more = {}) => ({
  person: "li",
  name: { zh: "李", en: "Li" },
  employer: "site",
  posts: [],
  team: null,
  home: null,
  on_site: true,
  presence: "on_site",
  responding: false,
  account: null,
  accounts: {},
  status: null,
  status_at: null,
  status_by: null,
  stood_down_at: null,
  directive: null,
  erased_at: null,
  ...more,
});

/** @type {(ages: "normal" | "hot", age_s: number) => string} */
const seen = (ages, age_s) => seenWords(seenOf({ ts: NOW - age_s * 1000, ages }, NOW));

test("a position in a hot zone is old sooner, on the roster as on the map", () => {
  ready();
  equal([0, 59, 60, 299, 300].map((age) => seen("normal", age)), [
    "people.seen_now",
    "people.seen_now",
    "people.seen 60 s",
    "people.seen 240 s",
    "people.seen_unknown 300 s",
  ]);
  equal([29, 30, 59, 119, 120].map((age) => seen("hot", age)), [
    "people.seen_now",
    "people.seen 30 s",
    "people.seen 30 s",
    "people.seen 60 s",
    "people.seen_unknown 120 s",
  ]);
});

test("a position from a clock that runs ahead is live", () => {
  ready();
  equal(seen("normal", -5), "people.seen_now");
});

test("the roster's line follows the turn, and its sign says when a place is unknown", () => {
  ready();
  const position = { person: "li", lat: 0, lon: 0, ts: NOW, source: "tag", ages: "hot" };
  /** @type {import("../../assets/people/positions.js").Positions} */
  const positions = { "position:li": /** @type {PositionSeen} */ (position) };
  /** @type {(age_s: number) => import("../../assets/people/roster.js").RosterLine} */
  const at = (age_s) => readRoster({ li: person() }, positions, null, NOW + age_s * 1000)[0];
  equal([0, 45, 130].map((age) => [at(age).seenWords, at(age).seenKind]), [
    ["people.seen_now", ""],
    ["people.seen 30 s", ""],
    ["people.seen_unknown 120 s", "gone"],
  ]);
});

test("who responds is the row's word, not made of its parts", () => {
  ready();
  const off_site = person({ directive: "DIR-1", on_site: false, presence: "on_call" });
  equal(readRoster({ li: off_site }, {}, null, NOW)[0].stateId, "on_call");
  const there = person({ presence: "responding", responding: true });
  equal(readRoster({ li: there }, {}, null, NOW)[0].stateId, "responding");
});
