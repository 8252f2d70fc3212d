/* The first lines of the phone: where to go, by which wind, round which zone, and who leads. */

import { nowLines, quietLines } from "../../assets/phone/now_lines.js";
import { givePlant } from "./fakes/plant.js";
import { partOf, words } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { IncidentRow, WayRow } from "../../assets/types/rows.d.ts" */
/** @import { Part } from "./rows.js" */

const ready = () =>
  givePlant({
    by: { musters: { B: { id: "B", name: "Muster B" } }, tanks: { T1: { id: "T1", name: "T1" } } },
  });
/** @type {(more?: Part<IncidentRow>) => IncidentRow} */
const incident = (more = {}) =>
  partOf({
    id: "INC-1",
    place: "farm",
    hot_zone_m: 50,
    source: { tank: "T1" },
    commander: { person: "li", post: "leader", name: words("Li") },
    ...more,
  });
const ann = { home: "farm", accounts: { "INC-1": /** @type {const} */ ("not_accounted") } };
const wind = { from: 44, speed: 2.3 };
/** @type {(more?: Part<WayRow["ways"][number]>, ordered?: boolean) => WayRow} */
const ways = (more = {}, ordered = false) =>
  partOf({
    incident: "INC-1",
    ordered,
    ways: [{ origin: "farm", muster: "B", path: [], heading: "upwind", wrong: null, ...more }],
  });
/** @type {(musters: Record<string, string>) => IncidentRow} */
const sent = (musters) => incident({ evacuation: { musters } });
/** @type {(...given: Parameters<typeof nowLines>) => [string, string][]} */
const lines = (...given) => nowLines(...given).map(({ kind, words }) => [kind, words]);

test("where to go is first, then the wind, the hot zone and who leads", () => {
  ready();
  equal(lines(incident(), ann, wind, ways()), [
    ["note", "map.way_proposed_upwind Muster B"],
    ["plain", "phone.now.wind map.wind.NE 2.3"],
    ["urgent", "phone.now.hot_zone 50 T1"],
    ["plain", "incident.commands leader · Li"],
  ]);
});

test("what was ordered for one's own area goes before what the wind proposes", () => {
  ready();
  equal(lines(sent({ farm: "B", shop: "A" }), ann, wind, ways({}, true))[0], [
    "good",
    "phone.go_to Muster B",
  ]);
  equal(lines(sent({ shop: "A" }), ann, wind, undefined)[0], ["good", "phone.go_to A"]);
});

test("a way that begins elsewhere is judged by its end alone", () => {
  ready();
  const eva = { ...ann, home: "office" };
  /** @type {(wrong: "plume" | "lee") => [string, string]} */
  const told = (wrong) => lines(sent({ farm: "B" }), eva, wind, ways({ wrong }, true))[0];
  equal(told("plume"), ["good", "phone.go_to Muster B"]);
  equal(told("lee"), ["urgent", "phone.now.wrong Muster B"]);
  equal(lines(incident(), eva, wind, ways())[0], ["note", "map.way_proposed_out Muster B"]);
});

test("a way that has become wrong is red and says to ask, and an unknown wind is no wind of then", () => {
  ready();
  const still = { from: null, speed: null };
  equal(lines(sent({ farm: "B" }), ann, wind, ways({ wrong: "lee" }, true))[0], [
    "urgent",
    "phone.now.wrong Muster B",
  ]);
  const [way, windless] = lines(incident(), ann, still, ways({ wrong: "lee" }));
  equal(way, ["note", "map.way_proposed_out Muster B"]);
  equal(windless, ["gone", "phone.now.no_wind"]);
});

test("without a way, a zone or a commander the other lines stand", () => {
  ready();
  equal(lines(incident({ hot_zone_m: 0, commander: null }), ann, wind, undefined), [
    ["plain", "phone.now.wind map.wind.NE 2.3"],
    ["plain", "incident.commands incident.nobody_commands"],
  ]);
});

const AREAS = { farm: { id: "farm", muster: { muster: "B", metres: 241.4, bearing: 46 } } };
const POSTS = {
  leader: { id: "leader", name: "Leader", phone: "+86 000 1" },
  clerk: { id: "clerk" },
};
const quiet = () =>
  givePlant({
    by: {
      areas: AREAS,
      posts: POSTS,
      musters: { B: { id: "B", name: "Muster B" } },
      people: { li: { id: "li", name: "Li" } },
    },
  });

test("without an incident the own muster point is first, then the wind and who leads the shift", () => {
  quiet();
  const told = quietLines(ann, wind, { post: "leader", person: "li" });
  equal(told.map(({ kind, words }) => [kind, words]), [
    ["plain", "phone.now.own_muster Muster B 241 map.wind.NE"],
    ["plain", "phone.now.wind map.wind.NE 2.3"],
    ["plain", "phone.now.leads Leader · Li"],
  ]);
  equal(told[2].call, { phone: "+86 000 1", whose: "Leader" });
});

test("without a home area, a leader or a telephone the other lines stand", () => {
  quiet();
  const nowhere = { ...ann, home: null };
  const said = quietLines(nowhere, wind, null).map(({ kind, words }) => [kind, words]);
  equal(said.slice(1), [["gone", "phone.now.nobody_leads"]]);
  equal(quietLines(ann, wind, { post: "clerk", person: "li" })[2].call, undefined);
});

test("who commands an incident is called by a touch, where their post has a telephone", () => {
  quiet();
  const [call] = nowLines(incident(), ann, wind, undefined).map((line) => line.call).filter(
    Boolean,
  );
  equal(call, { phone: "+86 000 1", whose: "Leader" });
});
