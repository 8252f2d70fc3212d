/* The lines of a checklist: each yes, no or not applicable; what is not a plain yes needs words. */

import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";

/** @import { Choice } from "./matter_fields.js" */

/** @typedef {"yes" | "no" | "na"} Answer3 */
/** @type {[Answer3, Sayable][]} */
const ANSWERS = [["yes", "matter.yes"], ["no", "matter.no"], ["na", "matter.not_applicable"]];

/** `lines` are those of the reference; `opens` says whether a wrong answer opens a hazard.
 * @type {(props: { id: string, value: any, set: (value: any) => void, lines: Choice[], opens: boolean }) => ReactElement} */
export function ChecklistField({ id, value, set, lines, opens }) {
  const given = value || {};
  /** @type {(line: string, part: object) => void} */
  const put = (line, part) => set({ ...given, [line]: { ...(given[line] || {}), ...part } });
  if (!lines.length) return h("p", { className: "label" }, say("matter.no_lines"));
  return h(
    "div",
    { id, className: "checklist-field" },
    lines.map(({ value: line, label }) => {
      const own = given[line] || {};
      return h(
        "fieldset",
        { key: line, "data-line": line },
        h("legend", null, text(label)),
        h(
          "div",
          { className: "touches three", role: "radiogroup" },
          ANSWERS.map(([answer, word]) =>
            h("button", {
              key: answer,
              type: "button",
              role: "radio",
              "aria-checked": own.answer === answer,
              className: own.answer === answer ? `act strong answer-${answer}` : "act",
              onClick: () => put(line, { answer }),
            }, say(word))
          ),
        ),
        own.answer === "no" && opens
          ? h(
            "p",
            { className: "warn", role: "status" },
            sign("warn"),
            " ",
            say("round.opens_hazard"),
          )
          : null,
        own.answer && own.answer !== "yes"
          ? h("input", {
            className: "text",
            "aria-label": say("matter.reason"),
            placeholder: say("matter.reason"),
            value: own.reason || "",
            onChange: (/** @type {ReactInputEvent} */ e) => put(line, { reason: e.target.value }),
          })
          : null,
      );
    }),
  );
}
