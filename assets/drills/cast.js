/* Who plays whom: the people of a drill that hold a post, with who plays them and what they have in hand.
   Pure: rows of the exercise in, lines out. */

import { text } from "../base/context.js";
import { say } from "../base/words.js";
import { liveDirectives, stateOf } from "../shared/directives.js";

const KINDS = ["urgent", "warn", "note", "plain", "gone"];

/* Who plays this part: a person, cast so or having taken command on the page; else virtual people, where
   any were seen to do something (`seen`). */
function played(person, drill, incidents, seen) {
  if ((drill.played || []).includes(person)) return "person";
  return incidents.some((one) =>
      one.commander && one.commander.person === person && one.commander.kind === "human"
    )
    ? "took"
    : seen
    ? "virtual"
    : "nobody";
}

/* Lines [{id, posts, by, kind, doing}], people first, then the worst, then in the order of the site's posts. `rows` are
   the exercise's: {people, directives, incidents, ticker}; `order` (post) -> place. */
export function castLines(drill, rows, order, now) {
  const seen = Object.values(rows.ticker).some((fact) => fact.actor_kind === "virtual");
  const open = liveDirectives(rows.directives, now);
  const lines = Object.values(rows.people)
    .filter((row) =>
      row.person && row.posts && (row.posts.length || (drill.played || []).includes(row.person))
    )
    .map((row) => {
      const commands = rows.incidents.filter((one) =>
        one.commander && one.commander.person === row.person
      );
      const mine = open.filter((one) => (one.directive.to || {}).person === row.person);
      const worst = mine.find((one) => one.kind === "urgent") || mine.find((one) =>
        one.kind === "warn"
      ) || mine[0];
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
      return {
        id: row.person,
        name: row.name,
        posts: row.posts,
        by: played(row.person, drill, rows.incidents, seen),
        kind: worst ? worst.kind : commands.length ? "note" : row.on_site ? "plain" : "gone",
        doing: doing.join(" · ") || say("cast.quiet"),
        place,
      };
    });
  const rank = (line) => (["person", "took"].includes(line.by) ? 0 : 10) + KINDS.indexOf(line.kind);
  return lines.sort((a, b) => rank(a) - rank(b) || a.place - b.place);
}
