/* The baseline of a roll-out comes in from Excel, on the page of the roll-out until its pilot begins: after a dry run the
   rows are written into its form. */

import { ask } from "../base/ask.js";
import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { head } from "../base/signs.js";
import { listed, number, say } from "../base/words.js";
import { panel } from "../live/react_panels.js";
import { TableAnswer, TableFile, useTableImport } from "../shared/table_import.js";

/** @import { DryRun, TableImport } from "../shared/table_import.js" */
/** @typedef {DryRun & { rows: { month: string }[] }} BaselineRun */

const { useEffect, useState } = window.React;

/** @type {(got: BaselineRun) => ReactElement} */
const would = (got) =>
  h(
    "p",
    null,
    say("baseline.read", {
      n: number(got.rows.length),
      months: listed(got.rows.map((one) => one.month)),
    }),
  );

panel("baseline_in", function BaselineIn({ args }) {
  const door = `/api/v1/matters/${encodeURIComponent(args.matter)}`;
  const [here, setHere] = useState(false);
  /** @type {TableImport<BaselineRun>} */
  const table = useTableImport(`${door}/baseline`);
  useEffect(() => {
    ask(door, { cache: "no-store" }).then((answer) => {
      if (!answer.ok) return;
      const told = answer.json();
      setHere(told.template === "rollout" && told.state === "prepared" && may("matter.fill"));
    }).catch(() => {});
  }, [door]);
  if (!here) return null;
  return h(
    "section",
    { className: "panel baseline-in matters-in" },
    head(say("baseline.title"), ""),
    h("p", { className: "aside" }, say("baseline.about")),
    h(
      "div",
      { className: "actions" },
      h(
        "a",
        { className: "act", href: `${door}/baseline.xlsx`, download: "" },
        say("baseline.sheet"),
      ),
      h(TableFile, { table, label: say("baseline.file") }),
    ),
    h(TableAnswer, {
      table,
      would,
      button: () => say("baseline.confirm"),
      imported: (/** @type {{ written: number }} */ { written }) =>
        say("baseline.written", { n: number(written) }),
    }),
  );
});
