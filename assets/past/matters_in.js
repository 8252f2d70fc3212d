/* The ledger of an older system comes in: the empty sheet of a template, a dry run that tells every mistake by row and
   column, then the import. */

import { ask } from "../base/ask.js";
import { h } from "../base/element.js";
import { head, more, none, sign } from "../base/signs.js";
import { day, number, say } from "../base/words.js";
import { postFile } from "../shared/drill_doors.js";

/** @import { Problem } from "../shared/drill_doors.js" */
/** @typedef {{ template: string, title: string }} Importable */
/** @typedef {{ row: number, column: string, heading: string, error: string }} CellMistake */
/** @typedef {{ row: number, old_number: string, state: string, found: number, ended: number | null }} Would */
/** @typedef {{ rows: number, fresh: number, ended: number, known: number, mistakes: CellMistake[], mistakes_n: number,
 *   difference: Would[], confirm: string, encoding: string }} DryRun */

const { useEffect, useState } = window.React;
const DOOR = "/api/v1/matters/import";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** @type {(props: { one: CellMistake }) => ReactElement} */
export const Mistake = ({ one }) =>
  h(
    "li",
    { "data-row": one.row, "data-column": one.column },
    sign("urgent"),
    " ",
    one.row
      ? h(
        "b",
        null,
        say("import.cell", {
          row: String(one.row),
          column: one.column,
          heading: one.heading,
        }),
      )
      : null,
    " ",
    one.error,
  );

/** @type {(props: { one: Would }) => ReactElement} */
const Fresh = ({ one }) => {
  const told = {
    row: String(one.row),
    number: one.old_number,
    state: one.state,
    found: day(one.found),
  };
  return h(
    "li",
    { "data-row": one.row },
    one.ended
      ? say("import.would_ended", { ...told, ended: day(one.ended) })
      : say("import.would", told),
  );
};

/** @type {(props: { got: DryRun }) => ReactElement} */
const Told = ({ got }) =>
  got.mistakes_n
    ? h(
      "div",
      { role: "alert" },
      h("p", null, h("b", null, say("import.wrong", { n: number(got.mistakes_n) }))),
      h("ol", { className: "mistakes" }, got.mistakes.map((one, n) => h(Mistake, { key: n, one }))),
      more(got.mistakes_n - got.mistakes.length),
    )
    : h(
      "div",
      { role: "status" },
      h(
        "p",
        null,
        h(
          "b",
          null,
          say("import.rows", {
            rows: number(got.rows),
            fresh: number(got.fresh),
            ended: number(got.ended),
            known: number(got.known),
          }),
        ),
      ),
      got.fresh
        ? h(
          "ul",
          { className: "difference" },
          got.difference.map((one) => h(Fresh, { key: one.row, one })),
        )
        : none(say("import.nothing")),
      more(got.fresh - got.difference.length),
    );

/** @type {(props: { done: () => void, close: () => void }) => ReactElement} */
export function MattersIn({ done, close }) {
  const [known, setKnown] = useState(
    /** @type {{ templates: Importable[], most: number } | null} */ (null),
  );
  const [template, choose] = useState("");
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const [got, set] = useState(/** @type {DryRun | null} */ (null));
  const [busy, setBusy] = useState(false);
  const [failed, fail] = useState(/** @type {Problem | null} */ (null));
  const [imported, setImported] = useState(0);
  useEffect(() => {
    ask(DOOR, { cache: "no-store" }).then((answer) => {
      if (!answer.ok) return;
      const told = answer.json();
      setKnown(told);
      const first = told.templates.find((/** @type {Importable} */ one) =>
        one.template === "hazard"
      );
      choose((first || told.templates[0] || { template: "" }).template);
    }).catch(() => {});
  }, []);
  const afresh = () => {
    set(null);
    setFile(null);
    fail(null);
  };
  /** @type {(of: File, confirm?: string) => Promise<void>} */
  const send = async (of, confirm) => {
    setBusy(true);
    fail(null);
    setImported(0);
    const query = confirm ? `?dry=0&confirm=${confirm}` : "?dry=1";
    const type = /\.xlsx$/i.test(of.name) ? XLSX : "text/csv";
    const answer = await postFile(`${DOOR}/${template}${query}`, type, of);
    setBusy(false);
    if (!answer.ok) {
      fail(answer.problem);
      if (confirm) done(); /* the rows before the refused one are in */
      return;
    }
    if (!confirm) {
      set(answer.body);
      return;
    }
    setImported(answer.body.imported);
    set(null);
    setFile(null);
    done();
  };
  return h(
    "section",
    { className: "matters-in" },
    head(
      say("import.title"),
      h("button", { type: "button", className: "quiet", onClick: close }, say("plant.close")),
    ),
    h("p", { className: "aside" }, say("import.about")),
    known && !known.templates.length ? none(say("import.none")) : null,
    known && known.templates.length
      ? h(
        "div",
        { className: "actions" },
        h(
          "label",
          { className: "inline" },
          h("span", null, say("import.template")),
          " ",
          h(
            "select",
            {
              value: template,
              disabled: busy,
              onChange: (/** @type {ReactInputEvent} */ event) => {
                choose(event.target.value);
                afresh();
              },
            },
            known.templates.map((one) =>
              h("option", { key: one.template, value: one.template }, one.title)
            ),
          ),
        ),
        h(
          "a",
          { className: "act", href: `${DOOR}/${template}/sheet.xlsx`, download: "" },
          say("import.sheet"),
        ),
        h(
          "label",
          { className: "act file-act" },
          h(
            "span",
            null,
            busy ? say("import.reading") : say("import.file", { n: number(known.most) }),
          ),
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
              afresh();
              setFile(chosen);
              void send(chosen);
            },
          }),
        ),
      )
      : null,
    file ? h("p", { className: "file-name" }, h("b", null, file.name)) : null,
    failed
      ? h(
        "p",
        { className: "answer refused", role: "alert" },
        sign("urgent"),
        " ",
        say("import.failed", { why: failed.detail || failed.title }),
        " ",
        failed.mend,
      )
      : null,
    imported
      ? h(
        "p",
        { role: "status", className: "recorded" },
        sign("good"),
        " ",
        say("import.done", { n: number(imported) }),
      )
      : null,
    got
      ? h("div", { className: "dry-run", "data-mistakes": got.mistakes_n }, h(Told, { got }))
      : null,
    got && !got.mistakes_n && got.fresh
      ? h("button", {
        type: "button",
        className: "act strong confirm",
        disabled: busy,
        onClick: () => file && void send(file, got.confirm),
      }, say("import.confirm", { n: number(got.fresh) }))
      : null,
  );
}
