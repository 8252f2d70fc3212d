/* Map symbols: vessels by state, the pool with its filling, important valves, cabinets with
   custody, muster points, gas detectors in alarm. Normal things are grey without a label. */

import { ems } from "./ground.js";
import { escape, keyedMarkers } from "./marks.js";
import { mapDrawing, pixelsPerMetre, rem, surePlaceAt } from "./site_map.js";
import { alarmKind } from "../alarms/alarms.js";
import { text } from "../base/context.js";
import { age, number, say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { site } from "../live/plant.js";
import { openIncidents } from "../shared/incidents.js";
import { isStale, readLevels } from "../tanks/levels.js";
import { valveState, valveWord } from "../tanks/water.js";

/** @import { AlarmRow, IncidentRow, LevelRow, Sign, StockRow } from "../types/rows.d.ts" */
/** @import { Area } from "./crowd.js" */
/** @import { Mark } from "./marks.js" */
/** @import { Level as LevelRead, Tag } from "../tanks/levels.js" */

/** A tank or a pool as its site tells it.
 * @typedef {{id: string, name: {zh: string, en: string}, level: string, diameter_m: number}} Vessel
 */
/** @typedef {{id: string, kind: string, isolates: string | null, position: string | null}} Valve */
/** @typedef {{id: string, x: number, y: number}} Store */

const L = window.L;
const AWAY = 0.85; /* ems from the letters of a badge to its word */
const LEAST = 0.45; /* rem: a vessel can be seen on any screen */

const SILENT_NAMED =
  3; /* more silent tanks are one thing, a source that is gone: dashed, and counted beside the levels */

/** @type {() => IncidentRow[]} */
const incidentsNow = () => openIncidents(board.kind("incident", ""));

/** @type {(incidents: IncidentRow[]) => Set<string | null>} */
const affected = (incidents) => new Set(incidents.flatMap((i) => [i.place, i.source.tank]));

mapDrawing(["levels", "alarms", "incident"], (map) => {
  const plant = site();
  /** @type {Map<string, LeafletCircle>} */
  const circles = new Map();
  const labels = keyedMarkers(map, "labels");
  /** @type {Map<string, {bounds: LatLngBounds, filling: LeafletRectangle}>} */
  const pools = new Map();

  /* Draws it, and tells what there is to say of it. */
  /** @type {(vessel: Vessel, read: LevelRead | undefined, here: boolean, scale: number) => Sign | null} */
  function tank(vessel, read, here, scale) {
    let circle = circles.get(vessel.id);
    if (!circle) {
      circle = L.circleMarker(surePlaceAt(vessel.id), {
        pane: "vessels",
        interactive: false,
        className: "vessel",
      }).addTo(map);
      circles.set(vessel.id, circle);
    }
    circle.setRadius(Math.max(LEAST * rem(), (vessel.diameter_m / 2) * scale));
    const kind = here ? "urgent" : read ? read.kind : "gone";
    circle.getElement()?.setAttribute("class", `vessel leaflet-interactive ${kind}`);
    return kind === "plain" || kind === "note" ? null : kind;
  }

  /** @type {(vessel: Vessel) => {bounds: LatLngBounds, filling: LeafletRectangle}} */
  function poolOnMap(vessel) {
    let drawn = pools.get(vessel.id);
    if (!drawn) {
      /** @type {GeoFeature[]} */
      const features = plant.geojson.pools.features;
      const feature = features.find((f) => f.id === vessel.id) || null;
      const outline = L.geoJSON(feature, {
        pane: "vessels",
        interactive: false,
        style: { className: "pool" },
      }).addTo(map);
      const bounds = outline.getBounds();
      const filling = L.rectangle(bounds, {
        pane: "vessels",
        interactive: false,
        className: "pool-water",
      }).addTo(map);
      drawn = { bounds, filling };
      pools.set(vessel.id, drawn);
    }
    return drawn;
  }

  /** @type {(vessel: Vessel, read: LevelRead | undefined) => void} */
  function pool(vessel, read) {
    const { bounds, filling } = poolOnMap(vessel);
    const share = Math.min(
      1,
      Math.max(0, (read && read.percent !== null ? read.percent : 0) / 100),
    );
    const top = bounds.getSouth() + (bounds.getNorth() - bounds.getSouth()) * share;
    filling.setBounds([bounds.getSouthWest(), [top, bounds.getEast()]]);
  }

  return (now) => {
    const incidents = incidentsNow();
    const scale = pixelsPerMetre(map);
    const here = affected(incidents);
    const size = parseFloat(getComputedStyle(map.getContainer()).fontSize);
    /** @type {LevelRead[]} */
    const read = readLevels(board.kind("levels", ""), board.kind("alarms", ""), incidents, now).all;
    /** @type {Record<string, LevelRead | undefined>} */
    const byVessel = {};
    for (const level of read) if (level.vessel) byVessel[level.vessel.id] = level;
    /** @type {Record<string, Mark>} */
    const wanted = {};
    /** @type {Vessel[]} */
    const tanks = plant.tanks || [];
    const kinds = tanks.map((vessel) => ({
      vessel,
      kind: tank(vessel, byVessel[vessel.id], here.has(vessel.id), scale),
    }));
    const silent = kinds.filter(({ kind }) => kind === "gone").length;
    for (const { vessel, kind } of kinds) {
      const inside = ems(vessel.id) * size < vessel.diameter_m * scale;
      if (!inside && (!kind || (kind === "gone" && silent > SILENT_NAMED))) continue;
      wanted[vessel.id] = {
        at: surePlaceAt(vessel.id),
        html: `<span>${escape(vessel.id)}</span>`,
        className: `vessel-name ${kind || "plain"}${inside ? " inside" : ""}${
          here.has(vessel.id) ? " here" : ""
        }`,
      };
    }
    for (const vessel of plant.pools || []) {
      const level = byVessel[vessel.id];
      pool(vessel, level);
      const share = level && level.percent !== null ? ` ${number(level.percent, 0)} %` : "";
      wanted[vessel.id] = {
        at: surePlaceAt(vessel.id),
        html: `<span>${escape(text(vessel.name) + share)}</span>`,
        shorter: [`<span>${escape(vessel.id + share)}</span>`],
        className: `pool-name ${level ? level.kind : "gone"}`,
      };
    }
    labels(wanted);
  };
});

const BOWTIE =
  '<svg viewBox="0 0 24 16" aria-hidden="true"><path d="M1 1v14l11-7zM23 1v14L12 8z"/></svg>';

mapDrawing(["levels", "incident"], (map) => {
  const plant = site();
  const marks = keyedMarkers(map, "symbols");
  const urgent = keyedMarkers(map, "labels"); /* read over the people who stand there */
  return (now) => {
    const incidents = incidentsNow();
    const here = affected(incidents);
    /** @type {Record<string, Mark>} */
    const wanted = {};
    /** @type {Record<string, Mark>} */
    const pressing = {};
    /** @type {Valve[]} */
    const valves = plant.valves || [];
    for (const valve of valves) {
      const ways = valve.kind === "outfall" || valve.kind === "diversion";
      const source = valve.isolates && here.has(valve.isolates);
      if (!ways && !source) continue;
      const state = valveState(valve, board.rows("levels"), now);
      const { open, doubt, mustBeShut } = state;
      const kind = doubt ? "gone" : open && mustBeShut ? "urgent" : "plain";
      const drawn = kind === "urgent" ? pressing : wanted;
      drawn[valve.id] = {
        at: surePlaceAt(valve.id),
        html: `${BOWTIE}<span>${escape(`${valve.id} ${valveWord(state, now)}`)}</span>`,
        /* The symbol says open or shut. */
        shorter: kind === "plain" ? [`${BOWTIE}<span>${escape(valve.id)}</span>`] : [],
        className: `valve ${open ? "open" : "shut"} ${kind} ${valve.kind}`,
      };
    }
    marks(wanted);
    urgent(pressing);
  };
});

/* Custody of each store by its ledger lines. */
/** @type {() => Record<string, StockRow["custody"] | undefined>} */
function custodies() {
  /** @type {Record<string, StockRow["custody"] | undefined>} */
  const kept = {};
  for (const line of Object.values(board.kind("resources", "stock:"))) {
    kept[line.store] = line.custody;
  }
  return kept;
}

/** @type {(store: Store, areas: Area[]) => boolean} */
const inside = (store, areas) => areas.some((area) => area.x === store.x && area.y === store.y);

mapDrawing(["resources"], (map) => {
  const plant = site();
  const marks = keyedMarkers(map, "symbols");
  const locked = keyedMarkers(map, "labels"); /* a word is read over the people who stand there */
  const musters = keyedMarkers(map, "labels");
  return () => {
    const kept = custodies();
    /** @type {Record<string, Mark>} */
    const wanted = {};
    /** @type {Record<string, Mark>} */
    const shut = {};
    /** @type {Store[]} */
    const stores = plant.stores || [];
    for (const store of stores) {
      const custody = kept[store.id];
      if (!custody || (inside(store, plant.areas || []) && custody === "open")) continue;
      const bad = custody === "locked";
      const at = surePlaceAt(store.id);
      if (bad) {
        shut[store.id] = {
          at,
          html: `<b>${escape(store.id)}</b><em style="--away: ${ems(store.id) / 2 + AWAY}em">${
            say("map.locked")
          }</em>`,
          className: "beside store warn",
        };
      } else wanted[store.id] = { at, html: "<b></b>", className: "store plain" };
    }
    marks(wanted);
    locked(shut);
    /** @type {Record<string, Mark>} */
    const gather = {};
    for (const muster of plant.musters || []) {
      const letter = (text(muster.name).match(/\b[A-Z]\b|[A-Z](?=\P{ASCII})/u) || [muster.id])[0];
      gather[muster.id] = {
        at: surePlaceAt(muster.id),
        html: `<b>${escape(letter)}</b>`,
        className: "muster",
      };
    }
    for (const point of plant.measuring_points || []) {
      gather[point.id] = {
        at: surePlaceAt(point.id),
        html: `<b></b><span>${escape(point.id)}</span>`,
        className: "beside measuring-point",
      };
    }
    musters(gather);
  };
});

mapDrawing(["alarms", "levels"], (map) => {
  const plant = site();
  const marks = keyedMarkers(map, "labels");
  /** @type {{id: string, geometry: {coordinates: [lon: number, lat: number]}}[]} */
  const sensors = plant.geojson.sensors.features;
  /** @type {Record<string, [lon: number, lat: number] | undefined>} */
  const at = Object.fromEntries(sensors.map((f) => [f.id, f.geometry.coordinates]));
  return (now) => {
    /** @type {Record<string, Mark>} */
    const wanted = {};
    /* Of each unit, among those that are heard, by how far it is beyond its limits
       (domain/alarms/beyond.py): where two stand close it is the one that is read. */
    /** @type {Record<string, LevelRow>} */
    const gravest = {};
    for (const alarm of Object.values(board.kind("alarms", ""))) {
      const place = at[alarm.tag];
      /** @type {Tag | undefined} */
      const tag = plant.by.tags[alarm.tag];
      if (!place || !tag || tag.kind !== "gas" || alarm.state === "RTNUN") continue;
      /** @type {LevelRow | undefined} */
      const row = board.kind("levels", "")[alarm.tag];
      const old = row && isStale(tag, row, now); /* the last value, readable with its age */
      const value = row
        ? `${number(row.value, 0)} ${tag.unit}${old ? ` · ${age(now - row.ts)}` : ""}`
        : "";
      wanted[alarm.tag] = {
        at: [place[1], place[0]],
        html: `<i>▲</i><span data-unit="${escape(tag.unit)}"${old ? ' class="old"' : ""}>${
          escape(value)
        }</span>`,
        className: `beside sensor ${alarmKind(alarm)}`,
      };
      const known = gravest[tag.unit];
      if (row && !old && (!known || (row.beyond ?? 0) > (known.beyond ?? 0))) {
        gravest[tag.unit] = row;
      }
    }
    for (const row of Object.values(gravest)) wanted[row.tag].className += " gravest";
    marks(wanted);
  };
});
