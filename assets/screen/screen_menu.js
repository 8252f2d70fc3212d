/* "This screen" in the strip's menu: sound, staying awake, full screen, and on a wall its size and distance. */

import { awake } from "./awake.js";
import { choices, useChoices } from "./choices.js";
import { mayFill, toggleFullScreen, useFills } from "./full_screen.js";
import { useSpeaker } from "./sound.js";
import { speaker } from "./speaker.js";
import { TONES } from "./tones.js";
import { wall } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { keyOf } from "../hands/shortcuts.js";

/** @import { Choice } from "./choices.js" */
/** @import { Awake } from "./awake.js" */
/** @import { SpeakerState } from "./speaker.js" */

/** @typedef {{ target: HTMLInputElement }} Changed */

/** @type {(props: { choice: Choice, label: string }) => ReactElement} */
const Switch = ({ choice, label }) =>
  h(
    "label",
    { className: "screen-switch" },
    h("input", {
      type: "checkbox",
      checked: choices.on(choice),
      onChange: (/** @type {Changed} */ event) => choices.choose(choice, event.target.checked),
    }),
    h("span", null, label),
  );

/** @type {Record<SpeakerState, Sayable>} */
const SPEAKER = {
  none: "screen.sound_none",
  locked: "screen.sound_unlock",
  ready: "screen.sound_ready",
};

function SoundPart() {
  const state = useSpeaker();
  const on = choices.on("sound");
  /** @type {(tone: typeof TONES[number], exercise: boolean, label: string) => ReactElement} */
  const tryOut = (tone, exercise, label) =>
    h("button", {
      type: "button",
      key: label,
      className: "act",
      onClick: () => speaker.tryOut(tone, exercise, choices.volume()),
    }, label);
  return h(
    "fieldset",
    null,
    h("legend", null, say("screen.sound")),
    h(Switch, { choice: "sound", label: say("screen.sound_on") }),
    h(Switch, { choice: "exercise_sound", label: say("screen.exercise_sound") }),
    h(
      "label",
      { className: "screen-volume" },
      h("span", null, say("screen.volume")),
      h("input", {
        type: "range",
        min: 10,
        max: 100,
        step: 10,
        value: choices.volume(),
        onChange: (/** @type {Changed} */ event) => choices.setVolume(Number(event.target.value)),
      }),
    ),
    h("p", null, say("screen.try")),
    h(
      "div",
      { className: "screen-tones" },
      TONES.map((tone) => tryOut(tone, false, say(`screen.tone.${tone}`))),
      tryOut("high", true, say("screen.tone.exercise")),
    ),
    h(
      "p",
      { className: "screen-state", role: "status" },
      say(on || state === "none" ? SPEAKER[state] : "screen.sound_off"),
    ),
  );
}

/** @type {Record<Awake, Sayable>} */
const AWAKE = {
  off: "screen.awake_off",
  held: "screen.awake_held",
  no_https: "screen.awake_no_https",
  unknown: "screen.awake_waits",
  refused: "screen.awake_refused",
};

function AwakePart() {
  const state = React.useSyncExternalStore(awake.subscribe, awake.state);
  return h(
    "fieldset",
    null,
    h("legend", null, say("screen.awake")),
    h(Switch, { choice: "awake", label: say("screen.awake_on") }),
    h("p", { className: "screen-state", role: "status" }, say(AWAKE[state])),
  );
}

function FullScreen() {
  const fills = useFills();
  if (!mayFill()) return null;
  return h(
    "button",
    { type: "button", className: "act", onClick: toggleFullScreen },
    say(fills ? "screen.full_leave" : "screen.full", { key: keyOf("full_screen") }),
  );
}

/** @type {(props: { name: "inches" | "metres", label: string }) => ReactElement} */
function Measure({ name, label }) {
  const [typed, setTyped] = React.useState(String(wall.size()[name]));
  const [wrong, setWrong] = React.useState(false);
  /** @type {(event: Changed) => void} */
  const change = (event) => {
    setTyped(event.target.value);
    setWrong(!wall.set(name, Number(event.target.value)));
  };
  const [least, most] = wall.bounds[name];
  return h(
    "label",
    { className: "screen-measure" },
    h("span", null, label),
    h("input", {
      className: "text",
      inputMode: "decimal",
      value: typed,
      "aria-invalid": wrong,
      onChange: change,
    }),
    wrong
      ? h("b", { className: "urgent", role: "alert" }, say("screen.between", { least, most }))
      : null,
  );
}

const WallPart = () =>
  h(
    "fieldset",
    null,
    h("legend", null, say("screen.wall")),
    h(Measure, { name: "inches", label: say("screen.inches") }),
    h(Measure, { name: "metres", label: say("screen.metres") }),
    h("p", { className: "screen-state" }, say("screen.wall_why")),
  );

export function ScreenMenu() {
  useChoices();
  React.useEffect(() => void awake.follow(), []);
  return h(
    "section",
    { className: "this-screen", "aria-label": say("screen.title") },
    h("h2", null, say("screen.title")),
    h(SoundPart),
    h(AwakePart),
    document.documentElement.dataset.kind === "wall" ? h(WallPart) : null,
    h(FullScreen),
  );
}
