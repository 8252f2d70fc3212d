/* The name by which a text knows a thing. It is changed when the writer leaves the input. */

import { h } from "../base/element.js";
import { say } from "../base/words.js";

const { useState } = React;

/** @type {(props: { name: string, taken: Answered, change: (name: string) => void }) => ReactElement} */
export function Named({ name, taken, change }) {
  const [draft, set] = useState(name);
  return h(
    "label",
    { className: "entry-line" },
    h("span", null, say("templates.name")),
    h("input", {
      className: "text",
      value: draft,
      maxLength: 60,
      autoComplete: "off",
      onChange: (/** @type {ReactInputEvent} */ event) => set(event.target.value),
      onBlur: () => (draft && draft !== name && !(draft in taken) ? change(draft) : set(name)),
    }),
  );
}
