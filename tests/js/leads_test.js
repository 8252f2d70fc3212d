/* What an alarm, a fact and a directive are called in the pages, and where a hand on them leads, also once
   they are off the board. */

import { indexed } from "../../assets/live/plant_index.js";
import { factSentence, rememberDirectives } from "../../assets/shared/facts.js";
import { changedBy, kindOf, linkTo, sheetsOf } from "../../assets/shared/links.js";
import { giveRows } from "./fakes/live_board.js";
import { givePlant } from "./fakes/plant.js";
import { giveWords } from "./fakes/words.js";
import { equal, test } from "./testing.js";

/** @import { FactSaid } from "../../assets/shared/facts.js" */

test("an alarm says its value with a unit, and leads to its history once it is gone", () => {
  giveRows();
  givePlant(
    indexed({
      tags: [{ id: "LT-1", unit: "m" }],
      shifts: [{ id: "SH-N", name: { en: "Night shift" } }],
    }),
  );
  /** @type {(condition: string, value: number) => FactSaid} */
  const raised = (condition, value) => ({
    kind: "alarm.raised",
    data: { alarm: `LT-1:${condition}`, tag: "LT-1", condition, value },
  });
  /** @type {(fact: FactSaid) => string} */
  const value = (fact) => factSentence(fact).split("value ")[1];
  const [gone] = changedBy(raised("L", 0.9));
  equal([value(raised("L", 0.9)), value(raised("STALE", 13.5))], ["0.9 m", "13.5 unit.s"]);
  equal([linkTo(kindOf(gone) ?? "page", gone), kindOf("LT-2:L")], ["/tanks?tag=LT-1", null]);
  equal(
    factSentence({ kind: "shift.began", data: { shift: "SH-N" } }),
    "shift.began · shift Night shift",
  );
});

test("a fact of a review or an action leads to its sheet", () => {
  giveRows({ drill: { "DRL-1": { phase: "running" }, "DRL-2": { phase: "ended" } } });
  /** @type {FactSaid[]} */
  const facts = [
    { kind: "review.held", data: { review: "INC-1" } },
    { kind: "action.opened", data: { review: "INC-1", action: "ACT-2" } },
    { kind: "drill.started", drill: "DRL-1", data: {} },
    { kind: "drill.ended", drill: "DRL-2", data: {} },
    { kind: "shift.began", data: {} },
  ];
  equal(facts.map((fact) => sheetsOf(fact).map(([, href]) => href)), [
    ["/reviews/INC-1"],
    ["/reviews/INC-1", "/reviews/lineage#ACT-2"],
    [],
    ["/reviews/DRL-2"],
    [],
  ]);
});

test("a directive off the board is said with its text, and leads to its trail", () => {
  giveRows();
  givePlant(indexed({}));
  giveWords({ "fact.directive.withdrawn": "withdrawn: {directive}" });
  const fact = { kind: "directive.withdrawn", data: { directive: "DIR-1" } };
  equal(factSentence(fact), "withdrawn: DIR-1");
  rememberDirectives({ "DIR-1": { zh: "关阀", en: "Shut it" } });
  equal(factSentence(fact), "withdrawn: DIR-1 Shut it");
  equal([changedBy(fact), linkTo(kindOf("DIR-1") ?? "page", "DIR-1")], [
    ["DIR-1"],
    "/log?about=DIR-1",
  ]);
  giveWords(null);
});

test("a word that every object knows is no part of the plant", () => {
  giveRows();
  const plant = indexed({ places: {}, people: [{ id: "p1", name: "Li" }] });
  givePlant(plant);
  for (const word of ["constructor", "toString", "__proto__", "valueOf"]) {
    equal([kindOf(word), plant.by.people[word], plant.places[word]], [null, undefined, undefined]);
  }
  equal([kindOf("p1"), plant.by.people.p1.name], ["person", "Li"]);
});

test("what an id is called by says its kind: the plant's parts first, then rows of the board", () => {
  givePlant(
    indexed({
      tanks: [{ id: "T1", level: "LT-1" }, { id: "T2" }],
      pools: [{ id: "P1", level: "LT-P" }],
      posts: [{ id: "leader" }],
      stores: [{ id: "shed" }],
      places: { T2: { name: "Tank without a gauge" } },
    }),
  );
  giveRows({
    directives: { "DIR-9": { id: "DIR-9" } },
    incident: { "INC-1": { id: "INC-1" }, "report:3": { seq: 3 } },
    alarms: { "LT-1:H": { id: "LT-1:H" } },
  });
  const ids = ["T1", "P1", "T2", "leader", "shed", "DIR-9", "INC-1", "LT-1:H", "report:3", "who"];
  equal(ids.map(kindOf), [
    "vessel",
    "vessel",
    "place",
    "post",
    "store",
    "directive",
    "incident",
    "alarm",
    null,
    null,
  ]);
  equal([linkTo("vessel", "P1"), linkTo("fact", 12), linkTo("directive", "a b")], [
    "/tanks?tag=LT-P",
    "/log?seq=12",
    "/command#a%20b",
  ]);
});

test("a fact leads to three of what it changed, an incident's own first, and to nothing unknown", () => {
  givePlant(indexed({ stores: [{ id: "s1" }, { id: "s2" }, { id: "s3" }], places: {} }));
  giveRows({ incident: { "INC-1": { id: "INC-1" } } });
  /** @type {(kind: string, data: Record<string, unknown>) => string[]} */
  const changed = (kind, data) => changedBy({ kind, data, incident: "INC-1" });
  equal(changed("incident.closed", { store: "s1" }), ["INC-1", "s1"]);
  equal(changed("stock.counted", { store: "s1", zones: ["s2", "s2", "nowhere", "s3"] }), [
    "s1",
    "s2",
    "s3",
  ]);
  equal(changed("stock.counted", { store: 7, place: null }), []);
});
