/* The menu's groups: each role's pages under the words of their groups, in the order of the layout. */

import { groupsFor, isHere } from "../../assets/shared/menu_pages.js";
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

test("a group holds its pages in the order of the layout, and an empty one is not offered", () => {
  /** @type {(role: string) => [string, string[]][]} */
  const offered = (role) =>
    groupsFor(PAGES, ["night", "loops", "drills", "plant"], role)
      .map(({ group, pages }) => [group, pages.map(([path]) => path)]);
  equal(offered("viewer"), [["night", ["/", "/log"]], ["loops", ["/mine"]]]);
  equal(offered("administrator").at(-1), ["plant", ["/plant"]]);
});

test("a page stands for the addresses below it, and the wall for none but its own", () => {
  equal(isHere("/reviews", "/reviews/INC-1"), true);
  equal(isHere("/reviews", "/reviewsandmore"), false);
  equal(isHere("/", "/log"), false);
});
