/* The first lines of the phone: where to go, by which wind, round which zone, and who leads. */

import { nowLines } from "../../assets/phone/now_lines.js";
import { givePlant } from "./fakes/plant.js";
import { partOf, words } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { IncidentRow } from "../../assets/types/rows.d.ts" */
/** @import { Way } from "../../assets/phone/now_lines.js" */
/** @import { Part } from "./rows.js" */

const ready = () =>
  givePlant({
    by: { musters: { B: { id: "B", name: "Muster B" } }, tanks: { T1: { id: "T1", name: "T1" } } },
  });
/** @type {(more?: Part<IncidentRow>) => IncidentRow} */
const incident = (more = {}) =>
  partOf({
    place: "farm",
    hot_zone_m: 50,
    source: { tank: "T1" },
    commander: { person: "li", post: "leader", name: words("Li") },
    ...more,
  });
/** @type {Way} */
const way = { from: "farm", muster: "B", metres: 243.4, clear: true, heading: "upwind" };
const wind = { from: 44, speed: 2.3 };
/** @type {(...given: Parameters<typeof nowLines>) => [string, string][]} */
const lines = (...given) => nowLines(...given).map(({ kind, words }) => [kind, words]);

test("the way to one's muster point is first, then the wind, the hot zone and who leads", () => {
  ready();
  equal(lines(incident(), wind, way), [
    ["good", "phone.now.way farm map.way_upwind Muster B 243"],
    ["plain", "phone.now.wind map.wind.NE 2.3"],
    ["urgent", "phone.now.hot_zone 50 T1"],
    ["plain", "incident.commands leader · Li"],
  ]);
});

test("a way that is not clear is red and says to ask, and an unknown wind is no wind of then", () => {
  ready();
  const [told, windless] = lines(incident(), { from: null, speed: null }, { ...way, clear: false });
  equal(told, ["urgent", "phone.now.way farm map.way_upwind Muster B 243 phone.now.unclear"]);
  equal(windless, ["gone", "phone.now.no_wind"]);
});

test("without a way, a zone or a commander the other lines stand", () => {
  ready();
  equal(lines(incident({ hot_zone_m: 0, commander: null }), wind, null), [
    ["plain", "phone.now.wind map.wind.NE 2.3"],
    ["plain", "incident.commands incident.nobody_commands"],
  ]);
});
