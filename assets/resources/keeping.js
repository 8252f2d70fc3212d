/* What a keeper has to do: things to hand out, counts and inspections that are due; read from the rows' verdicts. */

import { text } from "../base/context.js";
import { verdictAt } from "../base/turns.js";
import { listed, number, say } from "../base/words.js";
import { named, site } from "../live/plant.js";

/** @import { HandOutRow, Sign, StoredQuantity, TaskRow, TasksRow, Words } from "../types/rows.d.ts" */
/** A task that is due or overdue. @typedef {{key: string, kind: Sign, over: boolean, row: TaskRow, post: string | null,
 *   person: string | null, name: string, when: string}} DueTask */

const SENT = ["answered", "read", "delivered", "sent"];

/* "4 sets Heavy suit", with the batch where the line is kept by batches. */
/** @type {(line: Pick<StoredQuantity, "resource" | "quantity"> & {batch?: string}) => string} */
export const quantityWords = ({ resource, quantity, batch }) => {
  const known = site().by.resources[resource];
  const words = `${number(quantity)} ${known ? text(known.unit) : ""} ${named(resource)}`;
  return batch ? `${words} (${say("keeping.of_batch", { batch })})` : words;
};

/** @type {(lines: (Pick<StoredQuantity, "resource" | "quantity"> & {batch?: string})[]) => string} */
export const linesWords = (lines) => listed(lines.map(quantityWords));

/* Whether the keeper was told: only an attempt on record says so. */
/** @type {(row: HandOutRow) => string} */
export const toldWords = ({ told }) => {
  if (told === undefined) return say("keeping.nobody_paged");
  return SENT.includes(told)
    ? say(/** @type {Sayable} */ (`keeping.told.${told}`))
    : say("keeping.to_be_told", { why: say(/** @type {Sayable} */ (`reach.unsent.${told}`)) });
};

/** @type {(row: HandOutRow) => Sign} */
export const signOfHandOut = ({ state }) =>
  state === "cannot" ? "urgent" : state === "asked" ? "warn" : "good";

/** What the keeper said, or whether the keeper was told. @type {(row: HandOutRow) => string} */
export const handOutWords = (row) => {
  if (row.state === "cannot") {
    const reason = row.reason;
    const why = typeof reason === "object" ? text(/** @type {Words} */ (reason)) : reason;
    return say("keeping.cannot", { who: named(row.said_by), why });
  }
  if (row.state === "handed_out") return say("keeping.handed_out", { who: named(row.said_by) });
  return `${named(row.post)}: ${toldWords(row)}`;
};

/* What one person is asked to hand out, the oldest first. */
/** @type {(rows: Record<string, HandOutRow>, person: string) => HandOutRow[]} */
export const ownHandOuts = (rows, person) =>
  Object.values(rows)
    .filter((row) => row.state !== "handed_out" && row.keepers.includes(person))
    .sort((a, b) => a.at - b.at);

/** @type {(row: TaskRow) => string} */
export const taskName = (row) => {
  const what = row.kit ? named(row.kit) : named(row.resource);
  const word = say(/** @type {Sayable} */ (`keeping.task.${row.what}`), { what });
  return row.store ? `${word} · ${named(row.store)}` : word;
};

/** @type {(row: TaskRow, over: boolean) => string} */
const whenOf = (row, over) =>
  row.due === null
    ? say(row.last ? "keeping.due_again" : "keeping.never")
    : say(over ? "keeping.over_since" : "keeping.due_by", { day: row.due });

/* What is due or overdue now, the overdue first, then by the day. */
/** @type {(rows: Record<string, TasksRow>, now: number) => DueTask[]} */
export const readTasks = (rows, now) =>
  Object.values(rows)
    .flatMap(({ post, person, tasks }) =>
      tasks.flatMap((row) => {
        const { code, kind } = verdictAt(row.turns, now);
        if (code !== "due" && code !== "over") return [];
        const over = code === "over";
        return [{
          key: [row.what, row.resource, row.store, row.kit].filter(Boolean).join(":"),
          kind: over ? /** @type {Sign} */ ("urgent") : kind,
          over,
          row,
          post,
          person,
          name: taskName(row),
          when: whenOf(row, over),
        }];
      })
    )
    .sort((a, b) =>
      Number(b.over) - Number(a.over) || (a.row.due || "").localeCompare(b.row.due || "") ||
      a.key.localeCompare(b.key)
    );
