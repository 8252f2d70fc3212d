/* A table of a noun comes in: first a dry run with every mistake by row and cell and what would change, then, when it is
   confirmed, one change of the plant. */

import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { TableFile, useTableImport } from "../shared/table_import.js";

/** @import { CellMistake, DryRun, TableImport } from "../shared/table_import.js" */

/** @typedef {{ what: "added" | "changed" | "removed", key: string, row: number, fields: { name: string, before: string, after: string }[] }} Would */
/** @typedef {DryRun & { rows: number, added: number, changed: number, removed: number, not_in_table: number,
 *   difference: Would[] }} PlantRun */

const { useState } = React;
const TYPES = ".xlsx,.csv,.txt";
const SHOWN = 200;

/** @type {(props: { one: CellMistake }) => ReactElement} */
const Mistake = ({ one }) =>
  h(
    "li",
    { "data-row": one.row, "data-column": one.column },
    sign("urgent"),
    h(
      "div",
      null,
      h(
        "b",
        null,
        one.row
          ? say("plant.table_cell", { row: String(one.row), column: one.column })
          : one.key || say("plant.table_whole"),
        one.heading ? h("code", null, one.heading) : null,
      ),
      h("span", null, one.error),
    ),
  );

/** @type {(remove: boolean) => Record<string, string>} */
const removing = (remove) => ({ remove: remove ? "1" : "0" });

/* `door` takes the table; without `takes` it is only given out. `outs` are the links by which it goes out, where they do not
   stand elsewhere on the page. */
/** @type {(props: { door: string, takes: boolean, title: string, about: string, outs?: ReactNode, done: () => void,
 *   close: () => void }) => ReactElement} */
export function TableIn({ door, takes, title, about, outs, done, close }) {
  const [remove, setRemove] = useState(false);
  /** @type {TableImport<PlantRun>} */
  const table = useTableImport(door, (ok) => ok && done());
  const { file, got, busy, failed } = table;
  const would = got ? got.added + got.changed + got.removed : 0;
  return h(
    "section",
    { className: "panel row-panel table-in" },
    head(
      title,
      h("button", { type: "button", className: "quiet", onClick: close }, say("plant.close")),
    ),
    h("p", { className: "aside" }, about),
    outs ? h("div", { className: "actions" }, outs) : null,
    takes
      ? h(TableFile, {
        table,
        label: say("plant.table_file"),
        types: TYPES,
        query: removing(remove),
      })
      : null,
    file
      ? h(
        "p",
        { className: "file-name" },
        h("b", null, file.name),
        got && got.encoding ? ` ${say("plant.encoding", { encoding: got.encoding })}` : "",
      )
      : null,
    failed
      ? h(
        "div",
        { className: "answer refused", role: "alert" },
        sign("urgent"),
        h("div", null, h("b", null, failed.detail || failed.title), h("span", null, failed.mend)),
      )
      : null,
    table.imported && table.imported.changed
      ? h(
        "p",
        { className: "good", role: "status" },
        "✓ ",
        say("plant.table_done", { n: table.imported.changed }),
      )
      : null,
    got
      ? h(
        "div",
        { className: "dry-run", "data-mistakes": got.mistakes_n, "data-rows": got.rows },
        h("p", null, h("b", null, say("plant.table_rows", { n: got.rows }))),
        got.mistakes_n
          ? h(
            "div",
            { role: "alert" },
            h("h3", null, sign("urgent"), " ", say("plant.mistakes_n", { n: got.mistakes_n })),
            h(
              "ol",
              { className: "mistakes" },
              got.mistakes.map((one, n) => h(Mistake, { key: n, one })),
            ),
            got.mistakes_n !== got.mistakes.length
              ? none(say("plant.table_more", { n: got.mistakes_n - got.mistakes.length }))
              : null,
          )
          : h(
            "div",
            null,
            h(
              "p",
              { className: "would" },
              say("plant.table_would", {
                added: got.added,
                changed: got.changed,
                removed: got.removed,
              }),
            ),
            would
              ? h(
                "ul",
                { className: "difference" },
                got.difference.slice(0, SHOWN).map((one, n) =>
                  h(
                    "li",
                    { key: n, "data-what": one.what },
                    h("b", null, one.key),
                    " ",
                    say(`plant.was_${one.what}`),
                    h(
                      "ul",
                      null,
                      one.fields.map(({ name, before, after }) =>
                        h(
                          "li",
                          { key: name },
                          name,
                          ": ",
                          before ? h("s", null, before) : null,
                          before ? " → " : "",
                          h("b", null, after || say("plant.empty")),
                        )
                      ),
                    ),
                  )
                ),
              )
              : none(say("plant.table_same")),
            got.difference.slice(0, SHOWN).length !== would
              ? none(say("plant.table_more", { n: would - got.difference.slice(0, SHOWN).length }))
              : null,
          ),
        got.not_in_table
          ? h(
            "label",
            { className: "inline" },
            h("input", {
              type: "checkbox",
              checked: remove,
              disabled: busy,
              onChange: () => {
                setRemove(!remove);
                if (file) table.choose(file, removing(!remove));
              },
            }),
            say("plant.table_remove", { n: got.not_in_table }),
          )
          : null,
        !got.mistakes_n && would
          ? h(
            "div",
            { className: "actions" },
            h("button", {
              type: "button",
              className: "act strong confirm",
              disabled: busy || !file || !takes,
              onClick: table.confirm,
            }, say("plant.table_confirm")),
          )
          : null,
      )
      : null,
  );
}
