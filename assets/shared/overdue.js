/* What a person who cannot see the screen is told once it can wait for the end of a sentence: which
   directives have run past their time. Each has a key for each time that it is late. */

import { liveDirectives, recipientOf, stateOf } from "./directives.js";
import { openIncidents } from "./incidents.js";
import { text } from "../base/context.js";
import { marked } from "../base/csv.js";
import { say } from "../base/words.js";

/** @import { DirectiveRow, IncidentRow } from "../types/rows.d.ts" */
/** @import { DirectiveRead } from "./directives.js" */

/* The late directives of open incidents, in the order of the lists: [[key, reading]]. Whoever works in the
   field hears their own; null: all. */
/** @type {(directives: Record<string, DirectiveRow>, incidents: Record<string, IncidentRow>, now: number,
 *   own: DirectiveRow[] | null) => [key: string, reading: DirectiveRead][]} */
export const readOverdue = (directives, incidents, now, own) => {
  const open = new Set(openIncidents(incidents).map((incident) => incident.id));
  const mine = own && new Set(own.map((directive) => directive.id));
  return liveDirectives(directives, now)
    .filter(({ directive, code }) =>
      code === "late" && open.has(directive.incident) && (!mine || mine.has(directive.id))
    )
    .map((reading) => [`${reading.directive.id} ${reading.directive.awaits?.by}`, reading]);
};

/* One sentence for however many of them. */
/** @type {(readings: DirectiveRead[]) => string} */
export const overdueWords = (readings) => {
  if (!readings.length) return "";
  const { directive } = readings[0];
  const told = {
    what: text(directive.text),
    who: recipientOf(directive),
    state: stateOf(directive),
  };
  return marked(
    say(
      readings.length > 1 ? "heard.overdue_many" : "heard.overdue",
      Object.assign(told, { n: readings.length }),
    ),
  );
};
