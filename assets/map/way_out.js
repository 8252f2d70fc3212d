/* The upwind escape route from each open incident's hot zone: the server finds it along the
   site's roads, and is asked again when an incident or its zones change, or the wind turns by
   more than TURN. */

import { escape, keyedMarkers } from "./marks.js";
import { mapDrawing, placeAt } from "./site_map.js";
import { tagOfKind } from "./wind.js";
import { ask as askServer } from "../base/ask.js";
import { say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { named } from "../live/plant.js";
import { openIncidents } from "../shared/incidents.js";
import { isStale } from "../tanks/levels.js";

/** @import { IncidentRow } from "../types/rows.d.ts" */
/** @import { Mark } from "./marks.js" */

/** A way out as `GET /api/v1/ways-out` answers it: whether it is clear, and where it leads.
 * @typedef {{path: LatLngTuple[], clear: boolean, heading: "upwind" | "crosswind" | "out", muster: string}} Way
 */
/** What was asked for an incident, by which wind and when (ms of the page), and what is drawn of it.
 * @typedef {{
 *   asked: string | null, wind: number | null, at: number, lines: LeafletLayer[], ways: Way[]
 * }} Known
 */

const L = window.L;
const TURN = 15; /* degrees: less is the wind's own swaying */
const WAIT_MS = 5000; /* at most so often */

/** @type {(now: number) => number | null} */
const windFrom = (now) => {
  const tag = tagOfKind("wind_from");
  const row = tag && board.kind("levels", "")[tag.id];
  return row && !isStale(tag, row, now) ? row.value : null;
};
/** @type {(a: number | null, b: number | null) => number} */
const apart = (
  a,
  b,
) => (a === null || b === null ? (a === b ? 0 : 360) : Math.abs(((a - b + 540) % 360) - 180));

mapDrawing(["incident", "levels"], (map) => {
  /** @type {Map<string, Known>} */
  const known = new Map();
  const labels = keyedMarkers(map, "labels");

  /** @type {(incident: IncidentRow, place: string, wind: number | null) => Promise<void>} */
  async function ask(incident, place, wind) {
    const zones = incident.evacuation ? incident.evacuation.zones : [];
    const query = new URLSearchParams({
      place,
      radius_m: String(incident.hot_zone_m),
      areas: zones.join(","),
    });
    if (wind !== null) query.set("wind_from", String(wind));
    const answer = await askServer(`/api/v1/ways-out?${query}`).catch(() => null);
    const entry = known.get(incident.id);
    if (!entry) return;
    if (!answer || !answer.ok) {
      entry.asked = null; /* again, after a while */
      return;
    }
    entry.lines.forEach((line) => line.remove());
    entry.ways = answer.json().ways;
    entry.lines = entry.ways.map((way) =>
      L.polyline(way.path, {
        pane: "zone",
        interactive: false,
        className: way.clear ? "way-out" : "way-out unclear",
      }).addTo(map)
    );
  }

  return (now) => {
    const wind = windFrom(now);
    /** @type {IncidentRow[]} */
    const incidents = openIncidents(board.kind("incident", ""));
    const open = incidents.filter((i) => i.hot_zone_m);
    for (const incident of open) {
      const place = incident.source.tank || incident.place;
      const asked = `${place} ${incident.hot_zone_m} ${
        incident.evacuation ? incident.evacuation.zones : ""
      }`;
      const entry = known.get(incident.id) ||
        { asked: null, lines: [], ways: [], wind: null, at: -Infinity };
      known.set(incident.id, entry);
      const stale = entry.asked !== asked || apart(entry.wind, wind) > TURN;
      if (!stale || performance.now() - entry.at < WAIT_MS || !placeAt(place)) continue;
      Object.assign(entry, { asked, wind, at: performance.now() });
      ask(incident, place, wind);
    }
    /** @type {Record<string, Mark>} */
    const wanted = {};
    /** @type {Record<string, Way[]>} */
    const to = {}; /* muster point -> the ways that end there */
    for (const [id, entry] of known) {
      if (!open.some((incident) => incident.id === id)) {
        entry.lines.forEach((line) => line.remove());
        known.delete(id);
        continue;
      }
      for (const way of entry.ways) {
        (to[way.muster] = to[way.muster] || []).push(way);
      }
    }
    /* One name for all who are led there: a heading that holds for them all, and unclear if any is. */
    for (const [muster, ways] of Object.entries(to)) {
      const one = ways.every((way) => way.heading === ways[0].heading) ? ways[0].heading : "out";
      /** @type {(name: string) => string} */
      const words = (name) => `<span>${escape(say(`map.way_${one}`, { muster: name }))}</span>`;
      wanted[muster] = {
        at: ways[0].path[ways[0].path.length - 1],
        html: words(named(muster)),
        shorter: [words(named(muster).split(/[（(]/)[0].trim())],
        className: `beside way-name${ways.every((way) => way.clear) ? "" : " unclear"}`,
      };
    }
    labels(wanted);
  };
});
