/* A table of Excel or CSV comes in: first a dry run with every mistake by row and cell and what would change, then,
   when it is confirmed, one change of the plant. */

import { tableUrl } from "./plant_data.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { postFile } from "../shared/drill_doors.js";

/** @import { Noun } from "./plant_data.js" */
/** @import { Problem } from "../shared/drill_doors.js" */

/** @typedef {{ row: number, column: string, heading: string, key: string, error: string }} CellMistake */
/** @typedef {{ what: "added" | "changed" | "removed", key: string, row: number, fields: { name: string, before: string, after: string }[] }} Would */
/** @typedef {{ rows: number, added: number, changed: number, removed: number, not_in_table: number, mistakes: CellMistake[],
 *   mistakes_n: number, difference: Would[], confirm: string, encoding: string }} DryRun */

const { useState } = React;
const TYPES = ".xlsx,.csv,.txt";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
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

/** @type {(props: { noun: Noun, done: () => void, close: () => void }) => ReactElement} */
export function TableIn({ noun, done, close }) {
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const [remove, setRemove] = useState(false);
  const [busy, setBusy] = useState(false);
  const [got, set] = useState(/** @type {DryRun | null} */ (null));
  const [failed, fail] = useState(/** @type {Problem | null} */ (null));
  const [imported, setImported] = useState(0);
  /** @type {(of: File, removing: boolean, confirm?: string) => Promise<void>} */
  const send = async (of, removing, confirm) => {
    setBusy(true);
    fail(null);
    setImported(0);
    const query = new URLSearchParams({ dry: confirm ? "0" : "1", remove: removing ? "1" : "0" });
    if (confirm) query.set("confirm", confirm);
    const type = /\.xlsx$/i.test(of.name) ? XLSX : "text/csv";
    const answer = await postFile(`${tableUrl(noun.noun)}?${query}`, type, of);
    setBusy(false);
    if (!answer.ok) {
      fail(answer.problem);
      return;
    }
    if (confirm) {
      setImported(answer.body.changed);
      set(null);
      setFile(null);
      done();
    } else set(answer.body);
  };
  const would = got ? got.added + got.changed + got.removed : 0;
  return h(
    "section",
    { className: "panel row-panel table-in" },
    head(
      say("plant.excel_in"),
      h("button", { type: "button", className: "quiet", onClick: close }, say("plant.close")),
    ),
    h("p", { className: "aside" }, say("plant.table_about")),
    h(
      "label",
      { className: "act file-act" },
      h("span", null, busy ? `● ${say("plant.checking")}` : say("plant.table_file")),
      h("input", {
        type: "file",
        accept: TYPES,
        className: "list-file",
        disabled: busy,
        onChange: (/** @type {ReactInputEvent} */ event) => {
          const [chosen] = event.target.files || [];
          event.target.value = ""; /* so that the same file can be chosen again once it is mended */
          if (!chosen) return;
          setFile(chosen);
          set(null);
          void send(chosen, remove);
        },
      }),
    ),
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
    imported
      ? h(
        "p",
        { className: "good", role: "status" },
        "✓ ",
        say("plant.table_done", { n: imported }),
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
                got.difference.slice(0, SHOWN).map((one) =>
                  h(
                    "li",
                    { key: one.key, "data-what": one.what },
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
                if (file) void send(file, !remove);
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
              disabled: busy || !file || !noun.may_edit,
              onClick: () => file && void send(file, remove, got.confirm),
            }, say("plant.table_confirm")),
          )
          : null,
      )
      : null,
  );
}
