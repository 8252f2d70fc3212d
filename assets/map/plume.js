/* The plume: where the model expects vapour above PAC-2 and PAC-1, beyond 100 m; the fixed hot
   zone is nearer. Dashed lines lead from there back to the spill and to the tank that lost it.
   The server computes it (`plume:` rows of topic levels); its inputs are shown at the map's foot.
   Nothing is drawn without a current wind reading. */

import { escape, keyedMarkers } from "./marks.js";
import { plumesNow } from "./plume_now.js";
import { mapDrawing, surePlaceAt } from "./site_map.js";
import { pointOf } from "./wind.js";
import { text } from "../base/context.js";
import { number, say } from "../base/words.js";

/** @import { PlumeRow } from "../types/rows.d.ts" */
/** @import { Mark } from "./marks.js" */

const L = window.L;

/** @type {(position: number[]) => LatLngTuple} */
const latLng = ([lat, lon]) => [lat, lon];

/* Which tank's: said only while vapour of more than one is modelled. */
/** @type {(plume: PlumeRow, several: boolean, words: string) => string} */
const ofTank = (plume, several, words) => (several ? `${plume.tank} ${words}` : words);

/** A line at the map's foot, and the class it wears.
 * @typedef {[words: string, className: string]} NoteLine
 */

/* The widest contour is what a small map tells beside the model's name. Of several models what
   they go by is in the source's answer, so that the plan keeps its room. */
/** @type {(plume: PlumeRow, several: boolean) => NoteLine[]} */
function told(plume, several) {
  const dir = say(`map.wind.${pointOf(plume.wind_from)}`);
  /** @type {NoteLine[]} */
  const each = plume.contours.map(({ pac, ppm, reach_m: reach }, n) => [
    say(reach === null ? "map.plume.near" : "map.plume.reach", {
      pac,
      ppm: number(ppm, 0),
      n: number(reach === null ? plume.nearest_m : reach, 0),
    }),
    n === plume.contours.length - 1 ? "widest" : "",
  ]);
  /** @type {NoteLine} */
  const spilt = [
    say(plume.leaking ? "map.plume.from" : "map.plume.ceased", {
      loss: number(plume.loss_m3_min, 2),
      area: number(plume.area_m2, 0),
    }),
    "",
  ];
  return [
    [say("map.plume", { what: ofTank(plume, several, text(plume.substance)) }), "model"],
    ...each,
    ...(several && plume.leaking ? [] : [spilt]),
    [
      say("map.plume.wind", { dir, speed: number(plume.wind_m_s, 1), stability: plume.stability }),
      "",
    ],
  ];
}

mapDrawing(["levels", "incident"], (map) => {
  /* "INCIDENT/PAC": its outline; "INCIDENT/near": the way from the spill to where the widest begins. */
  /** @type {Map<string, LeafletPolyline>} */
  const drawn = new Map();
  /** @typedef {(places: LatLngs, options: PathOptions) => LeafletPolyline} Shape */
  /** @type {(key: string, shape: Shape, places: LatLngs, className: string) => void} */
  const draw = (key, shape, places, className) => {
    const old = drawn.get(key);
    if (old) old.setLatLngs(places);
    else drawn.set(key, shape(places, { pane: "zone", interactive: false, className }).addTo(map));
  };
  const labels = keyedMarkers(map, "labels");
  const control = L.control({ position: "bottomright" });
  const box = L.DomUtil.create("div", "plume-note");
  control.onAdd = () => box;
  control.addTo(map);

  let shown = "";
  return (now) => {
    const wanted = new Set();
    /** @type {Record<string, Mark>} */
    const names = {};
    const found = plumesNow(now);
    for (const plume of found) {
      const outlines = plume.contours.filter(({ ring }) => ring.length);
      if (outlines.length) {
        const key = `${plume.incident}/near`;
        wanted.add(key);
        const fromTank = [surePlaceAt(plume.tank), latLng(plume.spill)];
        draw(
          key,
          L.polyline,
          [outlines[outlines.length - 1].near.map(latLng), fromTank],
          "plume near",
        );
      }
      for (const { pac, ring } of outlines) {
        const key = `${plume.incident}/${pac}`;
        wanted.add(key);
        draw(key, L.polygon, ring.map(latLng), `plume pac-${pac}`);
        const tip = latLng(ring[Math.floor(ring.length / 2) - 1]);
        names[key] = {
          at: tip,
          html: `<span>${
            escape(ofTank(plume, found.length > 1, say("map.plume.short", { pac })))
          }</span>`,
          className: `beside plume-name pac-${pac}`,
        };
      }
    }
    for (const [key, shape] of drawn) {
      if (wanted.has(key)) continue;
      shape.remove();
      drawn.delete(key);
    }
    labels(names);
    const said = found.map((plume) => told(plume, found.length > 1));
    const lines = said.flatMap((
      each,
      n,
    ) => (n < said.length - 1 ? each.slice(0, -1) : each)); /* one wind for them all */
    box.hidden = !lines.length;
    const html = lines.map(([words, look]) => `<span class="${look}">${escape(words)}</span>`).join(
      "",
    );
    if (shown !== html) box.innerHTML = shown = html;
  };
});
