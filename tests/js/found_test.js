/* What the command bar finds, and what it offers first. */

import { indexed } from "../../assets/live/plant_index.js";
import { findIn, readFindable } from "../../assets/shared/found.js";
import { givePlant } from "./fakes/plant.js";
import { partOf, words } from "./rows.js";
import { equal, ok, test } from "./testing.js";

/** @import { Findable, FindableRows } from "../../assets/shared/found.js" */
/** @import { Part } from "./rows.js" */

/** @type {Answered} */
const PLANT = indexed({
  tanks: [
    { id: "T206", name: { zh: "206 罐", en: "Tank 206" }, level: "LT-206" },
    { id: "T9", name: { zh: "9 罐", en: "Tank without a gauge" } },
  ],
  pools: [],
  tags: [
    { id: "LT-206", name: { zh: "206 液位", en: "Level of 206" } },
    { id: "GD-12", name: { zh: "道路", en: "Road" } },
  ],
  posts: [{ id: "leader", name: { zh: "值班长", en: "Shift leader" } }],
  people: [{ id: "li", name: { zh: "李雷", en: "Li Lei" } }],
  resources: [{ id: "foam", name: { zh: "泡沫", en: "Foam" } }],
  kits: [],
  stores: [],
  outside: [{ id: "119", name: { zh: "消防", en: "Fire brigade" }, phone: "119" }],
  valves: [{ id: "V-8", name: { zh: "八号阀", en: "Valve 8" } }],
  pumps: [],
  areas: [],
  musters: [],
  gates: [],
  measuring_points: [],
});

/** @type {(rows?: Part<FindableRows>) => Findable[]} */
const findable = (rows = {}) => {
  givePlant(PLANT);
  /** @type {FindableRows} */
  const all = partOf({ incidents: {}, directives: {}, alarms: {}, count: undefined, ...rows });
  return readFindable(PLANT, all, [["/log", "log", true], ["/m", "phone", false]], [[
    "/help/duties",
    "help.duties",
  ]]);
};

/** @type {(typed: string, rows?: Part<FindableRows>) => string[]} */
const found = (typed, rows) => findIn(findable(rows), typed).map((one) => one.key);

test("a thing is found by its id and by its name in either language, in any case", () => {
  for (const typed of ["t206", "tank 206", "206 罐"]) equal(found(typed), ["vessel:T206"], typed);
  equal(found("八号"), ["place:V-8"]);
  equal(found("FIRE"), ["outside:119"]);
});

test("every word must occur, in whatever order", () => {
  equal(found("lei li"), ["person:li"]);
  equal(found("lei foam"), []);
});

test("a page is found only where the menu lists it, and a document of the help by its title", () => {
  equal(found("/log"), ["page:/log"]);
  equal(found("/m"), []);
  equal(found("duties"), ["document:/help/duties"]);
});

test("a vessel without a gauge leads nowhere and is not offered; a gauge is found as its vessel", () => {
  equal(found("T9"), []);
  equal(found("LT-206"), ["vessel:T206"]);
  equal(found("GD-12"), ["tag:GD-12"]);
});

test("rows of the board are found by their texts, a person beside the post they hold", () => {
  const rows = {
    incidents: { "INC-1": { id: "INC-1", title: words("Leak") } },
    directives: {
      "DIR-3": {
        id: "DIR-3",
        text: { zh: "关阀", en: "Shut it" },
        state: /** @type {const} */ ("done"),
      },
    },
    alarms: {
      "GD-12:H": { id: "GD-12:H", tag: "GD-12", condition: /** @type {const} */ ("H") },
    },
    count: { posts: { leader: "li", deputy: null } },
  };
  equal(found("leak", rows), ["incident:INC-1"]);
  equal(found("关阀", rows), ["directive:DIR-3"]);
  equal(found("gd-12", rows), ["tag:GD-12", "alarm:GD-12:H"]);
  const li = findable(rows).find((one) => one.key === "person:li");
  equal(li?.about, "Shift leader");
  equal(findable().find((one) => one.key === "person:li")?.about, "");
});

test("what is called just that comes first, then what begins so, then the order of the kinds", () => {
  /** @type {(kind: Findable["kind"], name: string) => Findable} */
  const one = (kind, name) => ({
    key: `${kind}:${name}`,
    kind,
    id: "x",
    name,
    about: "",
    text: `x ${name}`.toLowerCase(),
  });
  const list = [
    one("page", "The foam page"),
    one("store", "Foam store"),
    one("kit", "Foam kit"),
    one("place", "Foam"),
  ];
  equal(findIn(list, "foam").map((each) => each.name), [
    "Foam",
    "Foam kit",
    "Foam store",
    "The foam page",
  ]);
});

test("nothing typed offers the first of all, never more than a dozen", () => {
  const many = Array.from(
    { length: 30 },
    (_, n) => [`I-${n}`, { id: `I-${n}`, title: words("X") }],
  );
  const offered = findIn(findable({ incidents: Object.fromEntries(many) }), "");
  equal(offered.length, 12);
  ok(offered[0].kind === "page", "pages come first");
});
