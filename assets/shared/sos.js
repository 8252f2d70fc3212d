/* Calls for help that stand, the oldest first: a call nobody has answered before one that is heard. */

import { say } from "../base/words.js";
import { named } from "../live/plant.js";
import { seenOf, seenWords } from "../people/roster.js";

/** @import { PersonRow, SosRow } from "../types/rows.d.ts" */

/** @type {(calls: Record<string, SosRow>) => SosRow[]} */
export const readSos = (calls) =>
  Object.values(calls)
    .sort((a, b) => Number(Boolean(a.answered_at)) - Number(Boolean(b.answered_at)) || a.at - b.at);

/* Where the caller is: as they said, else where they were last seen, with its age. */
/** @type {(call: SosRow, people: Record<string, PersonRow>, now: number) => string} */
export const whereOfSos = (call, people, now) => {
  if (call.place) return named(call.place);
  /** @type {PersonRow | undefined} */
  const row = people[call.sos];
  const seen = row && seenWords(seenOf(row.position, now));
  if (seen) return seen;
  return row && row.home ? say("sos.belongs", { place: named(row.home) }) : say("sos.nowhere");
};
