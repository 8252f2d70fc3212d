/* What the radio said of a directive, whole: how far exactly, a note, and when it happened if that
   was earlier. Opened by N in the directive's row; Enter sends the first button's command. */

import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { momentOf } from "../hands/when.js";
import { clock } from "../live/server_clock.js";

/** @import { Choice, SaidOfDirective } from "./directives_desk.js" */

const { useState } = React;
const NOTED = ["directive.start", "directive.progress", "directive.done"];

/* A line for "it happened at"; `wrong` while what stands in it is no time. */
/** @type {(props: {value: string, set: (words: string) => void, wrong: boolean}) => ReactElement} */
export const WhenField = ({ value, set, wrong }) =>
  h("input", {
    className: "text short",
    value,
    maxLength: 8,
    inputMode: "numeric",
    placeholder: say("command.when"),
    title: say("command.when_about"),
    "aria-label": say("command.when_about"),
    "aria-invalid": wrong,
    onChange: (/** @type {{target: HTMLInputElement}} */ event) => set(event.target.value),
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
  const wrongFar = Boolean(progress) && !/^(100|\d{1,2})$/.test(far.trim());
  const noted = acts.some(([kind]) => NOTED.includes(kind));

  /** @type {(act: Choice) => void} */
  const give = ([kind, , data]) => {
    if (time === null || (kind === "directive.progress" && wrongFar)) return;
    /** @type {Partial<SaidOfDirective>} */
    const more = Object.assign({}, time);
    if (note.trim() && NOTED.includes(kind)) more.note = note.trim();
    if (kind === "directive.progress") more.percent = Number(far);
    send(kind, Object.assign({}, data, more));
  };
  /** @type {(label: string, value: string, set: (words: string) => void, more: object) => ReactElement} */
  const line = (label, value, set, more) =>
    h(
      "input",
      Object.assign({
        className: "text",
        value,
        placeholder: label,
        "aria-label": label,
        onChange: (/** @type {{target: HTMLInputElement}} */ event) => set(event.target.value),
      }, more),
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
      ? line(say("command.percent"), far, setFar, {
        inputMode: "numeric",
        maxLength: 3,
        className: "text short",
        autoFocus: true,
        "aria-invalid": wrongFar,
        onFocus: (/** @type {{target: HTMLInputElement}} */ event) => event.target.select(),
      })
      : null,
    noted
      ? line(say("command.note"), note, setNote, { maxLength: 300, autoFocus: !progress })
      : null,
    h(WhenField, { value: when, set: setWhen, wrong: time === null }),
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
