/* What stands still and recedes: roads, water, buildings, bunds; a name where there is room for it. */

import { escape, keyedMarkers, mapDrawing, pixelsPerMetre, surePlaceAt } from "./site_map.js";
import { text } from "../base/context.js";
import { site } from "../live/plant.js";

/** @import { Area } from "./crowd.js" */
/** @import { Mark } from "./site_map.js" */

const L = window.L;

/* About how wide words are, in ems: a Chinese character is one, a Latin letter a good half. */
/** @type {(words: string) => number} */
export const ems = (words) =>
  [...words].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e80 ? 1 : 0.56), 0);

const LINE = 1.15; /* ems from a line of a name to its next */

/* The words in one line or, where they are too wide and the building is deep enough, in two. */
/** @type {(words: string, width: number, height: number) => string[] | null} */
function linesIn(words, width, height) {
  if (height < 1) return null;
  if (ems(words) <= width) return [words];
  const middle = words.length / 2;
  const spaces = [...words.matchAll(/ /g)].map((one) => one.index).sort((a, b) =>
    Math.abs(a - middle) - Math.abs(b - middle)
  );
  if (!spaces.length || height < 2 * LINE) return null;
  const lines = [words.slice(0, spaces[0]), words.slice(spaces[0] + 1)];
  return lines.every((line) => ems(line) <= width && line.length > 2)
    ? lines
    : null; /* a "3" alone is no line */
}

mapDrawing([], (map) => {
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
    if (zoom === map.getZoom()) return;
    zoom = map.getZoom();
    const scale = pixelsPerMetre(map);
    for (const drawn of lines) {
      drawn.eachLayer((line) =>
        line.setStyle({ weight: Math.max(2, Number(line.feature.properties.width) * scale) })
      );
    }
    const size = parseFloat(getComputedStyle(map.getContainer()).fontSize);
    /** @type {Record<string, Mark>} */
    const wanted = {};
    for (const area of areas) {
      const words = text(area.name);
      const lines = linesIn(words, (area.width * scale) / size, (area.height * scale) / size);
      if (!lines) continue;
      /* A yard's name stands at its upper edge: its middle belongs to the vessels. */
      const at = surePlaceAt(area.id);
      const half = Math.round(
        (area.height * scale) / 2,
      ); /* px from its middle to its edge: the name may stand beyond */
      wanted[area.id] = {
        at,
        html: `<span style="--half: ${half}px">${lines.map(escape).join("<br>")}</span>`,
        className: `area-name ${area.kind}`,
      };
    }
    names(wanted);
  };
});
