/* Calls for help: whom nobody has answered first, and where the caller is. */

import { readSos, whereOfSos } from "../../assets/shared/sos.js";
import { givePlant } from "./fakes/plant.js";
import { partOf } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { PersonRow, SosRow } from "../../assets/types/rows.d.ts" */
/** @import { Part } from "./rows.js" */

const NOW = 1_000_000;
const ready = () =>
  givePlant({
    by: { areas: { yard: { id: "yard", name: "North yard" } } },
    position_ages: {
      normal: [[0, "plain", "live"], [60_000, "note", "faded"], [300_000, "gone", "unknown"]],
    },
  });

/** @type {(more?: Part<SosRow>) => SosRow} */
const call = (more = {}) => partOf({ sos: "li", at: 5, place: null, answered_at: null, ...more });

test("a call that nobody has answered is before one that is heard, else the oldest is first", () => {
  const calls = {
    "sos:heard": call({ sos: "heard", at: 1, answered_at: 9 }),
    "sos:young": call({ sos: "young", at: 7 }),
    "sos:old": call({ sos: "old", at: 3 }),
  };
  equal(readSos(calls).map((one) => one.sos), ["old", "young", "heard"]);
});

test("a caller is where they say, else where they were last seen, else where they belong", () => {
  ready();
  /** @type {(row: Part<PersonRow>, more?: Part<SosRow>) => string} */
  const where = (row, more) => whereOfSos(call(more), partOf({ li: { posts: [], ...row } }), NOW);
  const position = { lat: 0, lon: 0, ts: NOW - 120_000, ages: /** @type {const} */ ("normal") };
  equal(where({ position, home: "yard" }, { place: "yard" }), "North yard");
  equal(where({ position, home: "yard" }), "people.seen 120 s");
  equal(where({ position: null, home: "yard" }), "sos.belongs North yard");
  equal(where({ position: null, home: null }), "sos.nowhere");
  equal(whereOfSos(call(), {}, NOW), "sos.nowhere");
});
