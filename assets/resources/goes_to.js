/* Where a kit or a team goes that is sent now: as the air is (rows `way:` of topic levels), else as the plan says. */

import { useKind } from "../live/react_panels.js";

/** @import { IncidentRow } from "../types/rows.d.ts" */

/** @type {(incident: IncidentRow | null) => { kit: (kit: string) => string, team: (team: string) => string }} */
export function useGoesTo(incident) {
  const ways = useKind("levels", "way:");
  const way = incident ? ways[`way:${incident.id}`] : undefined;
  return {
    kit: (kit) => way?.kits[kit] || incident?.kit_places[kit] || "",
    team: (team) => way?.teams[team] || "",
  };
}
