/* What a review lacks says which roles may give it. */

import { bothOf, eitherOf, missing, rememberWhoMay, whoMay } from "../../assets/reviews/who_may.js";
import { equal, test } from "./testing.js";

test("the roles of a command are named as the server told them", () => {
  rememberWhoMay({ "finding.change": ["commander", "evaluator"], "finding.rate": ["evaluator"] });
  equal(whoMay("finding.rate"), "role.evaluator");
  equal(
    missing("review.cause_missing", "finding.change"),
    "review.cause_missing role.commander or role.evaluator",
  );
  rememberWhoMay(undefined); /* an answer without them keeps them */
  equal(whoMay("finding.rate"), "role.evaluator");
});

test("either may do a step, both must sign", () => {
  equal(eitherOf(["commander", "evaluator"]), "role.commander or role.evaluator");
  equal(bothOf(["commander", "evaluator"]), "role.commander and role.evaluator");
});
