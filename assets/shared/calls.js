/* The outside calls of an incident: those its plan names, and any that was made. */

import { text } from "../base/context.js";
import { site } from "../live/plant.js";

export const readCalls = (incident) => {
  const plant = site();
  const plan = plant.by.plans[incident.plan];
  const made = incident.outside || {};
  const due = {};
  for (const step of (plan && plan.steps) || []) {
    for (const unit of step.calls || []) due[unit] = incident.t0 + (step.at_s ?? step.due_s) * 1000;
  }
  const units = [...new Set([...Object.keys(due), ...Object.keys(made)])];
  return units.map((id) => {
    const unit = plant.by.outside[id] || { id, name: id };
    const call = made[id] || {};
    const limit = unit.call_within_s;
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
      due: limit ? incident.t0 + limit * 1000 : (due[id] ?? null),
    };
  });
};
