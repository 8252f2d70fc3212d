/* An equipment field: chosen from the plant description, so that readiness finds it by its id.
   For a resource of the ledger the store can be given. */

import { choicesOf } from "../hands/choices.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { site } from "../live/plant.js";

/** @typedef {{ value: string, label: string }} Choice */

/** @type {(props: { id?: string, label?: string, value: string, options: Choice[], empty: string, set: (value: string) => void }) => ReactElement} */
const Choose = ({ id, label, value, options, empty, set }) =>
  h(
    "select",
    {
      id,
      className: "text",
      "aria-label": label,
      value,
      onChange: (/** @type {ReactSelectEvent} */ e) => set(e.target.value),
    },
    h("option", { value: "" }, empty),
    options.map((one) => h("option", { key: one.value, value: one.value }, one.label)),
  );

/** @type {(props: { id: string, value: any, set: (value: any) => void }) => ReactElement} */
export function EquipmentField({ id, value, set }) {
  const plant = site();
  const [what, store] = String(value || "").split("@");
  const of_ledger = (plant.resources || []).some((/** @type {Answered} */ one) => one.id === what);
  return h(
    "div",
    null,
    h(Choose, {
      id,
      value: what,
      options: choicesOf("equipment", plant),
      empty: say("matter.choose"),
      set: (chosen) => set(chosen || null),
    }),
    of_ledger
      ? h(Choose, {
        label: say("matter.which_store"),
        value: store || "",
        options: choicesOf("store", plant),
        empty: say("matter.any_store"),
        set: (chosen) => set(chosen ? `${what}@${chosen}` : what),
      })
      : null,
  );
}
