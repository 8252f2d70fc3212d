/* The lines of a checklist: each yes, no or not applicable; what is not a plain yes needs words, and where the template
   asks for it, what is done needs a photograph. */

import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { PhotoField } from "./photo_field.js";

/** @import { Brought } from "../offline/picture.js" */
/** @import { Choice } from "./matter_fields.js" */

/** @typedef {"yes" | "no" | "na"} Answer3 */
/** @type {[Answer3, Sayable][]} */
const ANSWERS = [["yes", "matter.yes"], ["no", "matter.no"], ["na", "matter.not_applicable"]];

/** `lines` are those of the reference; `opens` says whether a wrong answer opens a hazard, `photo` whether a line that is
 * done needs a photograph.
 * @type {(props: { id: string, value: any, set: (value: any) => void, lines: Choice[], opens: boolean, photo: boolean,
 *   pictures: Brought[], add: (one: Brought) => void, place: string | null, now: () => number }) => ReactElement} */
export function ChecklistField({ id, value, set, lines, opens, photo, ...camera }) {
  const given = value || {};
  /** @type {(line: string, part: (own: any) => object) => void} */
  const change = (line, part) =>
    set((/** @type {any} */ was) => {
      const own = (was || {})[line] || {};
      return { ...(was || {}), [line]: { ...own, ...part(own) } };
    });
  /** @type {(line: string, part: object) => void} */
  const put = (line, part) => change(line, () => part);
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
        photo && own.answer === "yes"
          ? h(PhotoField, {
            ...camera,
            field: {},
            value: own.photo,
            set: (/** @type {any} */ taken) =>
              change(line, ({ photo: was }) => ({
                photo: typeof taken === "function" ? taken(was) : taken,
              })),
          })
          : null,
        photo && own.answer === "yes" && !(own.photo || []).length
          ? h("p", { className: "label", "data-lacks": line }, say("matter.line_photo"))
          : null,
      );
    }),
  );
}
