/* What is due of the ledger: counts and inspections, the overdue first, each with its keeper and the hand that does it. */

import { readTasks } from "./keeping.js";
import { TaskForm } from "./task_hands.js";
import { useAddress } from "../base/address.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, more, none, sign } from "../base/signs.js";
import { number, say } from "../base/words.js";
import { Answer } from "../hands/hands.js";
import { named, site } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";

/** @import { StockRow } from "../types/rows.d.ts" */
/** @import { DueTask } from "./keeping.js" */

const MOST = 12;

/** @type {(task: DueTask) => string} */
const keeperWords = ({ post, person }) =>
  post
    ? `${named(post)} · ${person ? named(person) : say("resources.nobody")}`
    : say("keeping.no_keeper");

/** @type {(props: {task: DueTask, stock: StockRow | undefined, opened: boolean, open: () => void}) => ReactElement} */
function Task({ task, stock, opened, open }) {
  const at = `task:${task.key}`;
  const unit = task.row.resource ? text((site().by.resources[task.row.resource] || {}).unit) : "";
  return h(
    "div",
    { className: "kit-row due-task", "data-task": task.key },
    sign(task.kind),
    h(
      "div",
      { className: "what" },
      h("b", null, task.name),
      h("span", null, `${task.when} · ${keeperWords(task)}`),
    ),
    h(
      "div",
      { className: "actions" },
      h(
        "button",
        { type: "button", className: "act", "aria-expanded": opened, onClick: open },
        say("keeping.do_it"),
      ),
    ),
    opened
      ? h(
        "div",
        { className: "task-hand" },
        h(TaskForm, { row: task.row, unit, batches: stock && stock.batches, at }),
      )
      : null,
    h(Answer, { at }),
  );
}

panel("due_desk", function DueDesk() {
  const rows = useKind("resources", "tasks:");
  const stock = useKind("resources", "stock:");
  const now = Math.floor(useSecond() / 60000) * 60000;
  const [opened, open] = useAddress("task");
  const tasks = React.useMemo(() => readTasks(rows, now), [rows, now]);
  const over = tasks.filter((task) => task.over).length;
  return h(
    React.Fragment,
    null,
    head(
      say("keeping.due_title"),
      tasks.length
        ? say("keeping.due_answer", { over: number(over), n: number(tasks.length) })
        : "",
    ),
    tasks.length
      ? tasks.slice(0, MOST).map((task) =>
        h(Task, {
          key: task.key,
          task,
          stock: stock[`stock:${task.row.resource}@${task.row.store}`],
          opened: opened === task.key,
          open: () => open(opened === task.key ? "" : task.key),
        })
      )
      : none(say("keeping.nothing_due")),
    more(tasks.length - MOST),
  );
});
