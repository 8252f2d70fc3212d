/* An order to oneself is asked about before it is sent. */

import { oneselfSure } from "../../assets/hands/oneself.js";
import { page } from "./fakes/context.js";
import { giveRows } from "./fakes/live_board.js";
import { equal, test } from "./testing.js";

test("an order to oneself is asked about, by the name and by the post that one holds", () => {
  giveRows({ people: { count: { posts: { chief: "ann", second: "ben" } } } });
  const asked = () => ["ann", "chief", "ben", "second", null, ""].map(oneselfSure);
  page.person = "ann";
  const sure = "command.to_oneself_sure";
  equal(asked(), [sure, sure, undefined, undefined, undefined, undefined]);
  page.person = "";
  equal(asked(), Array(6).fill(undefined));
});
