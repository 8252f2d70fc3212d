/* The catalogue sentences, and the formats of times, numbers and units. A page gets the sentences
   that its modules name (command_center/page_server/page_words.py); for any other it fetches the
   whole catalogue once. */

import { askUntilAnswered } from "./ask.js";
import { page, text } from "./context.js";

/** @import { Words } from "../types/rows.d.ts" */

/** @type {Record<string, string> | null} */
let catalogue = null;
/** @type {string[]} */
let begun = []; /* whoever begins with one of these and was not sent is in no catalogue */
let asked = false; /* for all of them */
let came = 0; /* how often sentences came */
/** @type {Set<() => void>} */
const waiting = new Set();

/** @type {(sentences: Record<string, string>, beginnings: string[]) => void} */
function keep(sentences, beginnings) {
  catalogue = sentences;
  begun = beginnings;
  came += 1;
  waiting.forEach((reader) => reader());
}

/* Where the sentences of this page stand. */
export const wordsAddress = `/assets/words/${encodeURIComponent(page.name)}.${page.lang}.json`;
askUntilAnswered(wordsAddress).then((words) => keep(words.sentences, words.begun));

/* The sentence of a key, undefined where it is in no catalogue or not here yet. */
/** @type {(key: string) => string | undefined} */
function sentenceOf(key) {
  if (!catalogue) return undefined;
  const sentence = catalogue[key];
  if (sentence === undefined && !asked && !begun.some((one) => key.startsWith(one))) {
    asked = true;
    askUntilAnswered(`/api/v1/words/${page.lang}.json`).then((words) => keep(words, [""]));
  }
  return sentence;
}
const isComing = () => asked && !begun.includes("");

/* Words one after another, as the language divides them. */
/** @type {(parts: string[]) => string} */
export const listed = (parts) => parts.join(separator());
const separator = () => (page.lang.startsWith("zh") ? "、" : ", ");

/** @type {(value: unknown) => string} */
function spoken(value) {
  if (Array.isArray(value)) return value.map(spoken).join(separator());
  if (typeof value === "number") return number(value);
  return text(/** @type {Words | string} */ (value));
}

/* The sentence `key` with its {named} places filled; the key itself if it is in no catalogue, and an ellipsis while
   that is asked. */
/** @type {(key: Sayable, params?: object) => string} */
export const say = (key, params) => {
  const sentence = sentenceOf(key);
  if (sentence === undefined) return isComing() ? "…" : key;
  const given = /** @type {Record<string, unknown>} */ (params || {});
  const fitting = sentence.replace(
    /\{(\w+):([^{}|]+)\|([^{}|]+)\}/g,
    (_, name, one, several) => (Number(given[name]) === 1 ? one : several),
  );
  return fitting.replace(
    /\{(\w+)\}/g,
    (_, name) => given[name] !== undefined && given[name] !== null ? spoken(given[name]) : "–",
  );
};
/** @type {(key: string) => key is Sayable} */
export const has = (key) => sentenceOf(key) !== undefined;

/** @type {Record<string, Intl.NumberFormat>} */
const figures = {};
/** @type {(value: number | null | undefined, digits?: number) => string} */
export function number(value, digits) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const name = digits === undefined ? "any" : String(digits);
  figures[name] = figures[name] ||
    new Intl.NumberFormat(page.lang, {
      minimumFractionDigits: digits || 0,
      maximumFractionDigits: digits === undefined ? 2 : digits,
    });
  return figures[name].format(value);
}

/* A unit as it is written beside a number: m³; "" for a number without one. */
/** @type {(unit: string) => string} */
export const unitWord = (
  unit,
) => (unit === "m3" ? "m³" : unit === "m3/h" ? "m³/h" : unit === "1" ? "" : unit);

/** @type {(n: number) => string} */
const two = (n) => String(n).padStart(2, "0");

/* A span as 7:42 or 1:07:42. */
/** @type {(ms: number) => string} */
export function span(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const h = Math.floor(s / 3600);
  const m = Math.floor((s % 3600) / 60);
  return h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

/* An age in words: 12 s, 4 min, 3 h, 9 d. */
/** @type {(ms: number) => string} */
export function age(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 100) return say("age.seconds", { n: s });
  if (s < 6000) return say("age.minutes", { n: Math.round(s / 60) });
  if (s < 172800) return say("age.hours", { n: Math.round(s / 3600) });
  return say("age.days", { n: Math.round(s / 86400) });
}

/** @type {Record<string, Intl.DateTimeFormat>} */
const formats = {};
/** @type {(ms: number, name: string, how: Intl.DateTimeFormatOptions) => string} */
function local(ms, name, how) {
  formats[name] = formats[name] ||
    new Intl.DateTimeFormat("en-GB", Object.assign({ timeZone: page.zone }, how));
  return formats[name].format(ms);
}
/** @type {Intl.DateTimeFormatOptions} */
const hms = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
/* Wall time of the plant, 02:11:40. */
/** @type {(ms: number) => string} */
export const time = (ms) => local(ms, "time", hms);
/* Local calendar day of the plant, 2026-11-25. */
/** @type {(ms: number) => string} */
export const day = (ms) => {
  const [d, m, y] = local(ms, "day", { day: "2-digit", month: "2-digit", year: "numeric" }).split(
    "/",
  );
  return `${y}-${m}-${d}`;
};

/* Day and minute by the plant's clocks, 2026-11-25 02:11. */
/** @type {(ms: number) => string} */
export const moment = (ms) => `${day(ms)} ${time(ms).slice(0, 5)}`;

/* A time in a list that may reach into other days than today's: of today the time alone. */
/** @type {(ms: number, now: number) => string} */
export const timeOrDay = (ms, now) => (day(ms) === day(now) ? time(ms) : moment(ms));
/* The same to the minute. */
/** @type {(ms: number, now: number) => string} */
export const minuteOrDay = (ms, now) => timeOrDay(ms, now).replace(/^(\d\d:\d\d):\d\d$/, "$1");

/* `ready`: 0 until the first sentences are here, and another number when more have come. */
export const wordsKnown = {
  ready: () => came,
  /** @type {(reader: () => void) => () => void} */
  subscribe: (reader) => {
    waiting.add(reader);
    return () => waiting.delete(reader);
  },
};
