/* How the duty to drill stands: the server says how pressing it is, the page counts the days. */

import { legalVerdict } from "../../assets/drills/legal_duty.js";
import { equal, test } from "./testing.js";

const DUE = "2026-11-25";
/** @type {import("../../assets/types/rows.d.ts").Turns} */
const TURNS = [[0, "plain", "far"], [100, "warn", "due"], [200, "urgent", "over"]];
const LEGAL = { last: "2026-05-25", due: DUE, days_left: 99, turns: TURNS };

test("how pressing it is follows the turns, and the days are those of the day that is shown", () => {
  equal(legalVerdict(LEGAL, 99, "2026-11-20"), {
    kind: "plain",
    words: `drills.legal_left 5 ${DUE}`,
  });
  equal(legalVerdict(LEGAL, 100, "2026-11-25"), {
    kind: "warn",
    words: `drills.legal_left 0 ${DUE}`,
  });
  equal(legalVerdict(LEGAL, 200, "2026-11-27"), {
    kind: "urgent",
    words: `drills.legal_over 2 ${DUE}`,
  });
});

test("without a drill that counts there are no days", () => {
  for (const code of ["never", "uncounted"]) {
    /** @type {import("../../assets/types/rows.d.ts").Turns} */
    const turns = [[0, "urgent", code]];
    const legal = { last: null, due: null, days_left: null, turns };
    equal(legalVerdict(legal, 5, "2026-11-20"), { kind: "urgent", words: `drills.legal_${code}` });
  }
});
