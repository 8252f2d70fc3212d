/* Which tone a screen plays, and what it sounds like. Which rows call, and how urgently, the domain decides
   (domain/alarms/standing.py, `tone_turns`); the patterns follow IEC 60601-1-8: the more urgent, the more pulses
   and the higher. An SOS is a warble, so that nobody takes it for an alarm of the plant. */

import { verdictAt } from "../base/turns.js";

/** @import { AlarmRow, SosRow } from "../types/rows.d.ts" */

/** @typedef {"sos" | "emergency" | "high" | "medium" | "low"} Tone */
/** One sound of a pattern: it begins after `at` ms and lasts `ms`, at `hz`. @typedef {{at: number, ms: number, hz: number, soft?: boolean}} Pulse */
/** What calls: the gravest tone, of reality or of the exercise, and for whom. @typedef {{tone: Tone, exercise: boolean, keys: string[]}} Called */
/** What was played last, by any tab of this browser, at `at` (ms of this machine). @typedef {Called & {at: number}} Played */

/* The gravest first. */
/** @type {Tone[]} */
export const TONES = ["sos", "emergency", "high", "medium", "low"];

/** @type {(hz: number, starts: number[], ms: number) => Pulse[]} */
const pulses = (hz, starts, ms) => starts.map((at) => ({ at, ms, hz }));

/** @type {Record<Tone, Pulse[]>} */
export const PATTERNS = {
  sos: [0, 300, 600, 900].flatMap((at) => [{ at, ms: 150, hz: 1250 }, {
    at: at + 150,
    ms: 150,
    hz: 700,
  }]),
  emergency: pulses(988, [0, 180, 360, 660, 840], 130),
  high: pulses(784, [0, 260, 520], 180),
  medium: pulses(587, [0, 360], 240),
  low: pulses(392, [0], 320),
};

/* Before the tone of an exercise: three soft rising notes, and a rest. */
/** @type {Pulse[]} */
export const EXERCISE_MARK = [[0, 330], [240, 415], [480, 494]].map(([at, hz]) => ({
  at,
  ms: 200,
  hz,
  soft: true,
}));
const MARK_MS = 1000;

/* ms until it is played again while it calls; a low one is played once for each alarm. */
/** @type {Record<Tone, number | null>} */
const AGAIN = { sos: 3000, emergency: 3000, high: 6000, medium: 15000, low: null };

/* What is to be heard, from its first pulse on. */
/** @type {(tone: Tone, exercise: boolean) => Pulse[]} */
export const patternOf = (tone, exercise) =>
  exercise
    ? [
      ...EXERCISE_MARK,
      ...PATTERNS[tone].map((pulse) => ({ ...pulse, at: pulse.at + MARK_MS, soft: true })),
    ]
    : PATTERNS[tone];

/** @type {(alarms: Record<string, AlarmRow>, now: number) => Record<string, string[]>} */
function byTone(alarms, now) {
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const alarm of Object.values(alarms)) {
    const { code } = verdictAt(alarm.tone, now);
    (found[code] = found[code] || []).push(`${alarm.id} ${alarm.raised_at}`);
  }
  return found;
}

/* The gravest tone among these keys by tone. */
/** @type {(keys: Record<string, string[]>, exercise: boolean) => Called | null} */
function gravest(keys, exercise) {
  const tone = TONES.find((one) => keys[one]);
  return tone ? { tone, exercise, keys: keys[tone] } : null;
}

/* What calls now. Reality goes first; `exercise` are the alarms of the drill on the screens, null for none. Each
   with its own clock. */
/** @type {(real: {alarms: Record<string, AlarmRow>, calls: Record<string, SosRow>, now: number},
 *   exercise: {alarms: Record<string, AlarmRow>, now: number} | null) => Called | null} */
export function readTone(real, exercise) {
  const keys = byTone(real.alarms, real.now);
  const sos = Object.values(real.calls).filter((call) => call.calls);
  if (sos.length) keys.sos = sos.map((call) => `${call.sos} ${call.at}`);
  return gravest(keys, false) ||
    (exercise ? gravest(byTone(exercise.alarms, exercise.now), true) : null);
}

/* Whether it is to be played now: something new calls, another tone does, or its time has come again. */
/** @type {(called: Called | null, played: Played | null, at: number) => called is Called} */
export function isDue(called, played, at) {
  if (!called) return false;
  if (!played || called.exercise !== played.exercise || called.tone !== played.tone) return true;
  if (called.keys.some((key) => !played.keys.includes(key))) return true;
  const again = AGAIN[called.tone];
  return again !== null &&
    Math.abs(at - played.at) >= again; /* a clock set back waits for nothing */
}
