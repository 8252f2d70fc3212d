/* A field with several options as check boxes, toggled by Space: proposed options first. Options
   already in force are ticked and cannot be unticked. */

import { h } from "../base/element.js";
import { say } from "../base/words.js";

/** @param {{field: FormField, id: string, value: string[], proposed: string[], inForce: string[],
 *   set: (value: string[]) => void}} props */
export function Ticks({ field, id, value, proposed, inForce, set }) {
  const options = field.options || [];
  const first = options.filter((option) => proposed.includes(option.value));
  const rest = options.filter((option) => !proposed.includes(option.value));
  /** @type {(one: string) => void} */
  const turn = (one) =>
    set(value.includes(one) ? value.filter((known) => known !== one) : [...value, one]);
  return h(
    "fieldset",
    { className: "field ticks", id },
    h("legend", null, field.label),
    [...first, ...rest].map((option) => {
      const done = inForce.includes(option.value);
      const note = done
        ? say("command.area_ordered")
        : proposed.includes(option.value)
        ? say("command.area_reached")
        : "";
      return h(
        "label",
        { key: option.value, className: "inline" },
        h("input", {
          type: "checkbox",
          value: option.value,
          checked: done || value.includes(option.value),
          disabled: done,
          onChange: () => turn(option.value),
        }),
        h("span", null, option.label, note ? h("em", null, ` · ${note}`) : null),
      );
    }),
  );
}
