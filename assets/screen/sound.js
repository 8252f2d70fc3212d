/* Plays the alert tone while this screen's sound is on; the strip shows when the browser blocks
   sound. */

import { choices, useChoices } from "./choices.js";
import { hasVoice, isExact } from "./one_voice.js";
import { speaker } from "./speaker.js";
import { isDue, readTone } from "./tones.js";
import { kept } from "../base/browser_memory.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { useDrill, useKind, useReady, useRealKind, useSecond } from "../live/react_panels.js";
import { replay } from "../live/replay.js";
import { scene } from "../live/scene.js";
import { clock } from "../live/server_clock.js";

/** @import { Called, Played } from "./tones.js" */

const PLAYED = "screen.played";
const BEGINS_MS = 1500; /* so long a browser that allows sound may take to begin */
const APART_MS = 250; /* tabs without locks wait for so long at most, each by chance */

/** @type {() => Played | null} */
function played() {
  try {
    return JSON.parse(kept.get(PLAYED) || "null");
  } catch (_) {
    return null;
  }
}

/** @type {(called: Called) => void} */
function playIfDue(called) {
  if (!isDue(called, played(), Date.now())) return;
  if (!speaker.play(called.tone, called.exercise, choices.volume())) return;
  kept.set(PLAYED, JSON.stringify({ ...called, at: Date.now() }));
}

/* What calls on this screen now; nothing while its sound is off. */
/** @type {() => Called | null} */
function useCalled() {
  const whole = Boolean(useReady() && board.whole() && !replay);
  useChoices();
  useDrill();
  const real = {
    alarms: useRealKind("alarms", ""),
    calls: useRealKind("people", "sos:"),
    now: clock.real(),
  };
  const shown = { alarms: useKind("alarms", ""), now: useSecond() };
  if (!whole || !choices.on("sound")) return null;
  return readTone(real, scene.shown() && choices.on("exercise_sound") ? shown : null);
}

export const useSpeaker = () => React.useSyncExternalStore(speaker.subscribe, speaker.state);

/* Says that the browser keeps it silent; in red while something calls. */
/** @type {(props: { silenced: boolean }) => ReactElement | null} */
function Locked({ silenced }) {
  const state = useSpeaker();
  const [waited, setWaited] = React.useState(false);
  React.useEffect(() => {
    speaker.begin();
    const waiting = setTimeout(() => setWaited(true), BEGINS_MS);
    return () => clearTimeout(waiting);
  }, []);
  if (state !== "locked" || !waited) return null;
  return h(
    "button",
    {
      type: "button",
      className: silenced ? "sound-locked urgent" : "sound-locked",
      title: say("screen.sound_unlock"),
      onClick: speaker.wake,
    },
    silenced ? "■ " : "◌ ",
    say("screen.sound_locked"),
  );
}

export function Sound() {
  const called = useCalled();
  const second = useSecond();
  React.useEffect(() => {
    if (!called || !hasVoice()) return;
    if (isExact()) playIfDue(called);
    else setTimeout(() => playIfDue(called), Math.random() * APART_MS);
  }, [called && `${called.tone} ${called.exercise} ${called.keys.join()}`, second]);
  return choices.on("sound") && !replay ? h(Locked, { silenced: Boolean(called) }) : null;
}
