/* What is one person's: directives given to them or told to them since, and questions they are asked. */

import { openIncidents } from "./incidents.js";

const OPEN = new Set(["issued", "acknowledged", "in_progress", "done"]);
const URGENCY = ["life_safety", "urgent", "normal", "routine"];

const toldOf = (directive, person) =>
  (directive.chain || []).some((step) =>
    step.person === person && !step.skipped && step.step !== "repeat" && step.step !== "ask_again"
  );

/* Open directives of a person, the most urgent first, then the oldest. */
export const ownDirectives = (rows, person, posts) =>
  Object.values(rows)
    .filter((d) =>
      OPEN.has(d.state) && d.to &&
      (d.to.person === person || (posts || []).includes(d.to.post) ||
        (toldOf(d, person) && (d.state === "issued" || d.acknowledged_by === person)))
    )
    .sort((a, b) =>
      URGENCY.indexOf(a.urgency) - URGENCY.indexOf(b.urgency) || a.issued_at - b.issued_at
    );

/* Questions for authority that a person has not answered; what is over asks nothing more. */
export const ownRequests = (incidents, person) =>
  openIncidents(incidents).flatMap((incident) =>
    ((incident.authority || {}).asked || []).filter((one) =>
      one.person === person && one.state === "asked"
    )
  );
