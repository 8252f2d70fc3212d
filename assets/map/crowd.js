/* People without room for a name beside their dot, because their building is crowded: listed
   beside the building, the first by name and the number of others; if there is no room, only the
   number. At a desk hovering over a building lists all (map/people.js). */

import { escape } from "./marks.js";
import { pixelsPerMetre, surePlaceAt } from "./site_map.js";
import { say } from "../base/words.js";
import { site } from "../live/plant.js";

/** @import { Mark } from "./marks.js" */

/** An area of the plant as its site tells it. Its width and height are metres.
 * @typedef {{
 *   id: string, kind: string, name: {zh: string, en: string}, short: {zh: string, en: string} | null,
 *   width: number, height: number, x: number, y: number
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

/* What is told beside each building, of the marks of people whose name found no room there. */
/** @type {(map: LeafletMap, unnamed: HTMLElement[]) => Record<string, Mark>} */
export function crowdMarks(map, unnamed) {
  const frame = map.getContainer().getBoundingClientRect();
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const mark of unnamed) {
    const { left, top } = mark.getBoundingClientRect();
    const building = buildingAt(map, { x: left - frame.left, y: top - frame.top });
    if (building) (found[building.id] = found[building.id] || []).push(mark.textContent || "");
  }
  const scale = pixelsPerMetre(map);
  /** @type {Record<string, Mark>} */
  const wanted = {};
  for (const [id, names] of Object.entries(found)) {
    names.sort();
    const { width, height } = site().by.areas[id];
    const [half, wide] = [height, width].map((metres) => Math.round((metres * scale) / 2));
    const more = names.length - 1;
    /** @type {(words: string) => string} */
    const span = (words) =>
      `<span style="--half: ${half}px; --wide: ${wide}px">${escape(words)}</span>`;
    wanted[id] = {
      at: surePlaceAt(id),
      html: span(more ? say("map.people_and_more", { name: names[0], n: more }) : names[0]),
      shorter: more
        ? [span(say("map.people_more", { n: names.length }))]
        : [], /* of one, a ring says that much */
      className: "crowd-name",
    };
  }
  return wanted;
}
