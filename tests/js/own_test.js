/* What one person's telephone asks of them: nothing of an incident that is over. */

import { ownDirectives, ownRequests } from "../../assets/shared/own.js";
import { givePlant } from "./fakes/plant.js";
import { equal, test } from "./testing.js";

/** @type {(status: string, state: string) => string[]} */
function asked(status, state) {
  givePlant({ by: {}, places: {}, levelRank: { II: 0 }, holderOfLevel: {} });
  const request = { id: "ASK-1", person: "li", state };
  const row = { id: "INC-1", status, level: "II", t0: 1, authority: { asked: [request] } };
  return ownRequests({ "INC-1": row }, "li").map((one) => one.id);
}

test("a question goes with its incident", () => {
  equal(["open", "withdrawn", "closed"].map((status) => asked(status, "asked")), [
    ["ASK-1"],
    [],
    [],
  ]);
});

test("one that was answered is asked no more", () => equal(asked("open", "granted"), []));

test("whose a directive is the row says; the most urgent comes first", () => {
  const row = (id, urgency, hands) => ({ id, urgency, hands, issued_at: 1, state: "issued" });
  const rows = {
    a: row("a", "normal", ["li", "wu"]),
    b: row("b", "life_safety", ["li"]),
    c: Object.assign(row("c", "urgent", ["wu"]), { to: { person: "li", post: null } }),
  };
  equal(ownDirectives(rows, "li").map((one) => one.id), ["b", "a"]);
});
