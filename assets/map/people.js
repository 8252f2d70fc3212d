/* The last known positions of people. A stale position never looks live: it fades, then it is
   hollow, with its age in words; nothing is drawn round it that would look like a zone. The site
   file says how a position ages. */

import { buildingAt } from "./crowd.js";
import { escape, keyedMarkers } from "./marks.js";
import { mapDrawing, rem as remPx, surePlaceAt } from "./site_map.js";
import { text } from "../base/context.js";
import { verdictAt } from "../base/turns.js";
import { age, say, span } from "../base/words.js";
import { board } from "../live/live_board.js";
import { named, site } from "../live/plant.js";
import { clock } from "../live/server_clock.js";
import { positionOf } from "../people/positions.js";
import { openIncidents } from "../shared/incidents.js";

/** @import { IncidentRow, PersonRow, PositionSeen } from "../types/rows.d.ts" */
/** @import { Area } from "./crowd.js" */
/** @import { Mark } from "./marks.js" */

/** @typedef {"air" | "missing" | "team" | "safe" | "calm"} PersonKind */
/** How somebody is drawn; `age` is that of their position, in ms.
 * @typedef {{age: number, kind: PersonKind, faded: boolean, unknown: boolean}} PersonLook
 */
/** Somebody's dot as it was last drawn, and what is drawn round it.
 * @typedef {{
 *   mark: LeafletCircle, at: LatLngTuple, drawn: string, ring: boolean, extra: LeafletCircle | null
 * }} Dot
 */

const L = window.L;
/** @type {PersonKind[]} */
const KINDS = ["air", "missing", "team", "safe", "calm"]; /* who is named first */
const SAFE = 0.75; /* of a dot: told apart from the others without its colour too */
const MOST_SAID = 24; /* words: of a whole plant out of sight nobody could read more */

/** @type {(person: PersonRow, position: PositionSeen, now: number) => PersonLook} */
function look(person, position, now) {
  const age = Math.max(0, now - position.ts);
  const code = verdictAt(site().position_ages[position.ages], age).code;
  const kind = person.presence === "on_air"
    ? "air"
    : person.presence === "missing"
    ? "missing"
    : person.presence === "inside"
    ? "team"
    : person.account === "checked_in"
    ? "safe"
    : person.responding
    ? "team"
    : "calm";
  return { age, kind, faded: code !== "live", unknown: code === "unknown" };
}

/* Asked of the styles once a drawing: for each of 500 people it is a quarter of the wall's work. */
/** @type {Record<string, string>} */
let paints = {};
/** @type {(name: string) => string} */
const color = (name) => (paints[name] = paints[name] ||
  getComputedStyle(document.documentElement).getPropertyValue(name).trim());
const COLORS = {
  air: "--urgent",
  missing: "--urgent",
  safe: "--good",
  team: "--act",
  calm: "--person",
};

