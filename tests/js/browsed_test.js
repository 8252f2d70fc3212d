/* From a line of `gateway browse` to a tag of the plant. */

import { changesOf, draftOf, fileLine, idOf, readBrowsed } from "../../assets/feeds/browsed.js";
import { equal, test } from "./testing.js";

const LEVEL = {
  connection: "dcs",
  address: "nsu=urn:dcs;s=TK206.LT.PV",
  name: "TK206 LT/PV",
  value: 4980,
  unit: "mm",
  kind: "number",
};

test("lines are read one by one, and those that cannot be are named", () => {
  const { offered, wrong } = readBrowsed(`${JSON.stringify(LEVEL)}\n\nnonsense\n{"name": "x"}\n`);
  equal(offered, [LEVEL]);
  equal(wrong, [3, 4]);
});

test("a name becomes an id that the plant takes", () => {
  equal(idOf("TK206 LT/PV"), "TK206-LT-PV");
  equal(idOf("/ns/储罐.LT "), "ns-.LT");
});

test("a level in millimetres becomes a level in metres, and the gateway's line converts it", () => {
  const draft = draftOf(LEVEL, "dcs");
  equal([draft.id, draft.kind, draft.unit], ["TK206-LT-PV", "level", "m"]);
  equal(
    fileLine(LEVEL, draft),
    'TK206-LT-PV: {node: "nsu=urn:dcs;s=TK206.LT.PV", from: "mm", to: m}',
  );
});

test("what is true or false is a contact", () => {
  const door = {
    ...LEVEL,
    address: "doors/C2#$.open",
    name: "C2",
    value: false,
    unit: null,
    kind: "bool",
  };
  const draft = draftOf(door, "mqtt");
  equal([draft.kind, draft.unit, draft.high], ["contact", "1", "1"]);
  equal(fileLine(door, draft), '"doors/C2": {tag: C2, value: {path: "$.open"}}');
});

test("a source that the plant does not list is added with the tag", () => {
  const draft = draftOf(LEVEL, "dcs");
  equal(changesOf(draft, []).length, 1);
  equal(changesOf(draft, [{ id: "dcs" }]).length, 1);
  equal(changesOf(draft, [{ id: "gds" }]).length, 2);
});

test("a unit that the system does not tell is what the engineer says", () => {
  const draft = {
    ...draftOf({ ...LEVEL, unit: null }, "dcs"),
    kind: "level",
    unit: "m",
    from: "mm",
  };
  equal(
    fileLine({ ...LEVEL, unit: null }, draft),
    'TK206-LT-PV: {node: "nsu=urn:dcs;s=TK206.LT.PV", from: "mm", to: m}',
  );
});

test("a Sparkplug metric is read by its device", () => {
  const metric = { ...LEVEL, address: "Plant/Edge1/TK206#Level", name: "Level", unit: null };
  equal(
    fileLine(metric, draftOf(metric, "dcs")),
    'Level: {device: "Plant/Edge1/TK206", metric: "Level"}',
  );
});

test("the vessel whose level it is gets it in the same change", () => {
  const vessel = { noun: "tanks", key: "T1", was: "abc", row: { id: "T1", height_m: 8 } };
  equal(changesOf(draftOf(LEVEL, "dcs"), [], vessel)[1], {
    ...vessel,
    row: { id: "T1", height_m: 8, level: "TK206-LT-PV" },
  });
});
