/* What is one person's: directives given to them or told to them since, and questions they are asked. */

import { openIncidents } from "./incidents.js";

/** @import { Asked, DirectiveRow, IncidentRow } from "../types/rows.d.ts" */

/** @type {DirectiveRow["urgency"][]} */
const URGENCY = ["life_safety", "urgent", "normal", "routine"];

/* Directives that stand on a person's list, the most urgent first, then the oldest. Whose they are the server
   says (domain/directives/hands.py). */
/** @type {(rows: Record<string, DirectiveRow>, person: string) => DirectiveRow[]} */
export const ownDirectives = (rows, person) =>
  Object.values(rows)
    .filter((directive) => directive.hands.includes(person))
    .sort((a, b) =>
      URGENCY.indexOf(a.urgency) - URGENCY.indexOf(b.urgency) || a.issued_at - b.issued_at
    );

/* Questions for authority that a person has not answered; what is over asks nothing more. */
/** @type {(incidents: Record<string, IncidentRow>, person: string) => Asked[]} */
export const ownRequests = (incidents, person) =>
  openIncidents(incidents).flatMap((incident) =>
    incident.authority.asked.filter((one) => one.person === person && one.state === "asked")
  );
