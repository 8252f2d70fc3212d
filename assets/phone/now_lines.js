/* What the first lines of the phone say of an open incident. */

import { text } from "../base/context.js";
import { number, say } from "../base/words.js";
import { named, site } from "../live/plant.js";
import { pointOf } from "../map/wind.js";
import { wayWords } from "../map/way_words.js";
import { commanderOf, musterOf } from "../shared/incidents.js";

/** @import { IncidentRow, PersonRow, ShiftCount, Sign, WayRow } from "../types/rows.d.ts" */

/** @typedef {Pick<PersonRow, "home" | "accounts">} Person */

/** What the weather station measured lately: degrees that the wind comes from, and m/s; null where nothing was heard.
 * @typedef {{ from: number | null, speed: number | null }} Wind */

/** `call`: a telephone that is dialled by a touch, and whose it is.
 * @typedef {{ key: string, kind: Sign, words: string, call?: { phone: string, whose: string } }} NowLine */

/* Of a way that begins elsewhere only its end holds for somebody: the way itself is another. */
/** @type {(way: WayRow["ways"][number]) => WayRow["ways"][number]} */
const fromElsewhere = (way) => ({
  ...way,
  heading: "out",
  wrong: way.wrong === "lee" ? "lee" : null,
});

/* Where to go: as it was ordered for one's own area, else what the wind proposes; the same words as on the map. What has
   become wrong says whom to ask. */
/** @type {(incident: IncidentRow, person: Person, row: WayRow | undefined, windHeard: boolean) => NowLine | null} */
function wayLine(incident, person, row, windHeard) {
  const ordered = musterOf(person, [incident]);
  const ways = row ? row.ways : [];
  const own = ways.find((one) => one.origin === person.home);
  const other = ways.find((one) => !ordered || one.muster === ordered);
  const way = own || (other && fromElsewhere(other));
  const muster = ordered || (way && way.muster);
  if (!muster) return null;
  const name = { muster: named(muster) };
  const told = way && way.muster === muster
    ? wayWords([{ ...way, ordered: Boolean(ordered) }], windHeard)
    : null;
  if (told && told.kind === "urgent") {
    return { key: "muster", kind: "urgent", words: say("phone.now.wrong", name) };
  }
  return ordered || !told
    ? { key: "muster", kind: "good", words: say("phone.go_to", name) }
    : { key: "muster", kind: "note", words: say(told.key, name) };
}

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

/* A post's own telephone; nothing where the site file has none. */
/** @type {(post: string | null | undefined) => { call?: NowLine["call"] }} */
function callOf(post) {
  const { phone } = (site().by.posts || {})[post || ""] || {};
  return post && phone ? { call: { phone, whose: named(post) } } : {};
}

/* The post that leads, and whose it is now. */
/** @type {(incident: IncidentRow) => NowLine} */
function leadsLine(incident) {
  const post = incident.commander && incident.commander.post;
  const who = [commanderOf(incident), post ? text(incident.commander?.name) : ""];
  return {
    key: "leads",
    kind: "plain",
    words: say("incident.commands", { who: who.filter(Boolean).join(" · ") }),
    ...callOf(post),
  };
}

/* Where one's own area goes while nothing is wrong: the nearest muster point by the roads (domain/site/map/way_out.py). */
/** @type {(home: string | null) => NowLine | null} */
function ownMusterLine(home) {
  const { muster } = site().by.areas[home || ""] || {};
  if (!muster) return null;
  const dir = say(`map.wind.${pointOf(muster.bearing)}`);
  const said = { muster: named(muster.muster), n: number(muster.metres, 0), dir };
  return { key: "muster", kind: "plain", words: say("phone.now.own_muster", said) };
}

/** @type {(leads: ShiftCount["leads"]) => NowLine} */
const shiftLine = (leads) => ({
  key: "leads",
  kind: leads ? "plain" : "gone",
  words: leads
    ? say("phone.now.leads", { who: `${named(leads.post)} · ${named(leads.person)}` })
    : say("phone.now.nobody_leads"),
  ...callOf(leads?.post),
});

/** What the first lines say while no incident is open: one's own muster point, the wind, and who leads the shift.
 * @type {(person: Pick<PersonRow, "home">, wind: Wind, leads: ShiftCount["leads"]) => NowLine[]} */
export const quietLines = (person, wind, leads) =>
  [ownMusterLine(person.home), windLine(wind), shiftLine(leads)].filter((line) => line !== null);

/** @type {(incident: IncidentRow, person: Person, wind: Wind, row: WayRow | undefined) => NowLine[]} */
export const nowLines = (incident, person, wind, row) =>
  [
    wayLine(incident, person, row, wind.from !== null),
    windLine(wind),
    incident.hot_zone_m ? zoneLine(incident) : null,
    leadsLine(incident),
  ].filter((line) => line !== null);
