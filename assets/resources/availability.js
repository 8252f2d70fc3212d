/* How soon a stock line can be available where it is needed: from the board's data on its lock,
   key and route. An unknown figure is never invented. */

import { number, say, time } from "../base/words.js";
import { named } from "../live/plant.js";

/** @import { Had, StoreRow } from "../types/rows.d.ts" */
/** In how many minutes something can be had, and why not at once.
 * @typedef {{minutes: number, reason: string}} Availability */

/* They sort and filter as numbers: unknown after all that is known, never after that. */
const UNKNOWN = Number.MAX_VALUE;
const NEVER = Infinity;

/** @type {(had: Had, now: number) => number | null} */
function wait(had, now) {
  if (had.how === "key_held") return had.key_min ?? null;
  if (had.how !== "locked") return 0;
  return had.opens_at === undefined ? null : Math.max(1, Math.ceil((had.opens_at - now) / 60000));
}

/* {minutes, reason} of a stock row's `to_be_had`. `carry` is the way in minutes: null if nobody
   knows it, undefined where nothing is wanted anywhere (then the figure is for the store's door). */
/** @type {(had: Had, carry: number | null | undefined, now: number) => Availability} */
export const readAvailability = (had, carry, now) => {
  if (had.how === "none") {
    return { minutes: NEVER, reason: had.why ? say(`had.why.${had.why}`) : "" };
  }
  const waits = wait(had, now);
  const known = waits !== null && carry !== null;
  const minutes = known ? waits + (carry || 0) : UNKNOWN;
  if (had.how === "locked") {
    const from = had.opens_at === undefined
      ? say("had.no_key")
      : say("had.from", { time: time(had.opens_at).slice(0, 5) });
    return { minutes, reason: from };
  }
  if (waits === null) return { minutes, reason: say("had.key_somewhere") };
  if (carry === null) return { minutes, reason: say("had.no_way") };
  return { minutes, reason: had.how === "key_held" ? say("had.by_key") : "" };
};

/* 2.8 min, 14 min, 5 h 52 min; unknown; no. */
/** @type {(minutes: number) => string} */
export const waitWords = (minutes) => {
  if (minutes === NEVER) return say("had.never");
  if (minutes === UNKNOWN) return say("had.unknown");
  if (minutes < 10) return say("had.minutes", { n: number(minutes, minutes % 1 ? 1 : 0) });
  const whole = Math.round(minutes);
  return whole < 100
    ? say("had.minutes", { n: whole })
    : say("had.hours", { h: Math.floor(whole / 60), n: whole % 60 });
};

/* "5 h 52 min · from 08:00" */
/** @type {(availability: Availability) => string} */
export const availabilityWords = ({ minutes, reason }) =>
  [waitWords(minutes), reason].filter(Boolean).join(" · ");

/* Where things may be wanted now: [[place, name]], open incidents first, as the board has them. */
/** @type {(stores: Record<string, StoreRow>) => [place: string, name: string][]} */
export const destinations = (stores) => {
  const [store] = Object.values(stores); /* every store has the same places */
  return store ? Object.keys(store.carry_min).map((place) => [place, named(place)]) : [];
};
