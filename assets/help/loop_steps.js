/* The guided tour through the plant's half year, as data: each step names its page and what to
   look at there, by examples that the server found in this plant. A step without an example (`on`
   is null) says so. Its words are `guide.NAME` and `guide.NAME_do`. */

import { foundExamples } from "./examples.js";
import { number } from "../base/words.js";
import { named } from "../live/plant.js";

/** @import { GuideStep } from "./guide_steps.js" */

/** @type {(path: string, query?: Record<string, string>) => string} */
const at = (path, query) => (query ? `${path}?${new URLSearchParams(query)}` : path);
/** @type {(matter: string) => string} */
const page = (matter) => `/matters/${encodeURIComponent(matter)}`;

/** @type {GuideStep[]} */
export const loopSteps = [
  {
    name: "loop_figure",
    on: () => {
      const month = foundExamples()?.month;
      return month ? at("/cockpit", { month }) : null;
    },
    at: () => '.figure-card[data-figure="rectified"]',
  },
  {
    name: "loop_facts",
    on: () => {
      const month = foundExamples()?.month;
      return month ? at("/matters", { month, figure: "rectified" }) : null;
    },
    at: () => '#matters-grid .ag-row[row-index="0"]',
  },
  {
    name: "loop_heat",
    on: () => {
      const hot = foundExamples()?.hot;
      return hot ? at("/heat", { month: hot.month, across: hot.across }) : null;
    },
    at: () => {
      const hot = foundExamples()?.hot;
      return hot ? `[data-heat="${CSS.escape(hot.row)}/${CSS.escape(hot.column)}"]` : null;
    },
    said: () => ({ area: named(foundExamples()?.hot?.row || "") }),
  },
  {
    name: "loop_again",
    on: () => {
      const again = foundExamples()?.again;
      return again ? page(again.matter) : null;
    },
    at: () => ".past-table.story tr:has(.told-to)",
    said: () => ({
      times: number(foundExamples()?.again?.times || 0),
      days: number(foundExamples()?.again?.days || 0),
    }),
  },
  {
    name: "loop_not_walked",
    on: () => {
      const found = foundExamples()?.not_walked;
      return found ? page(found.matter) : null;
    },
    at: () =>
      foundExamples()?.not_walked?.too_fast ? ".track-steps li:has(.warn)" : ".photographs .warn",
  },
  {
    name: "loop_live",
    on: () => (foundExamples()?.live ? "/" : null),
    at: () => ".site-map .beside.work:not(.urgent) b",
    said: () => ({ place: named(foundExamples()?.live || "") }),
  },
  {
    name: "loop_held",
    on: () => {
      const held = foundExamples()?.held;
      return held ? page(held.matter) : null;
    },
    at: () => foundExamples()?.held?.code ? ".in-the-way li" : ".past-table.story tr:has(.reason)",
    said: () => ({ number: foundExamples()?.held?.number || "" }),
  },
  {
    name: "loop_gate",
    on: () => (foundExamples()?.banned ? "/gate" : null),
    at: () => ".gate-form form",
    said: () => ({
      who: named(foundExamples()?.banned?.subject || ""),
      id: foundExamples()?.banned?.subject || "",
      points: number(foundExamples()?.banned?.points || 0),
    }),
    when: () => Boolean(document.querySelector(".gate-form .answer.refused")),
  },
  {
    name: "loop_score",
    on: () => {
      const score = foundExamples()?.score;
      return score ? at("/responsibility", { month: score.month }) : null;
    },
    at: () => {
      const subject = encodeURIComponent(foundExamples()?.score?.subject || "");
      return `.past-table.scores tr:has(a[href*="scored=${CSS.escape(subject)}"])`;
    },
    said: () => ({
      who: named(foundExamples()?.score?.subject || ""),
      score: number(foundExamples()?.score?.of_100 || 0),
    }),
  },
  {
    name: "loop_template",
    on: () => (foundExamples()?.held ? "/templates" : null),
    at: () => {
      const row = `[data-template="${CSS.escape(foundExamples()?.held?.template || "")}"]`;
      return document.querySelector(`${row}[aria-pressed="true"]`) ? ".template-try" : row;
    },
    else: ".templates-list",
  },
  {
    name: "loop_report",
    on: () => {
      const month = foundExamples()?.month;
      return month ? at("/cockpit", { month }) : null;
    },
    at: () => '.past-choices a[href*="report.docx"]',
  },
];
