/* The baseline of a roll-out comes in from Excel, on the page of the roll-out until its pilot begins: a dry run with every
   mistake by row and column, then the rows are written into its form. */

import { Mistake } from "./matters_in.js";
import { ask } from "../base/ask.js";
import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { listed, number, say } from "../base/words.js";
import { panel } from "../live/react_panels.js";
import { postFile } from "../shared/drill_doors.js";

/** @import { CellMistake } from "./matters_in.js" */
/** @import { Problem } from "../shared/drill_doors.js" */
/** @typedef {{ rows: { month: string }[], mistakes: CellMistake[], mistakes_n: number, confirm: string }} DryRun */

const { useEffect, useState } = window.React;
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

panel("baseline_in", function BaselineIn({ args }) {
  const door = `/api/v1/matters/${encodeURIComponent(args.matter)}`;
  const [here, setHere] = useState(false);
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const [got, set] = useState(/** @type {DryRun | null} */ (null));
  const [failed, fail] = useState(/** @type {Problem | null} */ (null));
  const [written, setWritten] = useState(0);
  useEffect(() => {
    ask(door, { cache: "no-store" }).then((answer) => {
      if (!answer.ok) return;
      const told = answer.json();
      setHere(told.template === "rollout" && told.state === "prepared" && may("matter.fill"));
    }).catch(() => {});
  }, [door]);
  if (!here) return null;
  /** @type {(of: File, confirm?: string) => Promise<void>} */
  const send = async (of, confirm) => {
    fail(null);
    setWritten(0);
    const query = confirm ? `?dry=0&confirm=${confirm}` : "?dry=1";
    const type = /\.xlsx$/i.test(of.name) ? XLSX : "text/csv";
    const answer = await postFile(`${door}/baseline${query}`, type, of);
    if (!answer.ok) return fail(answer.problem);
    if (!confirm) return set(answer.body);
    setWritten(answer.body.written);
    set(null);
    return setFile(null);
  };
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
      h(
        "label",
        { className: "act file-act" },
        h("span", null, say("baseline.file")),
        h("input", {
          type: "file",
          accept: ".xlsx,.csv",
          className: "list-file",
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
      ),
    ),
    failed
      ? h(
        "p",
        { className: "answer refused", role: "alert" },
        sign("urgent"),
        " ",
        failed.detail || failed.title,
        " ",
        failed.mend,
      )
      : null,
    written
      ? h(
        "p",
        { className: "recorded", role: "status" },
        sign("good"),
        " ",
        say("baseline.written", { n: number(written) }),
      )
      : null,
    got && got.mistakes_n
      ? h(
        "div",
        { role: "alert" },
        h("p", null, h("b", null, say("import.wrong", { n: number(got.mistakes_n) }))),
        h(
          "ol",
          { className: "mistakes" },
          got.mistakes.map((one, n) => h(Mistake, { key: n, one })),
        ),
      )
      : null,
    got && !got.mistakes_n
      ? h(
        "p",
        { role: "status" },
        say("baseline.read", {
          n: number(got.rows.length),
          months: listed(got.rows.map((one) => one.month)),
        }),
      )
      : null,
    got && !got.mistakes_n
      ? h("button", {
        type: "button",
        className: "act strong confirm",
        onClick: () => file && void send(file, got.confirm),
      }, say("baseline.confirm"))
      : null,
  );
});
