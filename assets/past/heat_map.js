/* The month's hazards as circles on the plant's own map: the area gives the number, the colour
   whether it exceeds chance or a major hazard is open there. */

import { usePastTold } from "./past_head.js";
import { h } from "../base/element.js";
import { head } from "../base/signs.js";
import { number, say } from "../base/words.js";
import { named } from "../live/plant.js";
import { panel } from "../live/react_panels.js";
import { mapDrawing, placeAt } from "../map/site_map.js";

/** @typedef {{ id: string, n: number, open: number, major: number, more: boolean }} AreaFound */

const MAP = "heat-map";
const SMALLEST = 6;
const LARGEST = 26;
/** @type {{ month: string, areas: AreaFound[] } | null} */
let shown = null;

/** @type {(one: AreaFound) => "urgent" | "warn" | "usual"} */
const kindOf = (one) => (one.major ? "urgent" : one.more ? "warn" : "usual");

/** @type {(one: AreaFound) => string} */
const words = (one) =>
  say("heat.area", { area: named(one.id), n: one.n, open: one.open, major: one.major });

mapDrawing(["matters"], (map) => {
  if (map.getContainer().id !== MAP) return () => undefined;
  /** @type {LeafletLayer[]} */
  let layers = [];
  /** @type {unknown} */
  let drawn = null;
  return () => {
    if (drawn === shown) return;
    drawn = shown;
    layers.forEach((layer) => layer.remove());
    layers = [];
    const most = Math.max(1, ...(shown ? shown.areas.map((one) => one.n) : []));
    for (const one of shown ? shown.areas : []) {
      const at = placeAt(one.id);
      if (!at || !(one.n || one.open)) continue;
      const radius = SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(one.n / most);
      layers.push(
        window.L.circleMarker(at, {
          pane: "symbols",
          radius,
          weight: 1,
          className: `heat-circle ${kindOf(one)}`,
        }).addTo(map),
        window.L.marker(at, {
          icon: window.L.divIcon({ html: number(one.n), className: "heat-count", iconSize: null }),
          pane: "labels",
          interactive: false,
          keyboard: false,
        }).addTo(map),
      );
    }
  };
});

panel("heat_map", function HeatMap() {
  const told = usePastTold();
  shown = told && told.areas ? told : null;
  const areas = /** @type {AreaFound[]} */ (shown ? shown.areas : []);
  /** @type {(of: (one: AreaFound) => number) => number} */
  const sum = (of) => areas.reduce((total, one) => total + of(one), 0);
  return h(
    "div",
    null,
    head(
      say("heat.on_map"),
      say("heat.open_now", { n: number(sum((one) => one.open)), major: sum((one) => one.major) }),
    ),
    h(
      "ul",
      { className: "unseen" },
      areas.filter((one) => one.n || one.open).map((one) => h("li", { key: one.id }, words(one))),
    ),
  );
});
