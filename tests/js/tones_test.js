/* Which tone is played for which rows, when again, and that an exercise's is marked. */

import {
  EXERCISE_MARK,
  isDue,
  patternOf,
  PATTERNS,
  readTone,
  TONES,
} from "../../assets/screen/tones.js";
import { partOf } from "./rows.js";
import { equal, ok, test } from "./testing.js";

/** @import { AlarmRow, SosRow, Turns } from "../../assets/types/rows.d.ts" */
/** @import { Called, Tone } from "../../assets/screen/tones.js" */

const NOW = 1_000_000;

/** @type {(...tones: (string | Turns)[]) => Record<string, AlarmRow>} */
const alarms = (...tones) =>
  partOf(Object.fromEntries(tones.map((tone, n) => [`A${n}`, {
    id: `A${n}`,
    raised_at: n,
    tone: typeof tone === "string" ? [[0, "plain", tone]] : tone,
  }])));
/** @type {(calls: boolean) => Record<string, SosRow>} */
const sos = (calls) => partOf({ "sos:li": { sos: "li", at: 5, calls } });
/** @type {(rows: Record<string, AlarmRow>, calls?: Record<string, SosRow>) => {alarms: Record<string, AlarmRow>, calls: Record<string, SosRow>, now: number}} */
const real = (rows, calls = {}) => ({ alarms: rows, calls, now: NOW });

test("the gravest tone that calls is played, for whom it calls", () => {
  equal(readTone(real(alarms("low", "high", "medium", "high")), null), {
    tone: "high",
    exercise: false,
    keys: ["A1 1", "A3 3"],
  });
});

test("what is acknowledged is silent, and so is a plant where nothing calls", () => {
  equal(readTone(real(alarms("silent", "silent")), null), null);
  equal(readTone(real({}), null), null);
});

test("a shelved alarm sounds from the moment that the row names", () => {
  const shelved = alarms([[0, "plain", "silent"], [NOW + 1, "urgent", "high"]]);
  equal(readTone(real(shelved), null), null);
  equal(readTone({ ...real(shelved), now: NOW + 1 }, null)?.tone, "high");
});

test("an SOS that nobody has answered outranks every alarm; one that is answered is silent", () => {
  equal(readTone(real(alarms("emergency"), sos(true)), null)?.tone, "sos");
  equal(readTone(real(alarms("emergency"), sos(false)), null)?.tone, "emergency");
});

test("reality goes before an exercise, and an exercise is known as one", () => {
  const drill = { alarms: alarms("emergency"), now: 7 };
  equal(readTone(real(alarms("low")), drill)?.exercise, false);
  equal(readTone(real(alarms("silent")), drill), {
    tone: "emergency",
    exercise: true,
    keys: ["A0 0"],
  });
  equal(readTone(real(alarms("silent")), null), null, "off by choice");
});

/** @type {(tone: Tone, ...keys: string[]) => Called} */
const called = (tone, ...keys) => ({ tone, exercise: false, keys });

test("it sounds again while it calls, a low alarm once, a new one at once", () => {
  const played = { ...called("emergency", "A"), at: NOW };
  ok(isDue(called("emergency", "A"), null, NOW));
  ok(!isDue(called("emergency", "A"), played, NOW + 2999));
  ok(isDue(called("emergency", "A"), played, NOW + 3000));
  ok(isDue(called("emergency", "A", "B"), played, NOW + 1));
  ok(isDue(called("sos", "C"), played, NOW + 1));
  ok(isDue({ ...called("emergency", "A"), exercise: true }, played, NOW + 1));
  const low = { ...called("low", "A"), at: NOW };
  ok(!isDue(called("low", "A"), low, NOW + 3_600_000));
  ok(isDue(called("low", "A", "B"), low, NOW + 1));
  ok(!isDue(null, played, NOW + 3_600_000));
});

test("each tone has a sound of its own, and the more urgent has more pulses and is higher", () => {
  const ordered = /** @type {const} */ (["emergency", "high", "medium", "low"]);
  const pulses = ordered.map((tone) => PATTERNS[tone].length);
  const heights = ordered.map((tone) => PATTERNS[tone][0].hz);
  equal(pulses, [...new Set(pulses)].sort((a, b) => b - a));
  equal(heights, [...new Set(heights)].sort((a, b) => b - a));
  equal(new Set(TONES.map((tone) => JSON.stringify(PATTERNS[tone]))).size, TONES.length);
  equal(new Set(PATTERNS.sos.map((pulse) => pulse.hz)).size, 2, "a warble");
});

test("in an exercise every tone begins with its mark, and never sounds as a real one begins", () => {
  for (const tone of TONES) {
    const pattern = patternOf(tone, true);
    equal(pattern.slice(0, EXERCISE_MARK.length), EXERCISE_MARK);
    ok(pattern[EXERCISE_MARK.length].at > EXERCISE_MARK[EXERCISE_MARK.length - 1].at);
    equal(patternOf(tone, false), PATTERNS[tone]);
    ok(!PATTERNS[tone].some((pulse) => EXERCISE_MARK.some((mark) => mark.hz === pulse.hz)));
  }
});
