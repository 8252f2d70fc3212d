/* A table of Excel or CSV is imported: the file that somebody chooses is tried in a dry run, which tells every mistake by
   row and column or what would change; nothing is written before it is confirmed. A panel calls `useTableImport`, and draws
   `TableFile` among its actions and `TableAnswer` below them. */

import { postFile } from "./drill_doors.js";
import { h } from "../base/element.js";
import { more, sign } from "../base/signs.js";
import { number, say } from "../base/words.js";

/** @import { Problem } from "./drill_doors.js" */

/** A cell that is wrong; the file as a whole where `row` is 0. `key` is the noun's row, where it is known.
 * @typedef {{ row: number, column: string, heading: string, key?: string, error: string }} CellMistake */

/** What every dry run tells; a kind of table tells more.
 * @typedef {{ mistakes: CellMistake[], mistakes_n: number, confirm: string, encoding: string }} DryRun */

/** What becomes of the chosen file. `imported` is the answer to a confirmed dry run.
 * @template {DryRun} [T=any]
 * @typedef {{
 *   file: File | null, got: T | null, busy: boolean, failed: Problem | null, imported: Answered,
 *   choose: (file: File, query?: Record<string, string>) => void, confirm: () => void, clear: () => void,
 * }} TableImport */

const { useState } = React;
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const TYPES = ".xlsx,.csv";

/* `door` takes the table. `confirmed` is told that the server answered to a confirmed one, and whether it imported it. */
/** @type {<T extends DryRun>(door: string, confirmed?: (ok: boolean) => void) => TableImport<T>} */
export function useTableImport(door, confirmed) {
  const [chosen, setChosen] = useState(
    /** @type {{ file: File, query: Record<string, string> } | null} */ (null),
  );
  const [got, setGot] = useState(/** @type {Answered} */ (null));
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(/** @type {Problem | null} */ (null));
  const [imported, setImported] = useState(/** @type {Answered} */ (null));
  const forget = () => {
    setGot(null);
    setChosen(null);
  };
  /** @type {(file: File, query: Record<string, string>) => Promise<Answered>} */
  const send = async (file, query) => {
    setBusy(true);
    setFailed(null);
    setImported(null);
    const type = /\.xlsx$/i.test(file.name) ? XLSX : "text/csv";
    const answer = await postFile(`${door}?${new URLSearchParams(query)}`, type, file);
    setBusy(false);
    if (answer.ok) return answer.body;
    setFailed(answer.problem);
    return null;
  };
  return {
    file: chosen && chosen.file,
    got,
    busy,
    failed,
    imported,
    choose: async (file, query = {}) => {
      setChosen({ file, query });
      /* The same file asked about otherwise: what stands there is drawn until the answer comes. */
      if (!chosen || chosen.file !== file) setGot(null);
      const told = await send(file, { ...query, dry: "1" });
      if (told) setGot(told);
    },
    confirm: async () => {
      if (!chosen || !got) return;
      const told = await send(chosen.file, { ...chosen.query, dry: "0", confirm: got.confirm });
      if (told) {
        setImported(told);
        forget();
      }
      if (confirmed) confirmed(Boolean(told));
    },
    clear: () => {
      forget();
      setFailed(null);
    },
  };
}

/* The button by which a file is chosen, with its `label`. */
/** @type {(props: { table: TableImport, label: string, types?: string, query?: Record<string, string> }) => ReactElement} */
export const TableFile = ({ table, label, types = TYPES, query }) =>
  h(
    "label",
    { className: "act file-act" },
    h("span", null, table.busy ? say("table_import.reading") : label),
    h("input", {
      type: "file",
      accept: types,
      className: "list-file",
      disabled: table.busy,
      onChange: (/** @type {ReactInputEvent} */ event) => {
        const [file] = event.target.files || [];
        event.target.value = ""; /* so that the same file can be chosen again once it is mended */
        if (file) table.choose(file, query);
      },
    }),
  );

/** @type {(props: { one: CellMistake }) => ReactElement} */
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
        say("table_import.cell", {
          row: String(one.row),
          column: one.column,
          heading: one.heading,
        }),
      )
      : null,
    " ",
    one.error,
  );

/** @type {(props: { got: DryRun }) => ReactElement} */
const Mistakes = ({ got }) =>
  h(
    "div",
    { role: "alert" },
    h("p", null, h("b", null, say("table_import.wrong", { n: number(got.mistakes_n) }))),
    h("ol", { className: "mistakes" }, got.mistakes.map((one, n) => h(Mistake, { key: n, one }))),
    more(got.mistakes_n - got.mistakes.length),
  );

/* What came of the chosen file. `would` draws what a dry run without mistakes tells, `button` words its confirmation and is
   empty where there is nothing to import; `imported` words what was imported. */
/** @type {(props: {
 *   table: TableImport, would: (got: Answered) => ReactNode, button: (got: Answered) => string,
 *   imported: (answer: Answered) => string,
 * }) => ReactElement} */
export function TableAnswer({ table, would, button, imported }) {
  const { file, got, failed } = table;
  const confirm = got && !got.mistakes_n ? button(got) : "";
  return h(
    React.Fragment,
    null,
    file ? h("p", { className: "file-name" }, h("b", null, file.name)) : null,
    failed
      ? h(
        "p",
        { className: "answer refused", role: "alert" },
        sign("urgent"),
        " ",
        say("table_import.failed", { why: failed.detail || failed.title }),
        " ",
        failed.mend,
      )
      : null,
    table.imported
      ? h(
        "p",
        { className: "recorded", role: "status" },
        sign("good"),
        " ",
        imported(table.imported),
      )
      : null,
    got
      ? h(
        "div",
        { className: "dry-run", "data-mistakes": got.mistakes_n },
        got.mistakes_n ? h(Mistakes, { got }) : h("div", { role: "status" }, would(got)),
      )
      : null,
    confirm
      ? h("button", {
        type: "button",
        className: "act strong confirm",
        disabled: table.busy,
        onClick: table.confirm,
      }, confirm)
      : null,
  );
}
