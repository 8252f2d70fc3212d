/* Whose name found no place beside their dot, because their building is full of others: told beside the
   building, the first by name and how many more; where there is no room for that either, only how many.
   On a desk the pointer asks a building for all of them (map/people.js). */

import { escape, keyedMarkers, mapDrawing, pixelsPerMetre, surePlaceAt } from "./site_map.js";
import { say } from "../base/words.js";
import { site } from "../live/plant.js";

/** @import { Mark } from "./site_map.js" */

/** An area of the plant as its site tells it. Its width and height are metres.
 * @typedef {{
 *   id: string, kind: string, name: {zh: string, en: string}, width: number, height: number, x: number, y: number
 * }} Area
 */

/** @type {(area: Area) => boolean} */
const BUILT = (area) => area.kind !== "yard" && area.kind !== "outside";

/* The building round a point of the map's frame, if there is one. */
/** @type {(map: LeafletMap, point: {x: number, y: number}) => Area | undefined} */
export const buildingAt = (map, { x, y }) => {
  const scale = pixelsPerMetre(map);
  /** @type {Area[]} */
  const areas = site().areas;
  return areas.filter(BUILT).find((area) => {
    const middle = map.latLngToContainerPoint(surePlaceAt(area.id));
    return Math.abs(x - middle.x) <= (area.width * scale) / 2 &&
      Math.abs(y - middle.y) <= (area.height * scale) / 2;
  });
};

mapDrawing(["people"], (map) => {
  const labels = keyedMarkers(map, "labels");
  /* The names that had no room at a building: the same are not tried again. */
  /** @type {Map<string | undefined, string | undefined>} */
  const tight = new Map();
  /** @type {number | null} */
  let zoom = null;

  /* By building, as map/declutter.js left them. */
  /** @type {(container: HTMLElement) => Record<string, string[]>} */
  function unnamed(container) {
    const frame = container.getBoundingClientRect();
    /** @type {Record<string, string[]>} */
    const found = {};
    for (const mark of container.querySelectorAll(".mark.person-name.crowded")) {
      if (!mark.getClientRects().length) continue; /* the layer is put aside */
      const { left, top } = mark.getBoundingClientRect();
      const building = buildingAt(map, { x: left - frame.left, y: top - frame.top });
      if (building) (found[building.id] = found[building.id] || []).push(mark.textContent || "");
    }
    return found;
  }

  return () => {
    const container = map.getContainer();
    if (zoom !== map.getZoom()) tight.clear();
    zoom = map.getZoom();
    /** @type {NodeListOf<HTMLElement>} */
    const crowded = container.querySelectorAll(".mark.crowd-name.crowded > span");
    for (const mark of crowded) {
      tight.set(mark.dataset.building, mark.dataset.names);
    }
    const scale = pixelsPerMetre(map);
    /** @type {Record<string, Mark>} */
    const wanted = {};
    for (const [id, names] of Object.entries(unnamed(container))) {
      names.sort();
      const { width, height } = site().by.areas[id];
      const all = escape(names.join("\n"));
      const short = tight.get(id) === names.join("\n");
      const [first, more] = [names[0], names.length - 1];
      const words = short
        ? say("map.people_more", { n: names.length })
        : more
        ? say("map.people_and_more", { name: first, n: more })
        : first;
      const [half, wide] = [height, width].map((metres) => Math.round((metres * scale) / 2));
      if (short && !more) continue; /* one ring says that much */
      wanted[id] = {
        at: surePlaceAt(id),
        html: `<span data-building="${
          escape(id)
        }" data-names="${all}" style="--half: ${half}px; --wide: ${wide}px">${
          escape(words)
        }</span>`,
        className: "crowd-name",
      };
    }
    labels(wanted);
  };
});
