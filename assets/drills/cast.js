/* The cast of a drill: the post-holders, who plays each, and their current work. Pure functions
   from exercise rows to lines. */

import { text } from "../base/context.js";
import { say } from "../base/words.js";
import { liveDirectives, stateOf } from "../shared/directives.js";

/** @import { DirectiveRow, DrillRow, IncidentRow, PersonRow, Sign, TickerRow, Words } from "../types/rows.d.ts" */

/** A part of the exercise: who plays it, and what its person has in hand. `place`: in the order of posts.
 * @typedef {{
 *   id: string, name: Words, posts: string[], by: "person" | "took" | "virtual" | "nobody", kind: Sign,
 *   doing: string, place: number,
 * }} CastLine
 */
/** Rows of the exercise.
 * @typedef {{
 *   people: Record<string, PersonRow>, directives: Record<string, DirectiveRow>, incidents: IncidentRow[],
 *   ticker: Record<string, TickerRow>,
 * }} CastRows
 */
/** @typedef {Pick<DrillRow, "played">} Played */

/** @type {Sign[]} */
const KINDS = ["urgent", "warn", "note", "plain", "gone"];

/* Who plays this part: a person, cast so or having taken command on the page; else virtual people, where
   any were seen to do something (`seen`). */
/** @type {(person: string, drill: Played, incidents: IncidentRow[], seen: boolean) => CastLine["by"]} */
function played(person, drill, incidents, seen) {
  if (drill.played.includes(person)) return "person";
  return incidents.some((one) =>
      one.commander && one.commander.person === person && one.commander.kind === "human"
    )
    ? "took"
    : seen
    ? "virtual"
    : "nobody";
}

/* People first, then the worst, then in the order of the site's posts; `order` (post) -> place. */
/** @type {(drill: Played, rows: CastRows, order: Record<string, number>, now: number) => CastLine[]} */
export function castLines(drill, rows, order, now) {
  const seen = Object.values(rows.ticker).some((fact) => fact.actor_kind === "virtual");
  const open = liveDirectives(rows.directives, now);
  const lines = Object.values(rows.people)
    .filter((row) => row.posts.length || drill.played.includes(row.person))
    .map((row) => {
      const commands = rows.incidents.filter((one) =>
        one.commander && one.commander.person === row.person
      );
      const mine = open.filter((one) => (one.directive.to || {}).person === row.person);
      const worst = mine.find((one) => one.kind === "urgent") || mine.find((one) =>
        one.kind === "warn"
      ) || mine[0];
      /** @type {string[]} */
      const doing = [];
      if (commands.length) {
        doing.push(
          say("cast.commands"),
          say("cast.issued", {
            n: open.filter((one) =>
              commands.some((incident) => incident.id === one.directive.incident)
            ).length,
          }),
        );
      }
      if (worst) {
        doing.push(
          `${text(worst.directive.text)}: ${stateOf(worst.directive)}${
            worst.clock ? ` ${worst.clock}` : ""
          }`,
        );
      }
      if (row.status && row.status !== "released") doing.push(say(`status.${row.status}`));
      if (!row.on_site) doing.push(say("cast.off_site"));
      const place = Math.min(...row.posts.map((post) => order[post] ?? 999), 1000);
      /** @type {CastLine} */
      const line = {
        id: row.person,
        name: row.name,
        posts: row.posts,
        by: played(row.person, drill, rows.incidents, seen),
        kind: worst ? worst.kind : commands.length ? "note" : row.on_site ? "plain" : "gone",
        doing: doing.join(" · ") || say("cast.quiet"),
        place,
      };
      return line;
    });
  /** @type {(line: CastLine) => number} */
  const rank = (line) => (["person", "took"].includes(line.by) ? 0 : 10) + KINDS.indexOf(line.kind);
  return lines.sort((a, b) => rank(a) - rank(b) || a.place - b.place);
}
