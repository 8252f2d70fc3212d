/* The whole ledger as Excel or CSV: out, and in by a dry run that tells every mistake by row and cell. */

import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { head, more, sign } from "../base/signs.js";
import { number, say } from "../base/words.js";
import { named } from "../live/plant.js";
import { panel } from "../live/react_panels.js";
import { postFile } from "../shared/drill_doors.js";

/** @import { Problem } from "../shared/drill_doors.js" */
/** @typedef {{row: number, column: string, heading: string, error: string}} CellMistake */
/** @typedef {{row: number, resource: string, store: string, batch: string | null, what: string[], before: number,
 *   after: number}} Would */
/** @typedef {{rows: number, changed: number, mistakes: CellMistake[], mistakes_n: number, difference: Would[],
 *   confirm: string}} DryRun */

const TABLE = "/api/v1/ledger/table";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** @type {(props: {one: CellMistake}) => ReactElement} */
const Mistake = ({ one }) =>
  h(
    "li",
    { "data-row": one.row, "data-column": one.column },
    sign("urgent"),
    " ",
    one.row
      ? h(
        "b",
        null,
        say("stock_table.cell", {
          row: String(one.row),
          column: one.column,
          heading: one.heading,
        }),
      )
      : null,
    " ",
    one.error,
  );

/** @type {(props: {one: Would}) => ReactElement} */
const Change = ({ one }) =>
  h(
    "li",
    { "data-row": one.row },
    h("b", null, `${named(one.resource)} · ${named(one.store)}`),
    one.batch ? ` ${say("keeping.of_batch", { batch: one.batch })}` : "",
    " ",
    say("stock_table.change", {
      row: String(one.row),
      what: one.what,
      before: number(one.before),
      after: number(one.after),
    }),
  );

/** @type {(props: {got: DryRun}) => ReactElement} */
const Told = ({ got }) =>
  got.mistakes_n
    ? h(
      "div",
      { role: "alert" },
      h("p", null, h("b", null, say("stock_table.wrong", { n: number(got.mistakes_n) }))),
      h("ol", { className: "mistakes" }, got.mistakes.map((one, n) => h(Mistake, { key: n, one }))),
      more(got.mistakes_n - got.mistakes.length),
    )
    : h(
      "div",
      { role: "status" },
      h(
        "p",
        null,
        got.changed
          ? say("stock_table.would", { rows: number(got.rows), n: number(got.changed) })
          : say("stock_table.nothing", { rows: number(got.rows) }),
      ),
      h(
        "ul",
        { className: "difference" },
        got.difference.map((one) => h(Change, { key: one.row, one })),
      ),
      more(got.changed - got.difference.length),
    );

panel("stock_table", function StockTable() {
  const [file, setFile] = React.useState(/** @type {File | null} */ (null));
  const [got, set] = React.useState(/** @type {DryRun | null} */ (null));
  const [busy, setBusy] = React.useState(false);
  const [failed, fail] = React.useState(/** @type {Problem | null} */ (null));
  const [recorded, setRecorded] = React.useState(0);
  /** @type {(of: File, confirm?: string) => Promise<void>} */
  const send = async (of, confirm) => {
    setBusy(true);
    fail(null);
    setRecorded(0);
    const query = confirm ? `?dry=0&confirm=${confirm}` : "?dry=1";
    const type = /\.xlsx$/i.test(of.name) ? XLSX : "text/csv";
    const answer = await postFile(TABLE + query, type, of);
    setBusy(false);
    if (!answer.ok) return fail(answer.problem);
    if (!confirm) return set(answer.body);
    setRecorded(answer.body.recorded);
    set(null);
    return setFile(null);
  };
  return h(
    React.Fragment,
    null,
    head(
      say("stock_table.title"),
      file
        ? h("button", {
          type: "button",
          className: "quiet",
          onClick: () => {
            set(null);
            setFile(null);
            fail(null);
          },
        }, say("stock_table.away"))
        : "",
    ),
    h(
      "div",
      { className: "actions table-doors" },
      h("a", { className: "act", href: `${TABLE}.xlsx`, download: "" }, say("plant.excel_out")),
      h("a", { className: "act", href: `${TABLE}.csv`, download: "" }, say("plant.csv_out")),
      may("resource.take_stock")
        ? h(
          "label",
          { className: "act file-act" },
          h("span", null, busy ? say("stock_table.reading") : say("stock_table.in")),
          h("input", {
            type: "file",
            accept: ".xlsx,.csv",
            className: "list-file",
            disabled: busy,
            onChange: (/** @type {ReactInputEvent} */ event) => {
              const [chosen] = event.target.files || [];
              event.target.value =
                ""; /* so that the same file can be chosen again once it is mended */
              if (!chosen) return;
              setFile(chosen);
              set(null);
              void send(chosen);
            },
          }),
        )
        : null,
    ),
    file ? h("p", { className: "file-name" }, h("b", null, file.name)) : null,
    failed
      ? h(
        "p",
        { className: "answer refused", role: "alert" },
        sign("urgent"),
        " ",
        say("stock_table.failed", { why: failed.detail || failed.title }),
      )
      : null,
    recorded
      ? h(
        "p",
        { role: "status", className: "recorded" },
        sign("good"),
        " ",
        say("stock_table.recorded", {
          n: number(recorded),
        }),
      )
      : null,
    got
      ? h("div", { className: "dry-run", "data-mistakes": got.mistakes_n }, h(Told, { got }))
      : null,
    got && !got.mistakes_n && got.changed
      ? h("button", {
        type: "button",
        className: "act strong confirm",
        disabled: busy,
        onClick: () => file && void send(file, got.confirm),
      }, say("stock_table.confirm", { n: number(got.changed) }))
      : null,
  );
});
