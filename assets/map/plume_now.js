/* The plumes in force: of open incidents with a current wind reading. */

import { tagOfKind } from "./wind.js";
import { board } from "../live/live_board.js";
import { openIncidents } from "../shared/incidents.js";
import { isStale } from "../tanks/levels.js";

/** @import { IncidentRow, PlumeRow } from "../types/rows.d.ts" */

/* Both of the wind's tags, heard of lately. */
/** @type {(now: number) => boolean} */
export const windKnown = (now) =>
  ["wind_speed", "wind_from"].every((kind) => {
    const tag = tagOfKind(kind);
    const row = tag && board.kind("levels", "")[tag.id];
    return row && !isStale(tag, row, now);
  });

/** @type {(now: number) => PlumeRow[]} */
export const plumesNow = (now) => {
  if (!windKnown(now)) return [];
  /** @type {IncidentRow[]} */
  const incidents = openIncidents(board.kind("incident", ""));
  const open = new Set(incidents.map((incident) => incident.id));
  return Object.values(board.kind("levels", "plume:")).filter((plume) => open.has(plume.incident));
};
