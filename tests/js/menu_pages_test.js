/* The menu: each role's first pages in the order of its shift, the others under the words of their groups. */

import { firstFor, groupsFor, isHere } from "../../assets/shared/menu_pages.js";
import { equal, test } from "./testing.js";

/** @import { MenuPage } from "../../assets/shared/menu_pages.js" */

/** @type {MenuPage[]} */
const PAGES = [
  ["/", "wall", true, null, "night"],
  ["/plant", "plant", true, ["administrator"], "plant"],
  ["/mine", "mine", true, null, "loops"],
  ["/log", "log", true, null, "night"],
  ["/replay", "replay", false, null, "drills"],
];

/** @type {Record<string, string[]>} */
const FIRST = { viewer: ["/log", "/", "/plant"], administrator: ["/plant"] };

test("a role's first pages stand in the order of its shift, without those that it has not", () => {
  equal(firstFor(PAGES, FIRST, "viewer").map(([path]) => path), ["/log", "/"]);
  equal(firstFor(PAGES, FIRST, "administrator").map(([path]) => path), ["/plant"]);
  equal(firstFor(PAGES, FIRST, "gateway"), []);
});

test("a group holds its other pages in the order of the layout, and an empty one is not offered", () => {
  /** @type {(role: string) => [string, string[]][]} */
  const offered = (role) =>
    groupsFor(PAGES, ["night", "loops", "drills", "plant"], FIRST, role)
      .map(({ group, pages }) => [group, pages.map(([path]) => path)]);
  equal(offered("viewer"), [["loops", ["/mine"]]]);
  equal(offered("administrator"), [["night", ["/", "/log"]], ["loops", ["/mine"]]]);
});

test("a page stands for the addresses below it, and the wall for none but its own", () => {
  equal(isHere("/reviews", "/reviews/INC-1"), true);
  equal(isHere("/reviews", "/reviewsandmore"), false);
  equal(isHere("/", "/log"), false);
});
