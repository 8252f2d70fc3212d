/* A text line for one text of a command, in the row concerned: usually its reason. */

import { fits, tooShortWords } from "./bounds.js";
import { boundsOf, TextControl } from "./field_control.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { clock } from "../live/server_clock.js";

/** What is typed is bounded as the command's model bounds `field`; Enter sends it, Escape leaves.
 * The button says `act`, what is sent.
 * @param {{kind: CommandKind, field?: string, act: string, label: string, onSend: (words: string) => void,
 *   onCancel: () => void}} props */
export function Reason({ kind, field = "reason", act, label, onSend, onCancel }) {
  const [words, set] = React.useState("");
  const bounds = boundsOf(kind, field);
  const now = clock.now();
  const lacks = tooShortWords(bounds, words, now);
  const ready = words.trim() !== "" && fits(bounds, words, now);
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    if (ready) onSend(words.trim());
  };
  return h(
    "form",
    {
      className: "reason",
      onSubmit: send,
      /** @param {KeyboardEvent} event */
      onKeyDown: (event) => event.key === "Escape" && onCancel(),
    },
    h(TextControl, {
      field: bounds,
      value: words,
      set,
      short: true,
      autoFocus: true,
      placeholder: label,
      "aria-label": label,
    }),
    h("button", { type: "submit", className: "act strong", disabled: !ready }, act),
    h("button", { type: "button", className: "act", onClick: onCancel }, say("command.cancel")),
    lacks ? h("small", { className: "lacks", role: "status" }, lacks) : null,
  );
}
