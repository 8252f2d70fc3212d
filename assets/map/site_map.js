/* The map's frame: manages every Leaflet map that dash-leaflet makes, keeps the whole site in
   view, and runs the registered drawings. Nothing zooms or jumps by itself. */

import { chooseLayers } from "./layers.js";
import { marksChanged } from "./marks.js";
import { inTurns as runInTurns } from "../base/in_turns.js";
import { board } from "../live/live_board.js";
import { known, site } from "../live/plant.js";
import { clock } from "../live/server_clock.js";

/** @import { Topic } from "../types/rows.d.ts" */

/** What draws one thing again on its map, at a server time (UTC epoch ms).
 * @typedef {(now: number) => void} Update
 */
/** @typedef {{topics: Topic[], make: (map: LeafletMap) => Update, last: boolean}} MapDrawing */
/** A drawing on one map, with the rows that it last drew, by its topics.
 * @typedef {{topics: Topic[], update: Update, seen: object[]}} RunningDrawing
 */

const L = window.L;
const MARGIN_M = 6; /* round the fence */
const WEATHER_EM =
  8; /* of the map's letters: the wind stands beside the plan where the panel is so much wider than it, */
const LOW_EM = 27; /* a wide map lower than so many of its letters */
const NARROW =
  960; /* px: else, as on a phone, at the foot, with the scale and the layers under the plan instead of over it */
const FOOT_REM = 3.2;
const PEOPLE_MS = 200; /* people are moved at most so often */
/** @type {MapDrawing[]} */
const drawings = [];

/* A drawing redraws when one of its topics changed, and once a second for what ages. What orders the
   words that others have drawn comes after them (`last`), in the same task as each change of a mark, so
   that no word is ever seen on another. */
/** @type {(topics: Topic[], make: (map: LeafletMap) => Update, last?: boolean) => number} */
export const mapDrawing = (topics, make, last) =>
  drawings.push({ topics, make, last: Boolean(last) });
/** @type {(a: MapDrawing, b: MapDrawing) => number} */
const lastLast = (a, b) => Number(a.last) - Number(b.last);

/** @type {(place: {lat: number, lon: number}) => LatLngTuple} */
const latLng = ({ lat, lon }) => [lat, lon];
/* Where a place of the plant is; null for none. */
/** @type {(id: string | null | undefined) => LatLngTuple | null} */
export const placeAt = (id) => {
  const place = id && site().places[id];
  return place ? latLng(place) : null;
};

/* The same of a part that stands on the map; whoever asks for another has made a mistake. */
/** @type {(id: string) => LatLngTuple} */
export const surePlaceAt = (id) => {
  const at = placeAt(id);
  if (!at) throw new Error(`the plant has no place ${id}`);
  return at;
};

/** @typedef {{lat: number, lon: number}} Corner */
/** @type {(site: {bounds: {south_west: Corner, north_east: Corner}, height: number}) => LatLngBounds} */
function boundsOf(site) {
  const { south_west: sw, north_east: ne } = site.bounds;
  const metre = (ne.lat - sw.lat) / site.height;
  const pad = [metre * MARGIN_M, (metre * MARGIN_M) / Math.cos((sw.lat * Math.PI) / 180)];
  return L.latLngBounds([sw.lat - pad[0], sw.lon - pad[1]], [ne.lat + pad[0], ne.lon + pad[1]]);
}

/* How much wider the panel is than the plan drawn to its whole height. */
/** @type {(map: LeafletMap, bounds: LatLngBounds) => number} */
function spare(map, bounds) {
  const [nw, se] = [bounds.getNorthWest(), bounds.getSouthEast()].map((corner) =>
    map.project(corner, 16)
  );
  const { x, y } = map.getSize();
  return x - (y * (se.x - nw.x)) / (se.y - nw.y);
}

const PANES = { ground: 210, zone: 320, vessels: 360, symbols: 420, people: 460, labels: 560 };

/** @type {(map: LeafletMap) => void} */
function begin(map) {
  for (const [name, z] of Object.entries(PANES)) map.createPane(name).style.zIndex = String(z);
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
    /** @type {[x: number, y: number]} */
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

  chooseLayers(map);
  const order = drawings.slice().sort(lastLast);
  /** @type {RunningDrawing[]} */
  const running = order.map(({ topics, make }) => ({
    topics,
    update: make(map),
    seen: [],
  }));
  let ended = false;
  let people = 0;
  /** @type {(drawing: RunningDrawing) => void} */
  function update(drawing) {
    drawing.seen = drawing.topics.map(board.rows);
    drawing.update(clock.now());
  }
  const ordering = running.filter((_, i) => order[i].last);
  /* The words are ordered whenever a mark changed, before anybody sees it. */
  /** @type {(given: RunningDrawing[]) => void} */
  function redraw(given) {
    if (ended) return;
    given.forEach(update);
    if (marksChanged(map)) ordering.forEach(update);
    marksChanged(map); /* by the ordering itself */
  }
  /* Once a second each: the clock's own turn comes after all that it gave before. */
  const inTurns = () => runInTurns(running.map((drawing) => () => redraw([drawing])));
  /** @type {(drawing: RunningDrawing) => boolean} */
  const moved = (drawing) =>
    drawing.topics.some((topic, i) => board.rows(topic) !== drawing.seen[i]);
  /** @type {(drawing: RunningDrawing) => boolean} */
  function isDue(drawing) {
    if (!drawing.topics.includes("people")) return true;
    if (performance.now() - people < PEOPLE_MS) return false;
    people = performance.now();
    return true;
  }
  const followBoard = () => redraw(running.filter(moved).filter(isDue));
  const orderWords = () => redraw(ordering);
  map.on("zoomend", () => redraw(running));
  map.on("layerschosen", orderWords);
  document.fonts.addEventListener("loadingdone", orderWords);
  const resized = new ResizeObserver(() => {
    fit();
    orderWords();
  });
  resized.observe(map.getContainer());
  const forget = [
    board.subscribe(followBoard),
    clock.subscribe(inTurns),
    () => resized.disconnect(),
    () => document.fonts.removeEventListener("loadingdone", orderWords),
  ];
  map.on("unload", () => {
    ended = true;
    forget.forEach((end) => end());
  });
  redraw(running);
}

/** @type {(map: LeafletMap) => void} */
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
/** @type {(map: LeafletMap) => number} */
export const pixelsPerMetre = (map) => {
  const at = map.getCenter();
  const east = L.latLng(at.lat, at.lng + 0.001);
  return Math.abs(map.latLngToLayerPoint(east).x - map.latLngToLayerPoint(at).x) /
    at.distanceTo(east);
};
