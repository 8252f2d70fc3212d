/* What presses in an incident, in one line: what its tab says to whoever is at work on another one. */
(function (center) {
  "use strict";

  const say = (...given) => center.say(...given);
  const URGENT = new Set(["urgent", "warn"]);

  /* {kind, words: [..]}: people, source, outside where they are not in order, then what is late or waits for an
     answer; the worst kind of them all. */
  center.readPressing = (incident, { count, levels, resources, directives }, now) => {
    const late = center.liveDirectives(directives, now, incident.id).filter((one) => one.kind === "urgent").length;
    const asked = ((incident.authority || {}).asked || []).filter((one) => one.state === "asked").length;
    const answers = [center.readPeople(incident, count, now), center.readSource(incident, levels, resources, now), center.readOutside(incident, now)];
    const told = [
      ...answers.filter(({ kind }) => URGENT.has(kind)).map(({ kind, brief }) => ({ kind, words: brief[brief.length - 1] })),
      incident.commander ? null : { kind: "warn", words: say("incident.commands", { who: center.commanderOf(incident) }) },
      late ? { kind: "urgent", words: say("pressing.late", { n: late }) } : null,
      asked ? { kind: "warn", words: say("pressing.asked", { n: asked }) } : null,
    ].filter((one) => one !== null);
    const graveFirst = told.map((one, n) => [center.weight(one.kind), n, one]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return { kind: center.worst([...told.map(({ kind }) => kind), "plain"]), words: graveFirst.map(([, , one]) => one) };
  };
})((window.center = window.center || {}));
