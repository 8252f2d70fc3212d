/* What is said of a modelled plume, on a wall and at a desk. */

import { noteLines, outlineWords } from "../../assets/map/plume_words.js";
import { givePlant } from "./fakes/plant.js";
import { partOf } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { PlumeRow } from "../../assets/types/rows.d.ts" */

/** @type {PlumeRow} */
const plume = partOf({
  tank: "T1",
  substance: { zh: "Stuff", en: "Stuff" },
  nearest_m: 100,
  wind_from: 225,
  wind_m_s: 2.5,
  stability: "D",
  leaking: true,
  loss_m3_min: 0.4,
  area_m2: 60,
  contours: [
    { pac: 2, ppm: 150, reach_m: null, ring: [], near: [] },
    { pac: 1, ppm: 10, reach_m: 121, ring: [], near: [] },
  ],
});
/** @type {(wall: boolean) => string[]} */
const said = (wall) => noteLines(plume, false, wall).map(([words]) => words);

test("a wall says what vapour may do and how far, and no number of experts", () => {
  givePlant({ by: {} });
  equal(said(true), [
    "map.plume Stuff",
    "map.plume.wall.harm_near 100",
    "map.plume.wall.noticed_reach 121",
  ]);
  equal(outlineWords(plume, 1, false, true), "map.plume.wall.noticed");
  equal(outlineWords(plume, 2, true, true), "T1 map.plume.wall.harm");
});

test("a desk says the PAC and what the model goes by", () => {
  givePlant({ by: {} });
  equal(said(false), [
    "map.plume Stuff",
    "map.plume.near 2 150 100",
    "map.plume.reach 1 10 121",
    "map.plume.from 0.4 60",
    "map.plume.wind map.wind.SW 2.5 D",
  ]);
  equal(outlineWords(plume, 1, false, false), "map.plume.short 1");
});
