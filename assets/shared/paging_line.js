/* How many people an evacuation, a call for help, or a call to an outside unit has reached by telephone and mail, and who has been sent nothing. */

import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { named } from "../live/plant.js";
import { useKind, useRealKind } from "../live/react_panels.js";

/** @import { PagingRow } from "../types/rows.d.ts" */

/* So many names are told; the others are a number. */
const NAMED = 4;

/** The newest paging of something. @type {(rows: Record<string, PagingRow>, kind: string, about: string) => PagingRow | null} */
export const pagingOf = (rows, kind, about) =>
  Object.values(rows).filter((row) => row.kind === kind && row.about === about)
    .sort((a, b) => b.at - a.at)[0] || null;

/** @type {(row: PagingRow) => string} */
export const pagingWords = (row) =>
  row.paged
    ? say("paging.counts", {
      paged: row.paged,
      sent: row.sent,
      reached: row.reached,
      answered: row.answered,
    })
    : say("paging.nobody");

/* Those to whom nothing has left, by the reason. */
/** @type {(row: PagingRow) => string[]} */
export const unsentWords = (row) => {
  /** @type {Map<string, string[]>} */
  const by = new Map();
  for (const one of row.unsent) by.set(one.reach, [...(by.get(one.reach) || []), one.person]);
  return Array.from(by, ([reach, people]) => {
    const names = people.slice(0, NAMED).map(named);
    return say(people.length > NAMED ? "paging.unsent_more" : "paging.unsent", {
      why: say(`reach.unsent.${reach}`),
      n: people.length,
      names,
    });
  });
};

/* A call for help is always real, also while an exercise is on the screen. */
/** @type {(props: {kind: "sos" | "evacuation" | "outside", about: string}) => ReactElement | null} */
export function ToldOf({ kind, about }) {
  const real = useRealKind("pages", "paging:");
  const here = useKind("pages", "paging:");
  const row = pagingOf(kind === "sos" ? real : here, kind, about);
  if (!row) return null;
  return h(
    "div",
    { className: "paging" },
    h("span", null, pagingWords(row)),
    unsentWords(row).map((words) => h("span", { key: words, className: "warn" }, words)),
  );
}
