/* Calls for help that stand, the oldest first: a call nobody has answered before one that is heard. */

import { age as ageWords, say } from "../base/words.js";
import { named } from "../live/plant.js";
import { seenOf } from "../people/roster.js";

/** @import { ContactRow, SosRow } from "../types/rows.d.ts" */

/** @type {(calls: Record<string, SosRow>) => SosRow[]} */
export const readSos = (calls) =>
  Object.values(calls)
    .sort((a, b) => Number(Boolean(a.answered_at)) - Number(Boolean(b.answered_at)) || a.at - b.at);

/* "Tank farm, by T-206", or how far from the area it is. */
/** @type {(seen: NonNullable<SosRow["seen"]>) => string} */
const placeOf = ({ area, away_m, near }) =>
  [
    area && away_m ? say("sos.off", { m: away_m, place: named(area) }) : named(area),
    near ? say("sos.near", { thing: named(near) }) : "",
  ].filter(Boolean).join(say("sos.between"));

/* Where the caller was located last, and how long ago; "" for one who was never located. */
/** @type {(call: SosRow, now: number) => string} */
const locatedAt = ({ seen }, now) => {
  if (!seen) return "";
  const age = seenOf(seen, now);
  const old = age ? say(`sos.seen.${age.code}`, { age: ageWords(age.ms) }) : "";
  return [placeOf(seen), old].filter(Boolean).join(" · ");
};

/* The place that a caller names, else where they were located last; "" where neither is known. */
/** @type {(call: SosRow) => string} */
export const placeOfSos = ({ place, seen }) => place ? named(place) : seen ? placeOf(seen) : "";

/* Where the caller is: as they say, and where they were located last, with its age; else where they belong. */
/** @type {(call: SosRow, now: number) => string} */
export const whereOfSos = (call, now) => {
  const said = call.place ? say("sos.said", { place: named(call.place) }) : "";
  const known = [said, locatedAt(call, now)].filter(Boolean);
  if (known.length) return known.join(" · ");
  return call.home ? say("sos.belongs", { place: named(call.home) }) : say("sos.nowhere");
};

/* Which posts the caller holds, else their team. */
/** @type {(call: SosRow) => string} */
export const postOfSos = (call) => call.posts.map(named).join(" · ") || named(call.team);

/* The number to call, for those whom the server tells it; `answers` are those who have to call. `address` is the
   number itself once the server has told it, else it stays masked. */
/** @type {(contact: ContactRow | undefined, answers: boolean, address?: string | null) => string} */
export const numberOfSos = (contact, answers, told) => {
  const call = contact && contact.call;
  if (!call) return answers ? say("sos.no_number") : "";
  const address = told || call.masked || say("contacts.no_address");
  const number = say(call.channel === "radio" ? "sos.radio" : "sos.telephone", { address });
  return call.failed ? say("sos.number_failed", { number }) : number;
};
