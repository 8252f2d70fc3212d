/* The fixed hot zone around the place of each open incident, and who is on air in it: the first
   and largest labels of the map. A plume model is not valid inside it. */

import { escape, keyedMarkers } from "./marks.js";
import { mapDrawing, placeAt } from "./site_map.js";
import { say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { airWays } from "../shared/on_air.js";
import { openIncidents } from "../shared/incidents.js";

/** @import { IncidentRow } from "../types/rows.d.ts" */
/** @import { Mark } from "./marks.js" */

const L = window.L;

mapDrawing(["incident"], (map) => {
  /** @type {Map<string, LeafletCircle>} */
  const circles = new Map();
  const labels = keyedMarkers(map, "labels");
  const air = keyedMarkers(map, "labels");
  return (now) => {
    /** @type {Record<string, Mark>} */
    const wanted = {};
    /** @type {Record<string, Mark>} */
    const onAir = {};
    const open = new Set();
    /** @type {IncidentRow[]} */
    const incidents = openIncidents(board.kind("incident", ""));
    for (const incident of incidents) {
      const at = placeAt(incident.source.tank || incident.place);
      if (at && incident.entry.in.length) {
        const [full, ...shorter] = airWays(incident.entry, now).map((words) =>
          `<span>${escape(words)}</span>`
        );
        onAir[incident.id] = { at, html: full, shorter, className: "beside on-air" };
      }
      if (!at || !incident.hot_zone_m) continue;
      open.add(incident.id);
      if (!circles.has(incident.id)) {
        circles.set(
          incident.id,
          L.circle(at, {
            radius: incident.hot_zone_m,
            pane: "zone",
            interactive: false,
            className: "hot-zone",
          }).addTo(map),
        );
      }
      const north = L.latLng(at).toBounds(incident.hot_zone_m * 2).getNorth();
      wanted[incident.id] = {
        at: [north, at[1]],
        html: `<span>${escape(say("map.hot_zone", { n: incident.hot_zone_m }))}</span>`,
        className: "zone-name",
      };
    }
    for (const [id, circle] of circles) {
      if (open.has(id)) continue;
      circle.remove();
      circles.delete(id);
    }
    labels(wanted);
    air(onAir);
  };
});
