/* North, wind and rain from the weather station, in the corner of the map where they cover the
   least of the plant; on a small map below the plant, beside the scale. */

import { mapDrawing, pixelsPerMetre, surePlaceAt } from "./site_map.js";
import { readWeather } from "./wind.js";
import { say } from "../base/words.js";
import { site } from "../live/plant.js";

const L = window.L;
const CORNERS = ["topright", "topleft"]; /* below stand the scale and the choice of layers */

mapDrawing(["levels"], (map) => {
  const plant = site();
  const isLow = () => map.getContainer().classList.contains("weather-low"); /* site_map.js */
  const control = L.control({ position: isLow() ? "bottomleft" : "topright" });
  const box = L.DomUtil.create("div", "weather");
  box.innerHTML = `<span class="north">${say("map.north")}</span>` +
    '<svg viewBox="-50 -50 100 100" aria-hidden="true"><circle r="46"/><path d="M0-46v-8"/><g><path d="M0 30V-28M0-28l-14 16M0-28l14 16"/></g></svg>' +
    '<b class="wind"></b><span class="rain"></span>';
  control.onAdd = () => box;
  control.addTo(map);

  const LEAST = 24; /* px: the mark of a muster point */

  /* How much of buildings, vessels and muster points a corner would cover, in square pixels. */
  /** @type {(corner: string, wide: number, high: number) => number} */
  function covered(corner, wide, high) {
    const size = map.getSize();
    const left = corner.endsWith("left") ? 0 : size.x - wide;
    const top = corner.startsWith("top") ? 0 : size.y - high;
    const scale = pixelsPerMetre(map);
    /** @type {{id: string, width?: number, height?: number, diameter_m?: number}[]} */
    const places = [...plant.areas, ...(plant.tanks || []), ...(plant.musters || [])];
    return places.reduce(
      (sum, place) => {
        const at = map.latLngToContainerPoint(surePlaceAt(place.id));
        const [w, d] = [
          place.width || place.diameter_m || 0,
          place.height && place.width ? place.height : place.diameter_m || 0,
        ].map((metres) => Math.max(LEAST, metres * scale) / 2);
        const across = Math.min(at.x + w, left + wide) - Math.max(at.x - w, left);
        const down = Math.min(at.y + d, top + high) - Math.max(at.y - d, top);
        return sum + Math.max(0, across) * Math.max(0, down);
      },
      0,
    );
  }
  let placed = "";
  /* Measured only when the map is another or a line has come: measuring makes the page lay itself out. */
  function place() {
    const lines = [...box.children].map((line) => Boolean(line.textContent)).slice(
      0,
      -1,
    ); /* rain has its line, come or not */
    const size = `${map.getSize()} ${map.getZoom()} ${map.getCenter()} ${lines}`;
    if (size === placed) return;
    placed = size;
    if (isLow()) return void control.setPosition("bottomleft");
    const { offsetWidth: wide, offsetHeight: high } = box;
    const [best] = CORNERS
      .map((corner) => ({ corner, covers: covered(corner, wide, high) }))
      .sort((a, b) => a.covers - b.covers);
    if (control.getPosition() !== best.corner) control.setPosition(best.corner);
  }
  /** @type {(selector: string) => HTMLElement} */
  const part = (selector) => {
    const found = box.querySelector(selector);
    if (!found) throw new Error(`the weather is drawn without ${selector}`);
    return /** @type {HTMLElement} */ (found);
  };
  const [arrow, windWords, rainWords] = ["g", ".wind", ".rain"].map(part);

  return (now) => {
    const { from, gone, wind, rain } = readWeather(now);
    box.classList.toggle("stale", gone);
    arrow.style.visibility = from === null
      ? "hidden" /* an arrow nobody told is a wind nobody measured */
      : "";
    if (from !== null) arrow.setAttribute("transform", `rotate(${Math.round(from) + 180})`);
    windWords.textContent = wind;
    rainWords.textContent = rain;
    place();
  };
});
