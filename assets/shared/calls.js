/* The outside calls of an incident: those its plan names, and any that was made. By when each is to be called
   the server says (domain/incidents/authorities/call_deadline.py). */

import { text } from "../base/context.js";
import { verdictAt } from "../base/turns.js";
import { say } from "../base/words.js";
import { site } from "../live/plant.js";

/** @import { CallSeen, IncidentRow, Sign, Turns } from "../types/rows.d.ts" */

/** An outside unit of an incident, and what became of its call.
 * @typedef {ReturnType<typeof readCalls>[number]} OutsideCall */

/** @param {Pick<IncidentRow, "calls" | "outside">} incident */
export const readCalls = (incident) =>
  incident.calls.map(({ unit: id, due_at, turns }) => {
    const unit = site().by.outside[id] || { id, name: id };
    /** @type {Partial<CallSeen>} */
    const call = incident.outside[id] || {};
    return {
      id,
      unit,
      name: text(unit.name),
      short: text(unit.name).split(/[（(]/)[0].trim(),
      called_at: call.called_at || null,
      answered_at: call.answered_at || null,
      arrived_at: call.arrived_at || null,
      by: call.by,
      reference: call.reference,
      due: due_at,
      turns,
    };
  });

/** @type {(call: { turns: Turns }, now: number) => Sign} */
export const signOfCall = (call, now) => verdictAt(call.turns, now).kind;

/* How many of the units that must be called were called; where none must be, how many the plant lists. */
/** @type {(called: number, total: number) => string} */
export const outsideAnswer = (called, total) => {
  if (total) return say("outside.called", { n: called, total });
  const listed = (site().outside ?? []).length;
  return listed ? say("outside.may_call", { n: listed }) : say("outside.none");
};
