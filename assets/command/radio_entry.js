/* A full radio report about a directive: exact progress, a note, and the time if earlier. Opened
   by N in the directive's row; Enter sends the first button's command. */

import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { fits } from "../hands/bounds.js";
import { HAPPENED } from "../made/command_fields.js";
import { boundsOf, TextControl } from "../hands/field_control.js";
import { numberOf } from "../hands/typed.js";
import { momentOf } from "../hands/when.js";
import { clock } from "../live/server_clock.js";

/** @import { Choice, SaidOfDirective } from "./directives_desk.js" */

const { useState } = React;
const NOTED = ["directive.start", "directive.progress", "directive.done"];

/** A line for "it happened at"; it is marked while what stands in it is no time.
 * @param {{value: string, set: (value: string) => void}} props */
export const WhenField = ({ value, set }) =>
  h(TextControl, {
    field: HAPPENED,
    value,
    set,
    className: "text short",
    placeholder: say("command.when"),
    title: say("command.when_about"),
    "aria-label": say("command.when_about"),
  });

/* {at} of what stands in the field, nothing when it is empty, null when it is no time. */
/** @type {(words: string) => {at?: number} | null} */
export const whenOf = (words) => {
  if (!words.trim()) return {};
  const at = momentOf(words, clock.now());
  return at === null ? null : { at };
};

/** @typedef {object} RadioEntryProps
 * @property {Choice[]} acts
 * @property {number | null} percent
 * @property {(kind: CommandKind, data: SaidOfDirective) => void} send
 * @property {() => void} cancel
 */

/* `acts` may follow the directive's state, the likeliest first. */
/** @type {(props: RadioEntryProps) => ReactElement} */
export function RadioEntry({ acts, percent, send, cancel }) {
  const [far, setFar] = useState(percent === null ? "" : String(percent));
  const [note, setNote] = useState("");
  const [when, setWhen] = useState("");
  const time = whenOf(when);
  const progress = acts.find(([kind]) => kind === "directive.progress");
  const percentage = boundsOf("directive.progress", "percent");
  const wrongFar = Boolean(progress) && !fits(percentage, far, clock.now());
  const noted = acts.some(([kind]) => NOTED.includes(kind));

  /** @type {(act: Choice) => void} */
  const give = ([kind, , data]) => {
    if (time === null || (kind === "directive.progress" && wrongFar)) return;
    /** @type {Partial<SaidOfDirective>} */
    const more = Object.assign({}, time);
    if (note.trim() && NOTED.includes(kind)) more.note = note.trim();
    if (kind === "directive.progress") more.percent = numberOf(far);
    send(kind, Object.assign({}, data, more));
  };
  /** @type {(label: string, field: FieldBounds, value: string, set: (value: string) => void,
   *   more: object) => ReactElement} */
  const line = (label, field, value, set, more) =>
    h(
      TextControl,
      Object.assign(
        { field, value, set, short: true, placeholder: label, "aria-label": label },
        more,
      ),
    );
  return h(
    "form",
    {
      className: "reason radio-entry",
      "aria-label": say("command.more_about"),
      onSubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        give(acts[0]);
      },
      onKeyDown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Escape") cancel();
      },
    },
    progress
      ? line(say("command.percent"), percentage, far, setFar, {
        className: "text short",
        autoFocus: true,
        "aria-invalid": wrongFar,
        /** @param {{target: HTMLInputElement}} event */
        onFocus: (event) => event.target.select(),
      })
      : null,
    noted
      ? line(say("command.note"), boundsOf("directive.done", "note"), note, setNote, {
        autoFocus: !progress,
      })
      : null,
    h(WhenField, { value: when, set: setWhen }),
    acts.map((act, n) =>
      h("button", {
        key: act[0],
        type: n ? "button" : "submit",
        className: n ? "act" : "act strong",
        disabled: time === null || (act[0] === "directive.progress" && wrongFar),
        onClick: n ? () => give(act) : undefined,
      }, act[0] === "directive.progress" ? say("command.report_progress") : say(act[1]))
    ),
    h("button", { type: "button", className: "act", onClick: cancel }, say("command.cancel")),
  );
}
