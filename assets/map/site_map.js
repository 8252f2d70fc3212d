/* The map's frame: takes hold of every Leaflet map that dash-leaflet makes, keeps the whole site in
   view, and runs the drawings that registered themselves. Nothing zooms or jumps by itself. */

import { chooseLayers } from "./layers.js";
import { inTurns as runInTurns } from "../base/in_turns.js";
import { board } from "../live/live_board.js";
import { known, site } from "../live/plant.js";
import { clock } from "../live/server_clock.js";

const L = window.L;
const MARGIN_M = 6; /* round the fence */
const WEATHER_EM =
  8; /* of the map's letters: the wind stands beside the plan where the panel is so much wider than it, */
const LOW_EM = 27; /* a wide map lower than so many of its letters */
const NARROW =
  960; /* px: else, as on a phone, at the foot, with the scale and the layers under the plan instead of over it */
const FOOT_REM = 3.2;
const PEOPLE_MS = 200; /* people are moved at most so often */
const drawings = []; /* [{topics, make, last}]: make(map) -> update(now) */

/* A drawing redraws when one of its topics changed, and once a second for what ages. What orders the
   words that others have drawn comes after them: `last`. */
export const mapDrawing = (topics, make, last) =>
  drawings.push({ topics, make, last: Boolean(last) });
const lastLast = (a, b) => Number(a.last) - Number(b.last);

/** @type {(place: {lat: number, lon: number}) => [lat: number, lon: number]} */
const latLng = ({ lat, lon }) => [lat, lon];
/* Where a place of the plant is; null for none. */
/** @returns {[lat: number, lon: number] | null} */
export const placeAt = (id) => {
  const place = id && site().places[id];
  return place ? latLng(place) : null;
};

/* The same of a part that stands on the map; whoever asks for another has made a mistake. */
export const surePlaceAt = (id) => {
  const at = placeAt(id);
  if (!at) throw new Error(`the plant has no place ${id}`);
  return at;
};

function boundsOf(site) {
  const { south_west: sw, north_east: ne } = site.bounds;
  const metre = (ne.lat - sw.lat) / site.height;
  const pad = [metre * MARGIN_M, (metre * MARGIN_M) / Math.cos((sw.lat * Math.PI) / 180)];
  return L.latLngBounds([sw.lat - pad[0], sw.lon - pad[1]], [ne.lat + pad[0], ne.lon + pad[1]]);
}

/* How much wider the panel is than the plan drawn to its whole height. */
function spare(map, bounds) {
  const [nw, se] = [bounds.getNorthWest(), bounds.getSouthEast()].map((corner) =>
    map.project(corner, 16)
  );
  const { x, y } = map.getSize();
  return x - (y * (se.x - nw.x)) / (se.y - nw.y);
}

const PANES = { ground: 210, zone: 320, vessels: 360, symbols: 420, people: 460, labels: 560 };

function begin(map) {
  for (const [name, z] of Object.entries(PANES)) map.createPane(name).style.zIndex = z;
  map.getPane("ground").style.pointerEvents = "none";
  const bounds = boundsOf(site());
  const fit = () => {
    map.invalidateSize({ animate: false });
    const letter = parseFloat(getComputedStyle(map.getContainer()).fontSize);
    const wind = WEATHER_EM * letter;
    const low = innerWidth <= NARROW || spare(map, bounds) < wind;
    const foot = map.getSize().y < LOW_EM * letter
      ? letter
      : 0; /* over a replay's bar the plan stands clear of the model's words */
    const taken = low ? [0, FOOT_REM * rem()] : [wind, foot];
    const room = map.getSize().subtract(taken);
    if (room.x <= 0 || room.y <= 0) {
      return; /* out of sight, or its page is being left: no zoom fits a plan into nothing */
    }
    map.getContainer().classList.toggle("weather-low", low);
    map.fitBounds(bounds, { animate: false, paddingBottomRight: taken });
  };
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 9 * rem() }).addTo(map);
  fit();
  const resized = new ResizeObserver(fit);
  resized.observe(map.getContainer());

  chooseLayers(map);
  const running = drawings.slice().sort(lastLast).map(({ topics, make }) => ({
    topics,
    update: make(map),
    seen: [],
  }));
  let ended = false;
  let people = 0;
  function redraw(drawing) {
    if (ended) return;
    drawing.seen = drawing.topics.map(board.rows);
    drawing.update(clock.now());
  }
  /* Once a second each: the clock's own turn comes after all that it gave before. */
  const inTurns = () => runInTurns(running.map((drawing) => () => redraw(drawing)));
  const moved = (drawing) =>
    drawing.topics.some((topic, i) => board.rows(topic) !== drawing.seen[i]);
  function followBoard() {
    for (const drawing of running.filter(moved)) {
      if (drawing.topics.includes("people")) {
        if (performance.now() - people < PEOPLE_MS) continue;
        people = performance.now();
      }
      redraw(drawing);
    }
  }
  map.on("zoomend", () => running.forEach(redraw));
  const forget = [
    board.subscribe(followBoard),
    clock.subscribe(inTurns),
    () => resized.disconnect(),
  ];
  map.on("unload", () => {
    ended = true;
    forget.forEach((end) => end());
  });
  running.forEach(redraw);
}

function whenKnown(map) {
  if (known.ready() && site() && board.ready()) return begin(map);
  const again = setInterval(() => {
    if (!document.body.contains(map.getContainer())) return clearInterval(again);
    if (known.ready() && site() && board.ready()) {
      clearInterval(again);
      begin(map);
    }
  }, 50);
}

if (L) {
  L.Map.addInitHook(/** @this {LeafletMap} */ function started() {
    this.whenReady(() => setTimeout(() => whenKnown(this), 0));
  });
}

export const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

/* Metres on the ground as pixels of this map. */
export const pixelsPerMetre = (map) => {
  const at = map.getCenter();
  const east = L.latLng(at.lat, at.lng + 0.001);
  return Math.abs(map.latLngToLayerPoint(east).x - map.latLngToLayerPoint(at).x) /
    at.distanceTo(east);
};

/* Keyed markers of text or symbols: `wanted` maps key -> {at, html, className}. */
export const keyedMarkers = (map, pane) => {
  const markers = new Map();
  return (wanted) => {
    for (const [key, marker] of markers) {
      if (key in wanted) continue;
      marker.remove();
      markers.delete(key);
    }
    for (const [key, want] of Object.entries(wanted)) {
      const known = markers.get(key);
      if (known) {
        if (known.at !== String(want.at)) known.setLatLng(want.at);
        known.at = String(want.at);
        redraw(known, want);
        continue;
      }
      const made = L.marker(want.at, {
        icon: icon(want),
        pane,
        interactive: false,
        keyboard: false,
      }).addTo(map);
      Object.assign(made, { html: want.html, className: want.className, at: String(want.at) });
      markers.set(key, made);
    }
  };
};

/* In place, so that nothing flickers and a word that stepped back stays back. */
function redraw(marker, want) {
  const element = marker.getElement();
  if (marker.className !== want.className) {
    element.classList.remove(...marker.className.split(" ").filter(Boolean));
    element.classList.add(...want.className.split(" ").filter(Boolean));
    marker.className = want.className;
  }
  if (marker.html !== want.html) {
    element.innerHTML = want.html;
    marker.html = want.html;
  }
}

const icon = (want) =>
  L.divIcon({ html: want.html, className: `mark ${want.className || ""}`, iconSize: null });

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escape = (words) => String(words).replace(/[&<>"']/g, (c) => ESCAPES[c]);
