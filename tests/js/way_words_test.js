/* What the map says of the ways out that lead to one muster point. */

import { wayWords } from "../../assets/map/way_words.js";
import { equal, test } from "./testing.js";

/** @import { Way } from "../../assets/map/way_words.js" */

/** @type {(more?: Partial<Way>) => Way} */
const way = (more = {}) => ({ heading: "upwind", wrong: null, ordered: true, ...more });

test("an ordered way says where it leads, a proposed one that it is proposed", () => {
  equal(wayWords([way()], true), { kind: "ordered", key: "map.way_upwind" });
  equal(wayWords([way({ ordered: false })], true), {
    kind: "proposed",
    key: "map.way_proposed_upwind",
  });
  equal(wayWords([way(), way({ heading: "crosswind" })], true), {
    kind: "ordered",
    key: "map.way_out",
  });
});

test("what is wrong with one of them is said of them all, the gravest first", () => {
  equal(wayWords([way(), way({ wrong: "lee" }), way({ wrong: "plume" })], true), {
    kind: "urgent",
    key: "map.way_wrong.plume",
  });
});

test("of a wind that is not heard nothing is said, of the hot zone all the same", () => {
  equal(wayWords([way({ wrong: "lee" })], false), { kind: "ordered", key: "map.way_out" });
  equal(wayWords([way({ wrong: "zone" })], false), { kind: "urgent", key: "map.way_wrong.zone" });
});
