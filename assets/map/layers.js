/* The visible layers of the map: chosen in its corner at a desk, by the address on a wall
   (`/?layers=people,ways`; `/?layers=` for all again). This browser remembers the choice. */

import { kept as browserMemory } from "../base/browser_memory.js";
import { say } from "../base/words.js";
import { site } from "../live/plant.js";

const L = window.L;
const NAMES = [
  "people",
  "stores",
  "valves",
  "ways",
  "gas",
  "plume",
  "work",
  "hazards",
  "names",
  "tiles",
];
const KEPT = "map.layers";

const asked = new URLSearchParams(location.search).get("layers");
if (asked !== null) browserMemory.set(KEPT, asked);
const known = () => NAMES.filter((name) => name !== "tiles" || site().tiles);
function chosen() {
  const kept = browserMemory.get(KEPT);
  return new Set(kept ? kept.split(",") : NAMES); /* "none" is the name of none */
}

/** @type {(map: LeafletMap) => void} */
export const chooseLayers = (map) => {
  const container = map.getContainer();
  const wear = () =>
    NAMES.forEach((name) => container.classList.toggle(`no-${name}`, !chosen().has(name)));
  wear();
  if (document.documentElement.dataset.kind !== "desk") return;
  const control = L.control({ position: "bottomright" });
  control.onAdd = () => {
    const box = L.DomUtil.create("details", "layers");
    const boxes = known().map((name) =>
      `<label><input type="checkbox" value="${name}"${chosen().has(name) ? " checked" : ""}> ${
        say(`map.layer.${name}`)
      }</label>`
    );
    box.innerHTML = `<summary>${say("map.layers")}</summary>${boxes.join("")}`;
    box.addEventListener("change", () => {
      const on = [
        .../** @type {NodeListOf<HTMLInputElement>} */ (box.querySelectorAll("input:checked")),
      ].map((input) => input.value);
      browserMemory.set(KEPT, on.length === boxes.length ? "" : on.join(",") || "none");
      wear();
      map.fire("layerschosen");
    });
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  control.addTo(map);
};
