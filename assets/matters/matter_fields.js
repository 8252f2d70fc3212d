/* The fields of a template as controls: a form is derived from the template's own revision. A kind of field that this page
   cannot fill in says so. */

import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say, unitWord } from "../base/words.js";
import { site } from "../live/plant.js";
import { pictureOf } from "../offline/picture.js";

/** @import { Words } from "../types/rows.d.ts" */
/** @import { Brought } from "../offline/picture.js" */

/** @typedef {Record<string, { title: Words | string, of?: Entries }>} Entries */
/** A field as the template declares it, and the values of a form by their names.
 * @typedef {{ type: string, title?: Words | string, required?: boolean, of?: any, many?: boolean, unit?: string,
 *   least?: number, most?: number, camera_only?: boolean, depth?: number }} MatterField */
/** @typedef {{ name: string, field: MatterField, value: any, set: (value: any) => void, pictures: Brought[],
 *   add: (one: Brought) => void, place: string | null, now: () => number, entries: Record<string, Entries> }} ControlProps */

const { useState } = window.React;

/** @type {(name: string, field: MatterField) => string} */
export const titleOf = (name, field) => text(field.title) || name;

/** @typedef {{ value: string, label: string }} Choice */
/** @type {(props: { id: string, value: string, options: Choice[], set: (value: string) => void }) => ReactElement} */
const Select = ({ id, value, options, set }) =>
  h(
    "select",
    {
      id,
      className: "text",
      value: value || "",
      onChange: (/** @type {ReactSelectEvent} */ e) => set(e.target.value),
    },
    h("option", { value: "" }, say("matter.choose")),
    options.map((one) => h("option", { key: one.value, value: one.value }, one.label)),
  );

/* Every entry of a reference that has none below it, by its path. */
/** @type {(entries: Entries, above?: string, words?: string) => Choice[]} */
export const leavesOf = (entries, above = "", words = "") =>
  Object.entries(entries).flatMap(([name, item]) => {
    const [value, label] = [above + name, words + text(item.title)];
    return item.of && Object.keys(item.of).length
      ? leavesOf(item.of, `${value}/`, `${label} / `)
      : [{ value, label }];
  });

/** @type {() => Choice[]} */
function places() {
  /** @type {Record<string, { name: Words }>} */
  const all = /** @type {Answered} */ (site().places);
  return Object.entries(all).map(([value, one]) => ({ value, label: text(one.name) }));
}

/** @type {() => Choice[]} */
function people() {
  /** @type {Record<string, { name: Words }>} */
  const all = /** @type {Answered} */ (site().by).people || {};
  return Object.entries(all).map(([value, one]) => ({ value, label: text(one.name) }));
}

/** @type {(props: ControlProps) => ReactElement} */
function Photo({ field, value, set, add, place, now }) {
  const [failed, fail] = useState("");
  /** @type {(event: ReactInputEvent) => Promise<void>} */
  const choose = async (event) => {
    const files = Array.from(event.target.files || []);
    event.target.value = "";
    fail("");
    for (const file of files) {
      try {
        const taken = await pictureOf(file, now(), place);
        add(taken);
        set((/** @type {object[] | undefined} */ was) =>
          (was || []).concat([{ sha256: `upload:${taken.id}` }])
        );
      } catch (_) {
        fail(say("matter.no_picture", { name: file.name }));
      }
    }
  };
  return h(
    "div",
    null,
    h(
      "label",
      { className: "act" },
      "＋ ",
      say(field.camera_only ? "matter.take_picture" : "matter.add_picture"),
      h("input", {
        type: "file",
        className: "unseen",
        accept: "image/*",
        ...(field.camera_only ? { capture: "environment" } : { multiple: true }),
        onChange: choose,
      }),
    ),
    h("span", { className: "label" }, ` ${say("matter.pictures", { n: (value || []).length })}`),
    failed ? h("p", { className: "told refused", role: "alert" }, sign("urgent"), failed) : null,
  );
}

/** @type {(props: { id: string, value: any, set: (value: any) => void, options: [any, string][] }) => ReactElement} */
const OneOf = ({ id, value, set, options }) =>
  h(
    "div",
    { className: "touches", role: "radiogroup", id },
    options.map(([one, label]) =>
      h("button", {
        key: String(one),
        type: "button",
        role: "radio",
        "aria-checked": value === one,
        className: value === one ? "act strong" : "act",
        onClick: () => set(one),
      }, label)
    ),
  );

/** @type {(props: ControlProps & { id: string }) => ReactElement} */
function Control(props) {
  const { id, field, value, set, entries } = props;
  switch (field.type) {
    case "text":
      return h("textarea", {
        id,
        className: "text",
        rows: 3,
        value: value || "",
        onChange: (/** @type {ReactInputEvent} */ e) => set(e.target.value),
      });
    case "number":
      return h("input", {
        id,
        className: "text",
        inputMode: "decimal",
        defaultValue: value ?? "",
        onChange: (/** @type {ReactInputEvent} */ e) =>
          set(e.target.value === "" ? null : Number(e.target.value.replace(",", "."))),
      });
    case "yes_no":
      return h(OneOf, {
        id,
        value,
        set,
        options: [[true, say("matter.yes")], [false, say("matter.no")]],
      });
    case "choice":
      return h(OneOf, {
        id,
        value,
        set,
        options: Object.entries(field.of).map(([name, title]) => [name, text(title) || name]),
      });
    case "taxonomy":
      return h(Select, { id, value, set, options: leavesOf(entries[field.of] || {}) });
    case "place":
      return h(Select, { id, value, set, options: places() });
    case "person":
      return h(Select, { id, value, set, options: people() });
    case "day":
      return h("input", {
        id,
        type: "date",
        className: "text",
        value: value || "",
        onChange: (/** @type {ReactInputEvent} */ e) => set(e.target.value),
      });
    case "equipment":
    case "company":
    case "code":
      return h("input", {
        id,
        className: "text",
        value: value || "",
        onChange: (/** @type {ReactInputEvent} */ e) => set(e.target.value),
      });
    case "photo":
      return h(Photo, props);
    default:
      return h("p", { className: "label" }, say("matter.not_here"));
  }
}

/** @type {(props: ControlProps) => ReactElement} */
export function MatterControl(props) {
  const id = `matter-${props.name}`;
  const unit = props.field.unit ? ` (${unitWord(props.field.unit)})` : "";
  return h(
    "div",
    { className: "field matter-field", "data-field": props.name },
    h(
      "label",
      { htmlFor: id },
      titleOf(props.name, props.field) + unit,
      props.field.required ? " *" : "",
    ),
    h(Control, { ...props, id }),
  );
}
