/* The most urgent matter of an incident in one line, for its tab while the user works on another
   one. */

import { liveDirectives } from "./directives.js";
import { readCommand } from "./incidents.js";
import { weight, worst } from "../base/signs.js";
import { say } from "../base/words.js";
import { readOutside, readPeople, readSource } from "../wall/answers.js";
import { readHazard } from "../wall/hazard_answers.js";

/** @import { DirectiveRow, IncidentRow, LevelRow, ShiftCount, Sign } from "../types/rows.d.ts" */

/** One thing that presses. @typedef {{ kind: Sign, words: string }} Press */

/** What else is read to say it: the shift that is on (undefined until it came), the levels by tag, the directives.
 * @typedef {{ count: ShiftCount | undefined, levels: Record<string, LevelRow>,
 *   directives: Record<string, DirectiveRow> }} PressingRows */

/** @type {Set<Sign>} */
const URGENT = new Set(["urgent", "warn"]);

/* {kind, words: [..]}: people, source, outside where they are not in order, then what is late or waits for an
   answer; the worst kind of them all. */
/** @type {(incident: IncidentRow, rows: PressingRows, now: number) => { kind: Sign, words: Press[] }} */
export const readPressing = (incident, { count, levels, directives }, now) => {
  const command = readCommand(incident, now);
  /** @type {[question: string, answer: { kind: Sign, brief: string[] } | null][]} */
  const answered = [
    ["people", readPeople(incident, count, now)],
    [
      "source",
      incident.answers.questions.includes("source") ? readSource(incident, levels, now) : null,
    ],
    ["outside", readOutside(incident, now)],
  ];
  /* An answer that is told counts what is late of its question, directives too: none of them is told twice. */
  const counted = answered.filter(([, one]) => one && URGENT.has(one.kind)).map(([of]) => of);
  const late = liveDirectives(directives, now, incident.id)
    .filter((one) => one.kind === "urgent" && !counted.includes(one.directive.category)).length;
  const answers = [
    ...answered.map(([, answer]) => answer),
    ...incident.answers.hazard.map(({ question }) => readHazard(incident, question, now)),
  ];
  /** @type {(Press | null)[]} */
  const all = [
    ...answers.filter((one) => one !== null).filter(({ kind }) => URGENT.has(kind)).map((
      { kind, brief },
    ) => ({
      kind,
      words: brief[brief.length - 1],
    })),
    late ? { kind: "urgent", words: say("pressing.late", { n: late }) } : null,
    command.words ? command : null,
  ];
  const told = all.filter((one) => one !== null);
  const graveFirst = told.slice().sort((a, b) => weight(a.kind) - weight(b.kind));
  return {
    kind: worst([...told.map(({ kind }) => kind), "plain"]),
    words: graveFirst,
  };
};
