/* What presses in an incident, in one line: what its tab says to whoever is at work on another one. */

import { liveDirectives } from "./directives.js";
import { commanderOf } from "./incidents.js";
import { weight, worst } from "../base/signs.js";
import { say } from "../base/words.js";
import { readOutside, readPeople, readSource } from "../wall/answers.js";

const URGENT = new Set(["urgent", "warn"]);

/* {kind, words: [..]}: people, source, outside where they are not in order, then what is late or waits for an
   answer; the worst kind of them all. */
export const readPressing = (incident, { count, levels, directives }, now) => {
  const late =
    liveDirectives(directives, now, incident.id).filter((one) => one.kind === "urgent").length;
  const asked =
    ((incident.authority || {}).asked || []).filter((one) => one.state === "asked").length;
  const answers = [
    readPeople(incident, count, now),
    readSource(incident, levels, now),
    readOutside(incident, now),
  ];
  const told = [
    ...answers.filter(({ kind }) => URGENT.has(kind)).map(({ kind, brief }) => ({
      kind,
      words: brief[brief.length - 1],
    })),
    incident.commander
      ? null
      : { kind: "warn", words: say("incident.commands", { who: commanderOf(incident) }) },
    late ? { kind: "urgent", words: say("pressing.late", { n: late }) } : null,
    asked ? { kind: "warn", words: say("pressing.asked", { n: asked }) } : null,
  ].filter((one) => one !== null);
  const graveFirst = told.map((one, n) => [weight(one.kind), n, one]).sort((a, b) =>
    a[0] - b[0] || a[1] - b[1]
  );
  return {
    kind: worst([...told.map(({ kind }) => kind), "plain"]),
    words: graveFirst.map(([, , one]) => one),
  };
};
