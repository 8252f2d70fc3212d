/* What a recipient may say of a directive, at the desk and on the phone alike. */

import { placedSteps, recipientSteps } from "../../assets/shared/directive_steps.js";
import { equal, test } from "./testing.js";

test("each state has its steps, and a mistaken done is taken back", () => {
  const kinds = (
    /** @type {import("../../assets/types/rows.d.ts").DirectiveRow["state"]} */ state,
  ) => recipientSteps(state).map(([kind]) => kind);
  equal(kinds("issued"), ["directive.ack"]);
  equal(kinds("acknowledged"), ["directive.start", "directive.done"]);
  equal(kinds("in_progress"), ["directive.progress", "directive.done"]);
  equal(kinds("done"), ["directive.take_back"]);
  equal([kinds("verified"), kinds("withdrawn")], [[], []]);
});

test("on the phone the three steps keep their places, whatever the state", () => {
  const stands = (
    /** @type {import("../../assets/types/rows.d.ts").DirectiveRow["state"]} */ state,
  ) => placedSteps(state).map((step) => step.stands);
  equal(stands("issued"), ["next", "later", "later"]);
  equal(stands("acknowledged"), ["past", "next", "open"]);
  equal(stands("in_progress"), ["past", "past", "next"]);
  equal(stands("done"), ["past", "past", "past"]);
  equal(stands("withdrawn"), ["later", "later", "later"]);
  const places = ["directive.ack", "directive.start", "directive.done"];
  equal(placedSteps("in_progress").map((step) => step.kind), places);
});
