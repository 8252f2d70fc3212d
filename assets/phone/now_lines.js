/* What the first lines of the phone say of an open incident. */

import { text } from "../base/context.js";
import { number, say } from "../base/words.js";
import { named } from "../live/plant.js";
import { pointOf } from "../map/wind.js";
import { commanderOf } from "../shared/incidents.js";

/** @import { IncidentRow, Sign } from "../types/rows.d.ts" */

/** A way out as `GET /api/v1/ways-out` answers it.
 * @typedef {{ from: string, muster: string, metres: number, clear: boolean, heading: "upwind" | "crosswind" | "out" }} Way */

/** What the weather station measured lately: degrees that the wind comes from, and m/s; null where nothing was heard.
 * @typedef {{ from: number | null, speed: number | null }} Wind */

/** @typedef {{ key: string, kind: Sign, words: string }} NowLine */

/* Where people who work there go, and how far it is. One that is not clear says whom to ask. */
/** @type {(way: Way) => NowLine} */
const wayLine = ({ from, muster, metres, clear, heading }) => ({
  key: "muster",
  kind: clear ? "good" : "urgent",
  words: [
    say("phone.now.way", {
      from: named(from),
      way: say(`map.way_${heading}`, { muster: named(muster) }),
      m: number(metres, 0),
    }),
    clear ? "" : say("phone.now.unclear"),
  ].filter(Boolean).join(" "),
});

/** @type {(wind: Wind) => NowLine} */
const windLine = ({ from, speed }) =>
  from === null ? { key: "wind", kind: "gone", words: say("phone.now.no_wind") } : {
    key: "wind",
    kind: "plain",
    words: say("phone.now.wind", {
      dir: say(`map.wind.${pointOf(from)}`),
      speed: number(speed, 1),
    }),
  };

/** @type {(incident: IncidentRow) => NowLine} */
const zoneLine = ({ hot_zone_m, source, place }) => ({
  key: "hot_zone",
  kind: "urgent",
  words: say("phone.now.hot_zone", {
    n: number(hot_zone_m, 0),
    place: named(source.tank || place),
  }),
});

/* The post that leads, and whose it is now. */
/** @type {(incident: IncidentRow) => NowLine} */
function leadsLine(incident) {
  const post = incident.commander && incident.commander.post;
  const who = [commanderOf(incident), post ? text(incident.commander?.name) : ""];
  return {
    key: "leads",
    kind: "plain",
    words: say("incident.commands", { who: who.filter(Boolean).join(" · ") }),
  };
}

/** @type {(incident: IncidentRow, wind: Wind, way: Way | null) => NowLine[]} */
export const nowLines = (incident, wind, way) =>
  [
    way && wayLine(way),
    windLine(wind),
    incident.hot_zone_m ? zoneLine(incident) : null,
    leadsLine(incident),
  ].filter((line) => line !== null);
