/* What the board proposes for a form. */

import { areasToEvacuate } from "../../assets/hands/proposed.js";
import { partOf } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { IncidentRow, PlumeRow } from "../../assets/types/rows.d.ts" */

/** @type {(incident: string, areas: string[]) => PlumeRow} */
const plume = (incident, areas) => partOf({ incident, areas });
/** @type {(zones: string[]) => IncidentRow} */
const incident = (zones) =>
  partOf({ id: "INC-1", to_evacuate: ["W1"], evacuation: zones.length ? { zones } : null });

test("the areas of the hot zone come first, then those that the incident's own plume reaches", () => {
  const plumes = [plume("INC-1", ["W1", "LAB"]), plume("INC-2", ["GH"])];
  equal(areasToEvacuate(incident([]), plumes), ["W1", "LAB"]);
  equal(areasToEvacuate(incident([]), []), ["W1"]);
});

test("what was ordered empty is not proposed again", () => {
  equal(areasToEvacuate(incident(["LAB"]), [plume("INC-1", ["W1", "LAB"])]), ["W1"]);
  equal(areasToEvacuate(null, []), []);
});
