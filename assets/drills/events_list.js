/* The master scenario events list: exported to Excel, and imported as a draft or with its
   mistakes, each with its sheet, row and column. */

import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { postFile } from "../shared/drill_doors.js";

/** @import { Problem } from "../shared/drill_doors.js" */

/** A mistake in a list (`sheet`, `row`, `column`) or in a text (`line`, `column`), and what it is about.
 * @typedef {{
 *   sheet?: string, row?: number | null, column?: string | number | null, line?: number, key?: string, error: string,
 * }} Mistake
 */
/** What comes of a list: the text of a scenario, and the ids of its rows that are new, changed or gone.
 * @typedef {{ id: string, base: number, text: string, added: string[], changed: string[], removed: string[] }} Draft
 */

const { useState } = React;
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** @type {(props: { of: string }) => ReactElement} */
export function EventsListLink({ of }) {
  return h(
    "a",
    { className: "act", href: `/api/v1/${of}/msel.xlsx`, download: true },
    say("scenarios.take_list"),
  );
}

/* Mistakes of a list or a text; `go` (line) leads to one in a text. */
/** @type {(props: { problems: Mistake[], go?: (line: number) => void }) => ReactElement} */
export function Mistakes({ problems, go }) {
  /** @type {(one: Mistake) => string} */
  const place = (
    one,
  ) => (one.sheet !== undefined
    ? [
      one.sheet,
      one.row ? say("scenarios.row", { n: one.row }) : "",
      one.column ? say("scenarios.column", { column: one.column }) : "",
    ].filter(Boolean).join(" · ")
    : say("scenarios.line", { line: one.line, column: one.column }));
  return h(
    "ol",
    { className: "mistakes" },
    problems.map((one, n) =>
      h(
        "li",
        { key: n, "data-key": one.key, "data-line": one.line },
        sign("urgent"),
        h(
          "div",
          null,
          h(
            "b",
            null,
            go
              ? h(
                "button",
                { type: "button", className: "quiet", onClick: () => go(one.line ?? 1) },
                place(one),
              )
              : place(one),
            one.key ? h("code", null, one.key) : null,
          ),
          h("span", null, one.error),
        ),
      )
    ),
  );
}

/* Choose a file; `brought` gets the draft that came of it. {button, answer}: what is drawn where. */
/** @type {(scenario: string, brought: (draft: Draft) => void) => { button: ReactElement, answer: ReactElement | null }} */
export function useListBack(scenario, brought) {
  const [state, set] = useState(
    /** @type {{sending: boolean, problem: Problem | null, file: string}} */ ({
      sending: false,
      problem: null,
      file: "",
    }),
  );
  /** @type {(event: ReactInputEvent) => Promise<void>} */
  const send = async (event) => {
    const [file] = event.target.files || [];
    event.target.value = ""; /* so that the same file can be chosen again once it is mended */
    if (!file) return;
    set({ sending: true, problem: null, file: file.name });
    const answer = await postFile(`/api/v1/scenarios/${scenario}/msel`, XLSX, file);
    set({ sending: false, problem: answer.ok ? null : answer.problem ?? null, file: file.name });
    if (answer.ok) brought(answer.body);
  };
  const { problem } = state;
  return {
    button: h(
      "label",
      { key: "back", className: "act file-act" },
      h(
        "span",
        null,
        state.sending ? `● ${say("scenarios.reading_list")}` : say("scenarios.bring_list"),
      ),
      h("input", {
        type: "file",
        accept: ".xlsx",
        className: "list-file",
        disabled: state.sending,
        onChange: send,
      }),
    ),
    answer: problem
      ? h(
        "div",
        { key: "answer", className: "answer refused list-refused", role: "alert" },
        sign("urgent"),
        h(
          "div",
          null,
          h("b", null, `${state.file}: ${problem.detail || problem.title}`),
          h("span", null, problem.mend),
          h(Mistakes, { problems: problem.problems }),
        ),
      )
      : null,
  };
}
