/* In an incident the wall answers four questions: people, source, water, outside; else its verdict stands there.
   With several open incidents the gravest answer leads each cell under the name of its place, and the others
   stand below it, each with theirs (docs/commander.md). */

import {
  aloneInCell,
  lateOfWater,
  otherAnswers,
  readAnswers,
  readLeftOver,
  readOutside,
  readPeople,
  readSource,
  withAside,
  withSirens,
  withUnended,
} from "./answers.js";
import { readHazard } from "./hazard_answers.js";
import { readUnanswered } from "./unanswered.js";
import { Verdict } from "./wall_side.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { countGaps, readGaps } from "../command/readiness.js";
import { panel, useKind, useReady, useSecond, useTopic } from "../live/react_panels.js";
import { cutWays } from "../shared/cut_words.js";
import { Fit, Words } from "../shared/fit.js";
import { placesOf, useIncidents } from "../shared/incidents.js";
import { unendedSirens } from "../shared/sirens.js";
import { readWork, workWords } from "../shared/work.js";
import { readWater } from "../tanks/water.js";

/** @import { Answer, AnsweredIncident, IncidentAnswer, LevelRows, Ways } from "./answers.js" */
/** @import { IncidentRow, Sign, Unanswered as UnansweredRow } from "../types/rows.d.ts" */

const LINES = 3; /* under the big words, while there are several incidents */

/* The lines that have something to say, each as the ways in which it may be said. */
/** @type {(lines: Ways[]) => string[][]} */
const saidIn = (lines) =>
  lines.map((ways) => Array.isArray(ways) ? ways : ways ? [ways] : []).filter((w) => w.length);

/** @type {(ways: string[], i: number) => ReactElement} */
const lineOf = (ways, i) =>
  h(Words, { tag: "div", className: "sub", key: i, ways, steps: [1, 1, 1, 2] });

/* What is overdue is said whole in a smaller size rather than cut. */
/** @type {(ways: string[], i: number) => ReactElement} */
const overdueLine = (ways, i) =>
  h(Words, { tag: "div", className: "sub", key: i, ways, steps: [1, 1], whole: true });

/* Of the same question, beside its name. */
/** @type {(props: {kind: Sign, ways: string[]}) => ReactElement} */
const Aside = ({ kind, ways }) =>
  h(
    "em",
    { className: `aside ${kind}` },
    sign(kind),
    h(Words, { tag: "b", ways: cutWays(ways), steps: [1], whole: true }),
  );

/* Which cell it is, for its look: of people, of calls. */
/** @type {(name: Sayable) => string} */
const lookOf = (name) => name === "cell.people" ? "people" : name === "cell.outside" ? "calls" : "";

/** @type {(props: {name: Sayable, answer: Answer}) => ReactElement} */
function Cell({ name, answer }) {
  const { kind, big, lines, aside, overdue } = aloneInCell(answer);
  return h(
    "section",
    { className: `cell ${lookOf(name)} ${kind}`, "aria-label": say(name) },
    h("h2", null, sign(kind), h("span", null, say(name)), aside ? h(Aside, aside) : null),
    h(Words, { tag: "div", className: "big", ways: [big].flat(), steps: [1, 1, 2] }),
    h(
      Fit,
      { className: "subs" },
      saidIn(lines).map((ways, i) => (ways === overdue?.what ? overdueLine : lineOf)(ways, i)),
    ),
  );
}

/* A line of fixed height: what is too long for it is cut, and takes no room of the next one. */
/** @type {(ways: string[], key?: string | number) => ReactElement} */
const oneLine = (ways, key) =>
  h(Words, {
    tag: "div",
    className: "sub",
    key,
    ways: cutWays(ways),
    steps: [1, 1, 3],
    whole: true,
  }); /* where it may wrap, on a phone, in three */

/* What leads keeps the lines that the others leave it, one at least. */
/** @type {(answer: Answer, room: number) => string[][]} */
function ofLeader(answer, room) {
  const { lines, first } = withAside(answer);
  const said = saidIn(lines);
  if (said.length <= room) return said;
  return room > 1 ? said.slice(0, room) : saidIn([lines[first]]);
}