mapDrawing(["people", "incident"], (map) => {
  const renderer = L.canvas({ pane: "people", padding: 0.1 });
  /** @type {Map<string, Dot>} */
  const dots = new Map();
  const labels = keyedMarkers(map, "labels");
  const rem = () => remPx() / 16;

  /** @type {(id: string, at: LatLngTuple, seen: PersonLook, size: number) => void} */
  function draw(id, at, seen, size) {
    const paint = color(
      seen.unknown && seen.kind !== "missing" && seen.kind !== "air" ? "--gone" : COLORS[seen.kind],
    );
    const style = seen.unknown
      ? { radius: size, color: paint, weight: size * 0.4, fillOpacity: 0, opacity: 1, stroke: true }
      : {
        radius: size,
        color: paint,
        weight: 0,
        stroke: false,
        fillColor: paint,
        fillOpacity: seen.faded ? 0.4 : 1,
      };
    const drawn = JSON.stringify(style);
    let dot = dots.get(id);
    if (!dot) {
      const options = Object.assign({ renderer, interactive: false }, style);
      dot = {
        mark: L.circleMarker(at, options).addTo(map),
        at,
        drawn,
        ring: false,
        extra: null,
      };
      dots.set(id, dot);
    }
    if (String(dot.at) !== String(at)) dot.mark.setLatLng(at);
    if (dot.drawn !== drawn) {
      dot.mark.setStyle(style);
      dot.mark.setRadius(size);
    }
    Object.assign(dot, { at, drawn });
    /* The ring of somebody needed whose place is known. */
    const ring = !seen.unknown && (seen.kind === "team" || seen.kind === "air");
    if (dot.ring !== ring) {
      if (dot.extra) dot.extra.remove();
      dot.extra = null;
      if (ring) {
        dot.extra = L.circleMarker(at, {
          renderer,
          interactive: false,
          radius: size * 1.9,
          color: paint,
          weight: size * 0.3,
          fill: false,
        }).addTo(map);
      }
      dot.ring = ring;
    }
    if (dot.extra) dot.extra.setLatLng(at);
  }

  /** @type {(person: PersonRow, seen: PersonLook, commands: boolean) => string | null} */
  function label(person, seen, commands) {
    if (person.presence === "missing") {
      return say(seen.faded ? "map.missing_since" : "map.missing", {
        name: person.name,
        span: span(seen.age),
      });
    }
    /* Who commands, and who has work of their own: by their post, with the age of an older place. */
    const post = person.posts.length && (commands || (seen.kind === "team" && !person.team))
      ? named(person.posts[0])
      : "";
    if (seen.unknown) {
      return [post, say("people.last_seen", { span: span(seen.age) })].filter(Boolean).join(" · ");
    }
    return post ? [post, seen.faded ? age(seen.age) : ""].filter(Boolean).join(" · ") : null;
  }

  /* Who is wanted in a building, by post and name, as many as can be read. */
  /** @type {(building: Area) => string[]} */
  function whoIsIn(building) {
    const inside = Object.values(board.kind("people", "")).filter((person) => {
      const position = positionOf(person.person);
      if (!position || !person.responding) return false;
      const at = map.latLngToContainerPoint([position.lat, position.lon]);
      return buildingAt(map, at) === building;
    });
    const lines = inside.slice(0, MOST_SAID).map((person) =>
      [person.posts.length ? named(person.posts[0]) : named(person.team), text(person.name)].filter(
        Boolean,
      ).join(" · ")
    );
    return inside.length > MOST_SAID
      ? [...lines, say("list.more", { n: inside.length - MOST_SAID })]
      : lines;
  }

  /* On a desk the pointer asks who somebody is, which posts they hold, and how old the place is; and a
     building, whom of it this incident needs. */
  const tip = L.tooltip({ className: "person-tip", direction: "top", offset: [0, -8] });
  /** @type {(event: LeafletMouseEvent) => void} */
  function whoIs({ containerPoint }) {
    const [near] = [...dots.entries()]
      .map(([id, dot]) => ({
        id,
        at: dot.at,
        px: map.latLngToContainerPoint(dot.at).distanceTo(containerPoint),
      }))
      .sort((a, b) => a.px - b.px);
    /** @type {PersonRow | undefined} */
    const person = near && near.px < 14 ? board.kind("people", "")[near.id] : undefined;
    const position = person && positionOf(person.person);
    if (!person || !position) {
      const building = buildingAt(map, containerPoint);
      const lines = building ? whoIsIn(building) : [];
      if (!building || !lines.length) return void map.closeTooltip(tip);
      const html = [text(building.name), ...lines].map(escape).join("<br>");
      return void map.openTooltip(tip.setLatLng(surePlaceAt(building.id)).setContent(html));
    }
    const seen = say("people.last_seen", { span: span(clock.now() - position.ts) });
    const words = [text(person.name), ...person.posts.map(named), seen].map(escape).join("<br>");
    map.openTooltip(tip.setLatLng(near.at).setContent(words));
  }
  if (document.documentElement.dataset.kind === "desk") {
    map.on("mousemove click", whoIs).on("mouseout", () => map.closeTooltip(tip));
  }

  return (now) => {
    paints = {};
    const size = Math.max(3.5, Math.min(6 * rem(), map.getSize().x / 170));
    /** @type {Record<string, Mark>} */
    const wanted = {};
    /** @type {(Mark & {id: string, rank: number})[]} */
    const said = [];
    /** @type {IncidentRow[]} */
    const incidents = openIncidents(board.kind("incident", ""));
    const leaders = new Set(incidents.map((i) => i.commander && i.commander.person));
    /** @type {Record<string, LatLngTuple[]>} */
    const teams = {};
    const shown = new Set();
    for (const person of Object.values(board.kind("people", ""))) {
      const position = positionOf(person.person);
      if (!position) continue;
      /** @type {LatLngTuple} */
      const at = [position.lat, position.lon];
      const seen = look(person, position, now);
      shown.add(person.person);
      draw(person.person, at, seen, seen.kind === "safe" ? size * SAFE : size);
      const words = label(person, seen, leaders.has(person.person));
      if (words) {
        said.push({
          id: person.person,
          rank: leaders.has(person.person) ? 0 : KINDS.indexOf(seen.kind),
          at,
          html: `<span>${escape(words)}</span>`,
          className: `beside person-name ${leaders.has(person.person) ? "commander" : seen.kind}`,
        });
      }
      if (seen.kind === "team" && person.team && !seen.unknown) {
        (teams[person.team] = teams[person.team] || []).push(at);
      }
    }
    for (const one of said.sort((a, b) => a.rank - b.rank).slice(0, MOST_SAID)) {
      wanted[one.id] = one;
    }
    for (const [team, places] of Object.entries(teams)) {
      const at = places[0];
      const name = named(team).split(/[（(]/)[0].trim();
      wanted[`team:${team}`] = {
        at,
        html: `<span>${escape(name)}</span>`,
        className: "beside person-name team",
      };
    }
    for (const [id, dot] of dots) {
      if (shown.has(id)) continue;
      dot.mark.remove();
      if (dot.extra) dot.extra.remove();
      dots.delete(id);
    }
    labels(wanted);
  };
});
