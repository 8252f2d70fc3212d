/* The mark of an exercise, on every page: violet and hatched round the whole screen, with its own
   clock and, unhatched, how the real plant is. When reality takes over, it says so full width. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);

  /* Reality beside the exercise: incidents, alarms that stand, and the levels nobody need look at. */
  function Real() {
    const incidents = center.openIncidents(center.useReal("incident"));
    const alarms = Object.values(center.useReal("alarms")).filter((alarm) => alarm.state !== "RTNUN");
    const levels = center.readLevels(center.useReal("levels"), center.useReal("alarms"), incidents, center.clock.real());
    const words = incidents.length
      ? [center.text(incidents[0].title), incidents.length > 1 ? say("incident.more", { n: incidents.length - 1 }) : ""].filter(Boolean)
      : [alarms.length ? say("exercise.real_alarms", { n: alarms.length }) : say("exercise.real_quiet"), say("level.normal", { n: levels.normal })];
    return h("span", { className: "real-plant" }, h("b", null, say("exercise.real_plant")), " ", words.join(" · "));
  }

  /* The stop word: anybody who takes part gives the screens back to reality, at once. */
  function Stop({ drill }) {
    const answer = center.useAnswers()?.["stop-word"];
    if (!center.may("drill.suspend") || document.documentElement.dataset.kind === "wall") return null;
    const stop = () => center.intents.send("drill.suspend", { drill: drill.id, cause: "stop_word" }, "stop-word");
    return h(
      React.Fragment,
      null,
      h("button", { type: "button", className: "act stop-word", title: say("exercise.stop_title"), onClick: stop }, "■ ", say("exercise.stop")),
      answer && answer.text ? h("span", { className: "urgent", role: "alert" }, answer.text) : null,
    );
  }

  function Band({ drill }) {
    const now = center.useSecond();
    const paused = drill.phase === "paused";
    return h(
      "div",
      { className: "exercise-band", role: "status" },
      h("b", { className: "exercise-mark" }, say("exercise.mark")),
      h("span", { className: "exercise-name" }, center.text(drill.name)),
      paused ? h("b", null, "◌ ", say("exercise.paused")) : null,
      h("span", { className: "exercise-clock" }, say("exercise.clock", { time: center.time(now) })),
      h("span", { className: "exercise-real-time" }, say("exercise.real_time", { time: center.time(center.clock.real()) })),
      h(Stop, { drill }),
      h(Real),
    );
  }

  function Suspended({ drill }) {
    return h(
      "div",
      { className: "real-band", role: "alert" },
      h("b", null, "■ ", say("exercise.real")),
      h("span", null, say("exercise.suspended", { name: center.text(drill.name) })),
    );
  }

  center.panel("exercise", () => {
    const drill = center.useDrill();
    const scene = drill ? (drill.phase === "suspended" ? "suspended" : "exercise") : "reality";
    React.useEffect(() => {
      if (!center.replay) document.documentElement.dataset.scene = scene; /* else its bar says */
    }, [scene]);
    if (center.replay || !drill || !center.page.role) return null;
    return scene === "suspended" ? h(Suspended, { drill }) : h(Band, { drill });
  });
})((window.center = window.center || {}));
