/* The board's proposals for a field of a form. The domain decides them
   (domain/people/evacuation_proposal.py); a person unticks what is not wanted, ticks what is, and
   sends. */

/** @import { IncidentRow, PlumeRow } from "../types/rows.d.ts" */

/* The areas that the incident's hot zone or the plume of its source reaches, but for those ordered empty already. */
/** @type {(incident: Pick<IncidentRow, "id" | "to_evacuate" | "evacuation"> | null, plumes: PlumeRow[]) => string[]} */
export function areasToEvacuate(incident, plumes) {
  if (!incident) return [];
  const ordered = incident.evacuation?.zones || [];
  const reached = plumes.filter((plume) => plume.incident === incident.id).flatMap((plume) =>
    plume.areas
  );
  return [...new Set([...incident.to_evacuate, ...reached])].filter((area) =>
    !ordered.includes(area)
  );
}
