/* What a recipient may say of a directive, at the desk and on the phone alike. */

import { placedSteps, recipientSteps } from "../../assets/shared/directive_steps.js";
import { equal, test } from "./testing.js";

/** @import { Followed } from "../../assets/shared/directive_steps.js" */

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

test("on the phone the three steps keep their places, and none is said that was not taken", () => {
  /** @type {(state: Followed["state"], acknowledged?: number | null, started?: number | null) => Followed} */
  const at = (state, acknowledged = null, started = null) => ({
    state,
    acknowledged_at: acknowledged,
    started_at: started,
  });
  /** @type {(d: Followed) => string[]} */
  const stands = (d) => placedSteps(d).map((step) => step.stands);
  equal(stands(at("issued")), ["next", "later", "later"]);
  equal(stands(at("acknowledged", 1)), ["past", "next", "open"]);
  equal(stands(at("in_progress", 1, 2)), ["past", "past", "next"]);
  equal(stands(at("in_progress", 1)), ["past", "past", "next"]);
  equal(stands(at("done", 1, 2)), ["past", "past", "past"]);
  equal(stands(at("done", 1)), ["past", "later", "past"], "done without a start");
  equal(stands(at("withdrawn")), ["later", "later", "later"]);
  const places = ["directive.ack", "directive.start", "directive.done"];
  equal(placedSteps(at("in_progress", 1)).map((step) => step.kind), places);
});
