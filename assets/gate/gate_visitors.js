/* The visitors who are here: one touch signs them out. */

import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { age, say } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { named } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";

/** @import { VisitorRow } from "../types/rows.d.ts" */

/* A visitor as people call them: the name where one may see it, else the number. */
/** @type {(row: VisitorRow) => string} */
export const visitorName = (row) =>
  row.kind === "card" ? say("gate.card") : row.name || say("gate.anonymous");

/** @type {(row: VisitorRow) => string[]} */
export const detailsOf = (row) =>
  [
    row.kind === "card" ? "" : say(`gate.kind.${row.kind}`),
    row.company || "",
    row.plate || "",
    row.badge ? say("gate.badge_n", { badge: row.badge }) : "",
    row.host_name ? say("gate.visits", { host: text(row.host_name) }) : "",
    row.gate ? named(row.gate) : "",
  ].filter(Boolean);

/** @type {(props: {row: VisitorRow, now: number}) => ReactElement} */
function Visitor({ row, now }) {
  const at = `visitor:${row.visitor}`;
  const turn = verdictAt(row.turns, now);
  const since = row.since ?? row.at;
  return h(
    "div",
    { className: "person-row" },
    sign(turn.kind),
    h(
      "div",
      { className: "who" },
      h("b", null, visitorName(row)),
      h(
        "span",
        { className: "bits" },
        h("code", null, row.visitor),
        detailsOf(row).map((words) => h("span", { key: words }, words)),
      ),
    ),
    h(
      "div",
      { className: "stands" },
      h("span", { className: turn.kind }, say(`gate.presence.${turn.code}`)),
      since ? h("small", null, age(now - since)) : null,
      row.source ? h("small", null, say(`gate.source.${row.source}`)) : null,
    ),
    h(
      "div",
      { className: "actions" },
      row.kind !== "card" && row.at !== null && may("visitor.leave")
        ? h(Act, {
          kind: "visitor.leave",
          data: { visitor: row.visitor },
          at,
          label: say("gate.leaves"),
          strong: "strong",
        })
        : null,
    ),
    h(Answer, { at }),
  );
}

panel("gate_visitors", function GateVisitors() {
  /** @type {Record<string, VisitorRow>} */
  const visitors = useKind("people", "visitor:");
  const now = useSecond();
  const [find, setFind] = React.useState("");
  const rows = Object.values(visitors).sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  const wanted = find.trim().toLocaleLowerCase(page.lang);
  const shown = rows.filter((row) =>
    [row.visitor, visitorName(row), ...detailsOf(row)].join(" ").toLocaleLowerCase(page.lang)
      .includes(wanted)
  );
  return h(
    React.Fragment,
    null,
    head(say("gate.here"), say("gate.here_n", { n: rows.filter((row) => row.inside).length })),
    h("input", {
      className: "text",
      type: "search",
      value: find,
      placeholder: say("gate.find"),
      "aria-label": say("gate.find"),
      onChange: (/** @type {ReactInputEvent} */ e) => setFind(e.target.value),
    }),
    rows.length ? null : none(say("gate.none_here")),
    h(
      "div",
      { className: "people-list" },
      shown.map((row) => h(Visitor, { key: row.visitor, row, now })),
    ),
  );
});
