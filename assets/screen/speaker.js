/* Plays a pattern with Web Audio; no file is fetched. Browsers keep a page silent until somebody has clicked or
   pressed a key on it: until then the speaker is `locked`. */

import { patternOf } from "./tones.js";

/** @import { Pulse, Tone } from "./tones.js" */

/** @typedef {"none" | "locked" | "ready"} SpeakerState */

const EDGE_S = 0.012; /* a pulse begins and ends softly: without it each clicks */
const SOFTER = 0.45;
const GESTURES = ["pointerdown", "keydown", "touchend"];

/** @type {AudioContext | null} */
let audio = null;
/** @type {Set<() => void>} */
const readers = new Set();
const tell = () => readers.forEach((reader) => reader());

/* The page's own, made when it is first needed. */
function begun() {
  if (!audio && window.AudioContext) {
    audio = new AudioContext();
    audio.addEventListener("statechange", tell);
    setTimeout(tell);
    for (const gesture of GESTURES) document.addEventListener(gesture, wake, true);
  }
  return audio;
}

function wake() {
  const on = begun();
  if (on && on.state !== "running") on.resume().catch(() => undefined);
}

/** @type {() => SpeakerState} */
const state = () =>
  !window.AudioContext ? "none" : audio && audio.state === "running" ? "ready" : "locked";

/** @type {(on: AudioContext, pulse: Pulse, from: number, loud: number) => void} */
function sound(on, pulse, from, loud) {
  const start = from + pulse.at / 1000;
  const end = start + pulse.ms / 1000;
  const tone = on.createOscillator();
  const gain = on.createGain();
  tone.type = pulse.soft ? "sine" : "triangle";
  tone.frequency.value = pulse.hz;
  const level = pulse.soft ? loud * SOFTER : loud;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(level, start + EDGE_S);
  gain.gain.setValueAtTime(level, end - EDGE_S);
  gain.gain.linearRampToValueAtTime(0, end);
  tone.connect(gain).connect(on.destination);
  tone.start(start);
  tone.stop(end);
}

/* Plays at `volume` of 100. Returns whether it could. */
/** @type {(tone: Tone, exercise: boolean, volume: number) => boolean} */
function play(tone, exercise, volume) {
  const on = begun();
  if (!on || on.state !== "running") return false;
  for (const pulse of patternOf(tone, exercise)) sound(on, pulse, on.currentTime, volume / 100);
  return true;
}

/* The same by a hand, which unlocks it. */
/** @type {(tone: Tone, exercise: boolean, volume: number) => Promise<boolean>} */
async function tryOut(tone, exercise, volume) {
  const on = begun();
  if (on && on.state !== "running") await on.resume().catch(() => undefined);
  return play(tone, exercise, volume);
}

export const speaker = {
  state,
  play,
  tryOut,
  begin: () => void begun(),
  wake,
  /** @type {(reader: () => void) => () => void} */
  subscribe: (reader) => {
    readers.add(reader);
    return () => readers.delete(reader);
  },
};
