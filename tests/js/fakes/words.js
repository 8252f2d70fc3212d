/* Stands for base/words.js: a sentence is its key and what fills it, "entry.inside 2 40 s", until a test
   gives the sentences of a language. */

/** @type {Record<string, string> | null} */
let catalogue = null;
let comma = ", ";

/** @type {(words: Record<string, string> | null, between?: string) => void} */
export const giveWords = (words, between = ", ") => {
  catalogue = words;
  comma = between;
};

/** @type {(parts: string[]) => string} */
export const listed = (parts) => parts.join(", ");

/** @type {(key: string, params?: Record<string, unknown>) => string} */
export const say = (key, params = {}) =>
  catalogue
    ? catalogue[key].replace(/\{(\w+)\}/g, (_, name) => [params[name]].flat().join(comma))
    : [key, ...Object.values(params)].join(" ");

/** @type {(key: string) => boolean} */
export const has = (key) => Boolean(catalogue && key in catalogue);

/* Rounded, without its thousands and without noughts at its end. */
/** @type {(value: unknown, digits?: number) => string} */
export const number = (value, digits) =>
  digits === undefined || typeof value !== "number"
    ? String(value)
    : String(Number(value.toFixed(digits)));

/** @type {(ms: number) => string} */
export const span = (ms) =>
  catalogue
    ? `${Math.floor(ms / 60000)}:${String((ms / 1000) % 60).padStart(2, "0")}`
    : `${ms / 1000} s`;

/** @type {(ms: number) => string} */
export const age = (ms) => `${ms / 1000} s`;

/** @type {(ms: number) => string} */
export const time = (ms) => new Date(ms).toISOString().slice(11, 19);

/** @type {(ms: number) => string} */
export const day = (ms) => new Date(ms).toISOString().slice(0, 10);

/** @type {(ms: number, now: number) => string} */
export const timeOrDay = (ms, now) =>
  day(ms) === day(now) ? time(ms) : `${day(ms)} ${time(ms).slice(0, 5)}`;

/** @type {(ms: number, now: number) => string} */
export const minuteOrDay = (ms, now) => timeOrDay(ms, now).slice(0, day(ms) === day(now) ? 5 : 16);

/** @type {(unit: string) => string} */
export const unitWord = (unit) => unit;

export const wordsKnown = { ready: () => true, subscribe: () => () => undefined };
