/* The whole ledger as Excel or CSV: out, and in by a dry run. */

import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { head, more } from "../base/signs.js";
import { number, say } from "../base/words.js";
import { named } from "../live/plant.js";
import { panel } from "../live/react_panels.js";
import { TableAnswer, TableFile, useTableImport } from "../shared/table_import.js";

/** @import { DryRun, TableImport } from "../shared/table_import.js" */
/** @typedef {{row: number, resource: string, store: string, batch: string | null, what: string[], before: number,
 *   after: number}} Would */
/** @typedef {DryRun & {rows: number, changed: number, difference: Would[]}} StockRun */

const TABLE = "/api/v1/ledger/table";

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

/** @type {(got: StockRun) => ReactElement} */
const would = (got) =>
  h(
    React.Fragment,
    null,
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
  /** @type {TableImport<StockRun>} */
  const table = useTableImport(TABLE);
  return h(
    React.Fragment,
    null,
    head(
      say("stock_table.title"),
      table.file
        ? h(
          "button",
          { type: "button", className: "quiet", onClick: table.clear },
          say("stock_table.away"),
        )
        : "",
    ),
    h(
      "div",
      { className: "actions table-doors" },
      h("a", { className: "act", href: `${TABLE}.xlsx`, download: "" }, say("plant.excel_out")),
      h("a", { className: "act", href: `${TABLE}.csv`, download: "" }, say("plant.csv_out")),
      may("resource.take_stock") ? h(TableFile, { table, label: say("stock_table.in") }) : null,
    ),
    h(TableAnswer, {
      table,
      would,
      button: (/** @type {StockRun} */ got) =>
        got.changed ? say("stock_table.confirm", { n: number(got.changed) }) : "",
      imported: (/** @type {{ recorded: number }} */ { recorded }) =>
        say("stock_table.recorded", { n: number(recorded) }),
    }),
  );
});
