/* The mark of an exercise, on every page: violet and hatched round the whole screen, with its own
   clock and, unhatched, how the real plant is. When reality takes over, it says so full width. */

import { openIncidents } from "./incidents.js";
import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { say, time } from "../base/words.js";
import { commandQueue } from "../hands/command_queue.js";
import { panel, useAnswers, useDrill, useRealKind, useSecond } from "../live/react_panels.js";
import { replay } from "../live/replay.js";
import { clock } from "../live/server_clock.js";
import { normalWords, readLevels } from "../tanks/levels.js";

/** @import { DrillRow } from "../types/rows.d.ts" */

/* Reality beside the exercise: incidents, alarms that stand, and the levels nobody need look at. */
function Real() {
  const incidents = openIncidents(useRealKind("incident", ""));
  const real = useRealKind("alarms", "");
  const alarms = Object.values(real).filter((alarm) => alarm.state !== "RTNUN");
  const levels = readLevels(useRealKind("levels", ""), real, incidents, clock.real());
  const words = incidents.length
    ? [
      text(incidents[0].title),
      incidents.length > 1 ? say("incident.more", { n: incidents.length - 1 }) : "",
    ].filter(Boolean)
    : [
      alarms.length
        ? say("exercise.real_alarms", { n: alarms.length })
        : say("exercise.real_quiet"),
      normalWords(levels),
    ];
  return h(
    "span",
    { className: "real-plant" },
    h("b", null, say("exercise.real_plant")),
    " ",
    words.join(" · "),
  );
}

/* The stop word: anybody who takes part gives the screens back to reality, at once. */
/** @type {(props: { drill: DrillRow }) => ReactElement | null} */
function Stop({ drill }) {
  const answer = useAnswers()?.["stop-word"];
  if (!may("drill.suspend") || document.documentElement.dataset.kind === "wall") return null;
  const stop = () =>
    commandQueue.send("drill.suspend", { drill: drill.id, cause: "stop_word" }, "stop-word");
  return h(
    React.Fragment,
    null,
    h(
      "button",
      {
        type: "button",
        className: "act stop-word",
        title: say("exercise.stop_title"),
        onClick: stop,
      },
      "■ ",
      say("exercise.stop"),
    ),
    answer && answer.text ? h("span", { className: "urgent", role: "alert" }, answer.text) : null,
  );
}

/** @type {(props: { drill: DrillRow }) => ReactElement} */
function Band({ drill }) {
  const now = useSecond();
  const paused = drill.phase === "paused";
  return h(
    "div",
    { className: "exercise-band", role: "status" },
    h("b", { className: "exercise-mark" }, say("exercise.mark")),
    h("span", { className: "exercise-name" }, text(drill.name)),
    paused ? h("b", null, "◌ ", say("exercise.paused")) : null,
    h("span", { className: "exercise-clock" }, say("exercise.clock", { time: time(now) })),
    h(
      "span",
      { className: "exercise-real-time" },
      say("exercise.real_time", { time: time(clock.real()) }),
    ),
    h(Stop, { drill }),
    h(Real),
  );
}

/** @type {(props: { drill: DrillRow }) => ReactElement} */
function Suspended({ drill }) {
  return h(
    "div",
    { className: "real-band", role: "alert" },
    h("b", null, "■ ", say("exercise.real")),
    h("span", null, say("exercise.suspended", { name: text(drill.name) })),
  );
}

panel("exercise", () => {
  const drill = useDrill();
  const scene = drill ? (drill.phase === "suspended" ? "suspended" : "exercise") : "reality";
  React.useEffect(() => {
    if (!replay) document.documentElement.dataset.scene = scene; /* else its bar says */
  }, [scene]);
  if (replay || !drill || !page.role) return null;
  return scene === "suspended" ? h(Suspended, { drill }) : h(Band, { drill });
});
