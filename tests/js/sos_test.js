/* Calls for help: whom nobody has answered first, and where the caller is. */

import {
  numberOfSos,
  placeOfSos,
  postOfSos,
  readSos,
  whereOfSos,
} from "../../assets/shared/sos.js";
import { givePlant } from "./fakes/plant.js";
import { partOf } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { ContactRow, SosRow } from "../../assets/types/rows.d.ts" */
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

/** @type {(more?: Part<NonNullable<SosRow["seen"]>>) => SosRow["seen"]} */
const seen = (more = {}) => ({
  area: "yard",
  away_m: 0,
  near: null,
  ts: NOW - 120_000,
  ages: "normal",
  ...more,
});

test("a caller is where they say and where they were located, with its age, else where they belong", () => {
  ready();
  /** @type {(more: Part<SosRow>) => string} */
  const where = (more) => whereOfSos(call({ home: "yard", ...more }), NOW);
  equal(
    where({ place: "yard", seen: seen() }),
    "sos.said North yard · North yard · sos.seen.faded 120 s",
  );
  equal(where({ seen: seen({ ts: NOW }) }), "North yard · sos.seen.live 0 s");
  equal(where({ seen: seen({ ts: NOW - 360_000 }) }), "North yard · sos.seen.unknown 360 s");
  equal(
    where({ seen: seen({ away_m: 40, near: "T-1", ts: NOW }) }),
    "sos.off 40 North yardsos.betweensos.near T-1 · sos.seen.live 0 s",
  );
  equal(where({ seen: null }), "sos.belongs North yard");
  equal(where({ seen: null, home: null }), "sos.nowhere");
});

test("the place that is read aloud is the caller's word, else where they were located", () => {
  ready();
  equal(placeOfSos(call({ place: "gate", seen: seen() })), "gate");
  equal(placeOfSos(call({ seen: seen() })), "North yard");
  equal(placeOfSos(call({ seen: null })), "");
});

test("a call says its post, else its team", () => {
  ready();
  equal(postOfSos(call({ posts: ["board", "yard"], team: "fire" })), "board · North yard");
  equal(postOfSos(call({ posts: [], team: "fire" })), "fire");
  equal(postOfSos(call({ posts: [], team: null })), "");
});

test("whoever may read numbers sees which to call, and who answers is told where there is none", () => {
  /** @type {(call: ContactRow["call"]) => ContactRow} */
  const contact = (call) => partOf({ call });
  const phone = contact({ channel: "sms", version: "v1", masked: "•••• 39", failed: false });
  const radio = contact({ channel: "radio", version: "v2", masked: null, failed: true });
  equal(numberOfSos(phone, true), "sos.telephone •••• 39");
  equal(numberOfSos(phone, true, "139"), "sos.telephone 139");
  equal(numberOfSos(radio, true, "channel 1"), "sos.number_failed sos.radio channel 1");
  equal(numberOfSos(radio, true), "sos.number_failed sos.radio contacts.no_address");
  equal(numberOfSos(contact(null), true), "sos.no_number");
  equal([numberOfSos(undefined, true), numberOfSos(undefined, false)], ["sos.no_number", ""]);
});
