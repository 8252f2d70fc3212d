/* One person of the roster, chosen in a row: those on site first. */

import { text } from "../base/context.js";
import { h } from "../base/element.js";

/** @import { PersonRow } from "../types/rows.d.ts" */

/** @typedef {{label: string, people: Record<string, PersonRow>, value: string, set: (person: string) => void}} Props */

/** @type {(props: Props) => ReactElement} */
export function PersonChoice({ label, people, value, set }) {
  const rows = Object.values(people)
    .filter((one) => one.name)
    .sort((a, b) =>
      Number(b.on_site) - Number(a.on_site) || text(a.name).localeCompare(text(b.name))
    );
  return h(
    "label",
    { className: "field who" },
    h("span", null, label),
    h(
      "select",
      {
        className: "text",
        value,
        onChange: (/** @type {ReactInputEvent} */ event) => set(event.target.value),
      },
      h("option", { value: "" }, "–"),
      rows.map((one) => h("option", { key: one.person, value: one.person }, text(one.name))),
    ),
  );
}
