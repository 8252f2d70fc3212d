/* Where a model expects vapour above PAC-2 and PAC-1, beyond 100 m; the fixed hot zone is nearer. From
   there back to the spill, and to the tank that lost it, run dashed lines: whence it comes, of which no
   model says how much. The server works it out (`plume:` rows of topic levels); its inputs stand at the
   map's foot, below the plant. Nothing is drawn from a wind that is not known now. */

import { escape, keyedMarkers, mapDrawing, placeAt } from "./site_map.js";
import { text } from "../base/context.js";
import { number, say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { site } from "../live/plant.js";
import { openIncidents } from "../shared/incidents.js";
import { isStale } from "../tanks/levels.js";

const L = window.L;
const POINTS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];

/* Both of the wind's tags, heard of lately. */
const windKnown = (now) =>
  ["wind_speed", "wind_from"].every((kind) => {
    const tag = (site().tags || []).find((t) => t.kind === kind);
    const row = tag && board.row("levels", tag.id);
    return row && !isStale(tag, row, now);
  });

const plumes = (now) => {
  if (!windKnown(now)) return [];
  const levels = board.rows("levels");
  const open = new Set(openIncidents(board.rows("incident")).map((incident) => incident.id));
  return Object.keys(levels)
    .filter((key) => key.startsWith("plume:"))
    .map((key) => levels[key])
    .filter((plume) => open.has(plume.incident));
};

/* Which tank's: said only while vapour of more than one is modelled. */
const ofTank = (plume, several, words) => (several ? `${plume.tank} ${words}` : words);

/* [words, class]: the widest contour is what a small map tells beside the model's name. Of several models what
   they go by is in the source's answer, so that the plan keeps its room. */
function told(plume, several) {
  const dir = say(`map.wind.${POINTS[Math.round(plume.wind_from / 45) % 8]}`);
  const each = plume.contours.map(({ pac, ppm, reach_m: reach }, n) => [
    say(reach === null ? "map.plume.near" : "map.plume.reach", {
      pac,
      ppm: number(ppm, 0),
      n: number(reach === null ? plume.nearest_m : reach, 0),
    }),
    n === plume.contours.length - 1 ? "widest" : "",
  ]);
  return [
    [say("map.plume", { what: ofTank(plume, several, text(plume.substance)) }), "model"],
    ...each,
    several && plume.leaking ? null : [
      say(plume.leaking ? "map.plume.from" : "map.plume.ceased", {
        loss: number(plume.loss_m3_min, 2),
        area: number(plume.area_m2, 0),
      }),
      "",
    ],
    [
      say("map.plume.wind", { dir, speed: number(plume.wind_m_s, 1), stability: plume.stability }),
      "",
    ],
  ].filter(Boolean);
}

mapDrawing(["levels", "incident"], (map) => {
  const drawn =
    new Map(); /* "INCIDENT/PAC" -> its outline, "INCIDENT/near" -> whence the widest comes */
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
    const names = {};
    const found = plumes(now);
    for (const plume of found) {
      const outlines = plume.contours.filter(({ ring }) => ring.length);
      if (outlines.length) {
        const key = `${plume.incident}/near`;
        wanted.add(key);
        draw(key, L.polyline, [outlines[outlines.length - 1].near, [
          placeAt(plume.tank),
          plume.spill,
        ]], "plume near");
      }
      for (const { pac, ring } of outlines) {
        const key = `${plume.incident}/${pac}`;
        wanted.add(key);
        draw(key, L.polygon, ring, `plume pac-${pac}`);
        const tip = ring[Math.floor(ring.length / 2) - 1];
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
