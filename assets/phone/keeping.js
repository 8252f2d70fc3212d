/* The storekeeper's part of the phone page: what to hand out, for which incident and where to,
   and what to count or inspect. */

import { text } from "../base/context.js";
import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { number, say } from "../base/words.js";
import { ActWithReason } from "../hands/act_with_reason.js";
import { Act, Answer } from "../hands/hands.js";
import { Locked } from "../hands/lock.js";
import { named, site } from "../live/plant.js";
import { useKind, useSecond } from "../live/react_panels.js";
import { handOutWords, linesWords, ownHandOuts, readTasks } from "../resources/keeping.js";
import { TaskForm } from "../resources/task_hands.js";

/** @import { HandOutRow, IncidentRow, StockRow } from "../types/rows.d.ts" */
/** @import { DueTask } from "../resources/keeping.js" */

/** @type {(props: {row: HandOutRow, incident: IncidentRow | undefined, locked: boolean}) => ReactElement} */
function HandOut({ row, incident, locked }) {
  const at = `handout:${row.dispatch}@${row.store}`;
  const data = { dispatch: row.dispatch, store: row.store };
  return h(
    "article",
    { className: "phone-directive issued of-urgent hand-out", "data-hand-out": at },
    h(
      "p",
      { className: "phone-text" },
      say("keeping.hand_out", { lines: linesWords(row.lines), store: named(row.store) }),
    ),
    h("p", { className: "phone-text" }, say("keeping.bring_to", { place: named(row.place) })),
    h(
      "p",
      { className: "label" },
      [
        say("keeping.for_incident", {
          incident: incident ? `${row.incident} ${text(incident.title)}` : row.incident,
        }),
        `${named(row.kit)} · ${row.dispatch}`,
        row.state === "cannot" ? handOutWords(row) : "",
      ].filter(Boolean).join(" · "),
    ),
    may("resource.hand_out")
      ? h(
        Locked,
        { locked },
        h(
          "div",
          { className: "touches" },
          h(Act, {
            kind: "resource.hand_out",
            data,
            at,
            label: say("keeping.is_handed_out"),
            strong: "strong",
          }),
          h(ActWithReason, {
            kind: "resource.cannot_hand_out",
            data,
            at,
            label: say("keeping.cannot_button"),
            ask: say("keeping.cannot_why"),
          }),
        ),
      )
      : null,
    h(Answer, { at }),
  );
}

/** @type {(props: {task: DueTask, stock: StockRow | undefined}) => ReactElement} */
function OwnTask({ task, stock }) {
  const [opened, open] = React.useState(false);
  const at = `task:${task.key}`;
  const unit = task.row.resource ? text((site().by.resources[task.row.resource] || {}).unit) : "";
  return h(
    "article",
    { className: "phone-directive acknowledged", "data-task": task.key },
    h("p", { className: "phone-text" }, task.name),
    h("p", { className: "label" }, task.when),
    opened ? h(TaskForm, { row: task.row, unit, batches: stock && stock.batches, at }) : h(
      "div",
      { className: "touches" },
      h(
        "button",
        { type: "button", className: "act", onClick: () => open(true) },
        say("keeping.do_it"),
      ),
    ),
    h(Answer, { at }),
  );
}

/* What this person is to hand out: among the most urgent of the page. */
/** @type {(person: string) => HandOutRow[]} */
export const useOwnHandOuts = (person) => ownHandOuts(useKind("resources", "handout:"), person);

/** @type {(props: {rows: HandOutRow[], opened: IncidentRow[], locked: boolean}) => ReactElement | null} */
export const HandOuts = ({ rows, opened, locked }) =>
  rows.length
    ? h(
      React.Fragment,
      null,
      h(
        "h2",
        null,
        h("span", null, say("keeping.hand_out_title")),
        h("b", null, number(rows.length)),
      ),
      rows.map((row) =>
        h(HandOut, {
          key: `${row.dispatch}@${row.store}`,
          row,
          locked,
          incident: opened.find((one) => one.id === row.incident),
        })
      ),
    )
    : null;

/* Counts and inspections of what this person keeps. */
/** @type {(props: {person: string}) => ReactElement | null} */
export function OwnTasks({ person }) {
  const rows = useKind("resources", "tasks:");
  const stock = useKind("resources", "stock:");
  const now = Math.floor(useSecond() / 60000) * 60000;
  const own = React.useMemo(
    () => readTasks(rows, now).filter((task) => task.person === person),
    [rows, now, person],
  );
  if (!own.length) return null;
  return h(
    React.Fragment,
    null,
    h("h2", null, h("span", null, say("keeping.own_tasks")), h("b", null, number(own.length))),
    own.map((task) =>
      h(OwnTask, {
        key: task.key,
        task,
        stock: stock[`stock:${task.row.resource}@${task.row.store}`],
      })
    ),
  );
}
