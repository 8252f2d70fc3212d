/* What one person's telephone asks of them: nothing of an incident that is over. */

import { ownDirectives, ownRequests } from "../../assets/shared/own.js";
import { givePlant } from "./fakes/plant.js";
import { partOf } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { Asked, DirectiveRow, IncidentRow } from "../../assets/types/rows.d.ts" */

/** @type {(status: IncidentRow["status"], state: Asked["state"]) => string[]} */
function asked(status, state) {
  givePlant({ by: {}, places: {}, levelRank: { II: 0 }, holderOfLevel: {} });
  const request = { id: "ASK-1", person: "li", state };
  /** @type {IncidentRow} */
  const row = partOf({ id: "INC-1", status, level: "II", t0: 1, authority: { asked: [request] } });
  return ownRequests({ "INC-1": row }, "li").map((one) => one.id);
}

test("a question goes with its incident", () => {
  equal([asked("open", "asked"), asked("withdrawn", "asked"), asked("closed", "asked")], [
    ["ASK-1"],
    [],
    [],
  ]);
});

test("one that was answered is asked no more", () => equal(asked("open", "granted"), []));

test("whose a directive is the row says; the most urgent comes first", () => {
  /** @type {Record<string, DirectiveRow>} */
  const rows = partOf({
    a: { id: "a", urgency: "normal", hands: ["li", "wu"], issued_at: 1 },
    b: { id: "b", urgency: "life_safety", hands: ["li"], issued_at: 1 },
    c: {
      id: "c",
      urgency: "urgent",
      hands: ["wu"],
      issued_at: 1,
      to: { person: "li", post: null },
    },
  });
  equal(ownDirectives(rows, "li").map((one) => one.id), ["b", "a"]);
});