/** @type {(props: {name: Sayable, where: string[], answer: Answer, others: AnsweredIncident[]}) => ReactElement} */
function Several({ name, where, answer, others }) {
  const { kind, big } = answer;
  const told = otherAnswers(others);
  return h(
    "section",
    { className: `cell several ${lookOf(name)} ${kind}`, "aria-label": say(name) },
    h(
      "h2",
      null,
      sign(kind),
      h("span", null, say(name)),
      h(Words, { tag: "b", ways: cutWays(where), steps: [1, 1], whole: true }),
    ),
    h(Words, { tag: "div", className: "big", ways: [big].flat(), steps: [1, 1, 1] }),
    ofLeader(answer, LINES - told.length).map(oneLine),
    told.map((one) =>
      h("div", { className: `other ${one.kind}`, key: one.id }, sign(one.kind), oneLine(one.ways))
    ),
  );
}

/* Alarms that nobody answers, and no incident: the question about tonight's plan has to wait, and where a siren
   may still sound its gaps too. */
/** @type {(props: {row: UnansweredRow, leftOver: Answer | null}) => ReactElement} */
function Unanswered({ row, leftOver }) {
  const now = useSecond();
  const { count } = useKind("people", "count");
  const gaps = countGaps(readGaps(useTopic("readiness"), now)).open;
  const answers = readUnanswered(row, count, gaps, now);
  /** @type {typeof answers} */
  const shown = leftOver ? [...answers.slice(0, -1), ["cell.outside", leftOver]] : answers;
  return h(
    "div",
    { className: "cells" },
    shown.map(([name, answer]) => h(Cell, { key: name, name, answer })),
  );
}

/* No incident and no alarm: whether the plan would work tonight. */
/** @type {(props: {leftOver: Answer | null}) => ReactElement} */
const Quiet = ({ leftOver }) =>
  leftOver
    ? h(
      "div",
      { className: "left-over" },
      h(Verdict),
      h(Cell, { name: "cell.outside", answer: leftOver }),
    )
    : h(Verdict);

/** @typedef {IncidentRow["answers"]["questions"][number]} Question */

/** @type {Question[]} */
const SHARED = ["people", "source", "water", "outside"];

/* The questions of the incident, or of all where they ask the same; of different hazards those that all may ask. */
/** @type {(incidents: IncidentRow[]) => Question[]} */
const questionsOf = ([first, ...others]) => {
  const own = first.answers.questions;
  const same = others.every((one) => one.answers.questions.join() === own.join());
  return same ? own : SHARED;
};

/* The source is asked of incidents whose hazard has one. */
/** @type {(incident: IncidentRow, question: Question) => boolean} */
const asks = ({ answers }, question) =>
  question !== "source" || answers.questions.includes(question);

function Cells() {
  const now = useSecond();
  const incidents = useIncidents();
  const { count } = useKind("people", "count");
  const { inside } = useKind("people", "inside");
  const levels = /** @type {LevelRows} */ (useTopic("levels"));
  const permits = useKind("matters", "work:");
  const sirens = useKind("incident", "sirens:");
  const { unanswered } = useKind("readiness", "unanswered");
  if (!useReady()) return null;
  const unended = unendedSirens(sirens, incidents, now);
  if (!incidents.length) {
    const leftOver = readLeftOver(unended, now);
    return unanswered ? h(Unanswered, { row: unanswered, leftOver }) : h(Quiet, { leftOver });
  }
  const several = incidents.length > 1;
  /** @type {(question: Question, incident: IncidentRow) => IncidentAnswer | null} */
  const read = (question, incident) =>
    question === "people"
      ? readPeople(
        incident,
        count,
        now,
        inside,
        workWords(readWork(permits, now, incident.id), true),
      )
      : question === "source"
      ? readSource(incident, levels, now)
      : question === "outside"
      ? withSirens(readOutside(incident, now), sirens[`sirens:${incident.id}`], now)
      : readHazard(incident, question, now);
  /** @type {(question: Question) => ReactElement | null} */
  const cell = (question) => {
    /** @type {Sayable} */
    const name = `cell.${question}`;
    if (question === "water") {
      /* how the pools stand is the plant's own: whichever incident it comes from */
      const answer = lateOfWater(readWater(levels, now), incidents, now);
      const where = [say("cell.whole_plant")];
      return several
        ? h(Several, { key: name, name, where, answer, others: [] })
        : h(Cell, { key: name, name, answer });
    }
    const asked = incidents.filter((one) => asks(one, question));
    if (!asked.length) return null;
    const [{ incident, answer: own }, ...others] = readAnswers(
      asked,
      (one) => /** @type {IncidentAnswer} */ (read(question, one)),
    );
    const answer = question === "outside" ? withUnended(own, unended, now) : own;
    return several
      ? h(Several, { key: name, name, where: placesOf(incident), answer, others })
      : h(Cell, { key: name, name, answer });
  };
  return h("div", { className: "cells" }, questionsOf(incidents).map(cell));
}

panel("cells", Cells);
