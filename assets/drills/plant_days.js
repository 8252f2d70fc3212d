/* Days of the plant's calendar, as ISO days. */

import { day } from "../base/words.js";
import { clock } from "../live/server_clock.js";

const DAY_MS = 86400000;

/* How many days lie between two days; below zero where `to` is before `from`. */
/** @type {(from: string, to: string) => number} */
export const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/* The day that it is in the plant; whoever uses it is drawn again when the next day begins. */
/** @type {() => string} */
export const useToday = () => React.useSyncExternalStore(clock.subscribe, () => day(clock.real()));
