/* Which theme a page wears. */

import { themeOf } from "../../assets/base/theme.js";
import { equal, test } from "./testing.js";

test("the system's theme is followed while nobody chose one", () => {
  equal([themeOf(null, true), themeOf(null, false)], ["light", "dark"]);
  equal(themeOf("no theme", true), "light");
});

test("what somebody chose stays, whatever the system is set to", () => {
  equal([themeOf("dark", true), themeOf("light", false)], ["dark", "light"]);
});
