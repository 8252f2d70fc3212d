/* The ways out of each open incident, as the server tells them (`way:` rows of topic levels): those that were
   ordered, which stay until a person orders others, or the one that is proposed by the wind. One that the wind
   or the model's plume has made wrong says so. */

import { escape, keyedMarkers } from "./marks.js";
import { windKnown } from "./plume_now.js";
import { mapDrawing } from "./site_map.js";
import { wayWords } from "./way_words.js";
import { say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { named } from "../live/plant.js";
import { openIncidents } from "../shared/incidents.js";

/** @import { IncidentRow, WayRow, WaySeen } from "../types/rows.d.ts" */
/** @import { Mark } from "./marks.js" */

/** @typedef {WaySeen & {ordered: boolean}} Way */

const L = window.L;

mapDrawing(["incident", "levels"], (map) => {
  /* By incident: what was drawn of it, and the lines. */
  /** @type {Map<string, { drawn: string, lines: LeafletLayer[] }>} */
  const known = new Map();
  const labels = keyedMarkers(map, "labels");

  /** @type {(id: string, row: WayRow) => void} */
  function draw(id, row) {
    const drawn = JSON.stringify(row);
    const before = known.get(id);
    if (before && before.drawn === drawn) return;
    before?.lines.forEach((line) => line.remove());
    const lines = row.ways.map((way) =>
      L.polyline(/** @type {LatLngTuple[]} */ (way.path), {
        pane: "zone",
        interactive: false,
        className: `way-out${way.wrong ? " wrong" : ""}${row.ordered ? "" : " proposed"}`,
      }).addTo(map)
    );
    known.set(id, { drawn, lines });
  }

  return (now) => {
    /** @type {IncidentRow[]} */
    const incidents = openIncidents(board.kind("incident", ""));
    const rows = board.kind("levels", "way:");
    const open = incidents.flatMap(({ id }) => rows[`way:${id}`] || []);
    open.forEach((row) => draw(row.incident, row));
    for (const [id, { lines }] of known) {
      if (open.some((row) => row.incident === id)) continue;
      lines.forEach((line) => line.remove());
      known.delete(id);
    }
    /** @type {Record<string, Way[]>} */
    const to = {}; /* muster point -> the ways that end there */
    for (const { ways, ordered } of open) {
      for (const way of ways) (to[way.muster] = to[way.muster] || []).push({ ...way, ordered });
    }
    /** @type {Record<string, Mark>} */
    const wanted = {};
    for (const [muster, ways] of Object.entries(to)) {
      const { kind, key } = wayWords(ways, windKnown(now));
      /** @type {(name: string) => string} */
      const words = (name) => `<span>${escape(say(key, { muster: name }))}</span>`;
      const [{ path }] = ways;
      wanted[muster] = {
        at: /** @type {LatLngTuple} */ (path[path.length - 1]),
        html: words(named(muster)),
        shorter: [words(named(muster).split(/[（(]/)[0].trim())],
        className: `beside way-name ${kind}`,
      };
    }
    labels(wanted);
  };
});
