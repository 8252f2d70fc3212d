/* The plume: where the model expects vapour above PAC-2 and PAC-1, beyond 100 m; the fixed hot
   zone is nearer. Dashed lines lead from there back to the spill and to the tank that lost it.
   The server computes it (`plume:` rows of topic levels); its inputs are shown at the map's foot.
   Nothing is drawn without a current wind reading. */

import { escape, keyedMarkers } from "./marks.js";
import { plumesNow } from "./plume_now.js";
import { noteLines, outlineWords } from "./plume_words.js";
import { mapDrawing, surePlaceAt } from "./site_map.js";

/** @import { Mark } from "./marks.js" */

const L = window.L;

/** @type {(position: number[]) => LatLngTuple} */
const latLng = ([lat, lon]) => [lat, lon];

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

  const wall = document.documentElement.dataset.kind === "wall";
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
          html: `<span>${escape(outlineWords(plume, pac, found.length > 1, wall))}</span>`,
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
    const said = found.map((plume) => noteLines(plume, found.length > 1, wall));
    const lines = said.flatMap((
      each,
      n,
    ) => (n < said.length - 1
      ? each.filter(([, look]) => look !== "wind-of")
      : each)
    ); /* one wind for them all */
    box.hidden = !lines.length;
    const html = lines.map(([words, look]) => `<span class="${look}">${escape(words)}</span>`).join(
      "",
    );
    if (shown !== html) box.innerHTML = shown = html;
  };
});
