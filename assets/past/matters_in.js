/* The ledger of an older system comes in: the empty sheet of a template, then its filled sheet by a dry run. */

import { ask } from "../base/ask.js";
import { h } from "../base/element.js";
import { head, more, none } from "../base/signs.js";
import { day, number, say } from "../base/words.js";
import { TableAnswer, TableFile, useTableImport } from "../shared/table_import.js";

/** @import { DryRun, TableImport } from "../shared/table_import.js" */
/** @typedef {{ template: string, title: string }} Importable */
/** @typedef {{ row: number, old_number: string, state: string, found: number, ended: number | null }} Would */
/** @typedef {DryRun & { rows: number, fresh: number, ended: number, known: number, difference: Would[] }} LedgerRun */

const { useEffect, useState } = window.React;
const DOOR = "/api/v1/matters/import";

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

/** @type {(got: LedgerRun) => ReactElement} */
const would = (got) =>
  h(
    React.Fragment,
    null,
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
  /* Where a row is refused, the rows before it are in: the list has changed either way. */
  /** @type {TableImport<LedgerRun>} */
  const table = useTableImport(`${DOOR}/${template}`, done);
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
              disabled: table.busy,
              onChange: (/** @type {ReactInputEvent} */ event) => {
                choose(event.target.value);
                table.clear();
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
        h(TableFile, { table, label: say("import.file", { n: number(known.most) }) }),
      )
      : null,
    h(TableAnswer, {
      table,
      would,
      button: (/** @type {LedgerRun} */ got) =>
        got.fresh ? say("import.confirm", { n: number(got.fresh) }) : "",
      imported: (/** @type {{ imported: number }} */ { imported }) =>
        say("import.done", { n: number(imported) }),
    }),
  );
}
