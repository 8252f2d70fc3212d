/* The fixed background of the map: roads, water, buildings, bunds, and their names. */

import { escape, keyedMarkers } from "./marks.js";
import { mapDrawing, pixelsPerMetre, surePlaceAt } from "./site_map.js";
import { text } from "../base/context.js";
import { board } from "../live/live_board.js";
import { site } from "../live/plant.js";
import { openIncidents } from "../shared/incidents.js";

/** @import { IncidentRow } from "../types/rows.d.ts" */
/** @import { Area } from "./crowd.js" */
/** @import { Mark } from "./marks.js" */

const L = window.L;

/* About how wide words are, in ems: a Chinese character is one, a Latin letter a good half. */
/** @type {(words: string) => number} */
export const ems = (words) =>
  [...words].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e80 ? 1 : 0.56), 0);

/* A long name in two lines of about the same length; null for one without a space to part it at. */
/** @type {(words: string) => string[] | null} */
function twoLines(words) {
  const middle = words.length / 2;
  const [space] = [...words.matchAll(/ /g)].map((one) => one.index).sort((a, b) =>
    Math.abs(a - middle) - Math.abs(b - middle)
  );
  if (space === undefined) return null;
  const lines = [words.slice(0, space), words.slice(space + 1)];
  return lines.every((line) => line.length > 2) ? lines : null; /* a "3" alone is no line */
}

/* How an area's name may be written: whole, in two lines, short as its site gives it, or its id. */
/** @type {(area: Area) => string[][]} */
function namesOf({ id, name, short }) {
  const whole = text(name);
  const brief = short ? text(short) : whole;
  return [
    [whole],
    twoLines(whole),
    ems(brief) < ems(whole) ? [brief] : null,
    ems(id) < ems(brief) ? [id] : null,
  ].filter((lines) => lines !== null);
}

/* Areas that people are in danger in, or called out of. */
/** @type {() => Set<string | null>} */
const pressing = () => {
  /** @type {IncidentRow[]} */
  const incidents = openIncidents(board.kind("incident", ""));
  return new Set(incidents.flatMap((incident) => [
    incident.place,
    ...(incident.evacuation ? incident.evacuation.zones : []),
  ]));
};

mapDrawing(["incident"], (map) => {
  const { geojson } = site();
  /** @type {Area[]} */
  const areas = site().areas;
  /** @type {(collection: object, className: string, options?: GeoOptions) => LeafletGeoJSON} */
  const layer = (collection, className, options) =>
    L.geoJSON(
      collection,
      Object.assign({ pane: "ground", interactive: false, style: () => ({ className }) }, options),
    ).addTo(map);
  const lines = [layer(geojson.waters, "water"), layer(geojson.roads, "road")];
  layer(geojson.areas, "", { style: (f) => ({ className: `area ${f.properties.kind}` }) });
  layer(geojson.bunds, "bund");
  const names = keyedMarkers(map, "labels");
  /** @type {number | null} */
  let zoom = null;

  return () => {
    const scale = pixelsPerMetre(map);
    if (zoom !== map.getZoom()) {
      zoom = map.getZoom();
      for (const drawn of lines) {
        drawn.eachLayer((line) =>
          line.setStyle({ weight: Math.max(2, Number(line.feature.properties.width) * scale) })
        );
      }
    }
    const pressed = pressing();
    /** @type {Record<string, Mark>} */
    const wanted = {};
    for (const area of areas) {
      const wide = Math.round((area.width * scale) / 2);
      const half = Math.round((area.height * scale) / 2);
      const [html, ...shorter] = namesOf(area).map((lines) =>
        `<span data-area="${escape(area.id)}" style="--half: ${half}px; --wide: ${wide}px">${
          lines.map(escape).join("<br>")
        }</span>`
      );
      wanted[area.id] = {
        at: surePlaceAt(area.id),
        html,
        shorter,
        around: { wide, half },
        className: `area-name ${area.kind}${pressed.has(area.id) ? " pressing" : ""}`,
      };
    }
    names(wanted);
  };
});
