/* Work under permits: which of it an incident met, who is inside, and the words for how it stands. What endangers it
   and how it stands is decided in command_center/domain/matters/reading/work.py. */

import { text } from "../base/context.js";
import { verdictAt } from "../base/turns.js";
import { age, say } from "../base/words.js";

/** @import { Sign, WorkRow } from "../types/rows.d.ts" */

/** One permit with its verdict now. @typedef {{ row: WorkRow, kind: Sign, code: string }} Work */

/** @type {Sign[]} */
const GRAVEST = ["urgent", "warn", "gone", "note", "good", "plain"];

/* All work there is, the gravest first; with an incident only what lies in its areas. */
/** @type {(rows: Record<string, WorkRow>, now: number, incident?: string) => Work[]} */
export const readWork = (rows, now, incident) =>
  Object.values(rows)
    .filter((row) => !incident || row.incidents.includes(incident))
    .map((row) => ({ row, ...verdictAt(row.turns, now) }))
    .sort((a, b) =>
      GRAVEST.indexOf(a.kind) - GRAVEST.indexOf(b.kind) ||
      b.row.inside.length - a.row.inside.length || a.row.number.localeCompare(b.row.number)
    );

/** @type {(work: Work[]) => number} */
export const insideOf = (work) => work.reduce((n, { row }) => n + row.inside.length, 0);

/* "2 permits paused · 3 people inside", and in an incident what nobody has stopped yet; "" where there is no work. */
/** @type {(work: Work[], incident: boolean) => string} */
export const workWords = (work, incident) => {
  const going = work.filter(({ row }) => row.live).length;
  const paused = work.length - going;
  const inside = insideOf(work);
  return [
    going ? say(incident ? "work.going" : "work.live_n", { n: going }) : "",
    paused ? say("work.paused_n", { n: paused }) : "",
    inside || (incident && paused) ? say("work.inside_n", { n: inside }) : "",
  ].filter(Boolean).join(" · ");
};

/* How long its validity still lasts. */
/** @type {(work: Work, now: number) => string} */
export const leftWords = ({ row, code }, now) =>
  row.valid_until === null
    ? ""
    : code === "over"
    ? say("work.code.over")
    : say("work.left", { age: age(row.valid_until - now) });

/** @type {(row: WorkRow, now: number) => string} */
export const gasWords = (row, now) =>
  row.gas === null
    ? ""
    : say(row.gas.over.length ? "work.gas_over" : "work.gas", { age: age(now - row.gas.at) });

/** @type {(row: WorkRow) => string} */
export const guardianWords = (row) =>
  row.guardians.map((one) => one.name ? text(one.name) : one.person).join(", ");
