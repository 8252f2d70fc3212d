/* The fields of a row, as they are typed: texts in two languages, numbers with their bounds, choices of ids of another
   noun by name, lists and parts. */

import { choiceWord, fieldWord } from "./plant_data.js";
import { asNumber, asPoint, at, told, withValueAt } from "./row_form.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { number, say } from "../base/words.js";

/** @import { Field, Row, Step } from "./row_form.js" */

/** Options of a noun: what is chosen, and what it is called.
 * @typedef {{ value: string, label: string }} Option */
/** @typedef {{ row: Row, set: (row: Row) => void, options: Record<string, Option[]>, locked: boolean,
 *   wrong: Record<string, string[]> }} Form */
/** @typedef {{ field: Field, path: Step[], form: Form, label?: string }} FieldProps */

/** @type {(path: Step[]) => string} */
const idOf = (path) => `plant-${path.join("-")}`;
/** @type {(path: Step[]) => string} */
const nameOf = (path) => path.join(".");

/** @type {(props: { path: Step[], form: Form }) => ReactElement | null} */
function Wrong({ path, form }) {
  const said = form.wrong[nameOf(path)];
  return said
    ? h("p", { className: "field-wrong", id: `${idOf(path)}-wrong` }, "■ ", said.join(" "))
    : null;
}

/** @type {(props: { field: Field, label?: string, children?: unknown, path: Step[], form: Form, hint?: string }) => ReactElement} */
const Labelled = ({ field, label, path, form, hint, children }) =>
  h(
    "div",
    { className: "field", "data-field": nameOf(path) },
    h(
      "label",
      { htmlFor: idOf(path) },
      label ?? fieldWord(field.name),
      field.needed ? h("i", { className: "needed", "aria-hidden": true }, " *") : null,
      hint ? h("small", null, hint) : null,
    ),
    children,
    h(Wrong, { path, form }),
  );

/** @type {(props: { path: Step[], form: Form, value: string, change: (typed: string) => void, more?: object }) => ReactElement} */
const Line = ({ path, form, value, change, more }) =>
  h(
    "input",
    Object.assign({
      id: idOf(path),
      className: "text",
      type: "text",
      autoComplete: "off",
      disabled: form.locked,
      value,
      "aria-invalid": Boolean(form.wrong[nameOf(path)]) || undefined,
      onChange: (/** @type {ReactInputEvent} */ event) => change(event.target.value),
    }, more),
  );

/** @type {(field: Field) => string | undefined} */
const bounds = ({ least, above, most }) => {
  const low = least ?? above;
  return low !== undefined && most !== undefined && most < 1e9
    ? say("plant.bounds", { least: number(low, low % 1 ? 3 : 0), most: number(most) })
    : undefined;
};

/** @type {(field: Field, form: Form) => Option[]} */
const optionsOf = (field, form) => [
  ...(field.besides || []).map((one) => ({ value: one, label: one })),
  ...(field.names || []).flatMap((noun) => form.options[noun] || []),
];

/** A choice of one id, found by typing; what it is called stands under it.
 * @type {(props: { path: Step[], form: Form, field: Field, value: string, change: (typed: string) => void }) => ReactElement} */
function Reference({ path, form, field, value, change }) {
  const all = optionsOf(field, form);
  const known = all.find((one) => one.value === value);
  const few = Boolean(all.length) && all.length <= 60;
  if (few) {
    return h(
      "select",
      {
        id: idOf(path),
        value,
        disabled: form.locked,
        "aria-invalid": Boolean(form.wrong[nameOf(path)]) || undefined,
        onChange: (/** @type {ReactSelectEvent} */ event) => change(event.target.value),
      },
      h("option", { value: "" }, "–"),
      value && !known ? h("option", { value }, value) : null,
      all.map((one) =>
        h(
          "option",
          { key: one.value, value: one.value },
          one.label === one.value ? one.value : `${one.label} · ${one.value}`,
        )
      ),
    );
  }
  const list = `${idOf(path)}-list`;
  return h(
    React.Fragment,
    null,
    h(Line, { path, form, value, change, more: { list } }),
    h(
      "datalist",
      { id: list },
      all.map((one) => h("option", { key: one.value, value: one.value }, one.label)),
    ),
    known && known.label !== value ? h("small", { className: "called" }, known.label) : null,
  );
}

/** @type {(props: { path: Step[], form: Form, value: string, choices: string[], needed: boolean,
 *   change: (typed: unknown) => void, words?: (one: string) => string }) => ReactElement} */
const Choices = ({ path, form, value, choices, needed, change, words = choiceWord }) =>
  h(
    "select",
    {
      id: idOf(path),
      value,
      disabled: form.locked,
      "aria-invalid": Boolean(form.wrong[nameOf(path)]) || undefined,
      onChange: (/** @type {ReactSelectEvent} */ event) => change(event.target.value),
    },
    needed && value ? null : h("option", { value: "" }, "–"),
    choices.map((one) => h("option", { key: one, value: one }, words(one))),
  );

/** What a list of plain values is typed as: one line of values with semicolons, or choices that are ticked off.
 * @type {(props: FieldProps) => ReactElement} */
function ListOfValues({ field, path, form }) {
  const item = /** @type {Field} */ (field.item);
  const value = /** @type {unknown[]} */ (at(form.row, path) || []);
  /** @type {(next: unknown[]) => void} */
  const set = (next) => form.set(withValueAt(form.row, path, next));
  if (item.kind === "reference" || item.kind === "choice") {
    const all = item.kind === "choice"
      ? (item.choices || []).map((one) => ({ value: one, label: choiceWord(one) }))
      : optionsOf(item, form);
    const label = new Map(all.map((one) => [one.value, one.label]));
    return h(
      "div",
      { className: "values" },
      h(
        "div",
        { className: "chips" },
        value.map((one, n) =>
          h(
            "button",
            {
              key: n,
              type: "button",
              className: "chip",
              disabled: form.locked,
              title: say("plant.remove_part"),
              onClick: () => set(value.filter((_, at) => at !== n)),
            },
            label.get(String(one)) || String(one),
            " ×",
          )
        ),
      ),
      form.locked ? null : h(Reference, {
        path,
        form,
        field: {
          ...item,
          names: item.names,
          besides: item.kind === "choice" ? item.choices : item.besides,
        },
        value: "",
        change: (/** @type {string} */ one) => {
          if (label.has(one) && !value.includes(one)) set([...value, one]);
        },
      }),
    );
  }
  if (item.kind === "point") {
    const typed = value.map((one) => Array.isArray(one) ? one.join(", ") : String(one)).join("; ");
    return h(Typed, {
      path,
      form,
      value: typed,
      read: (/** @type {string} */ words) =>
        words.split(/[;；]/).map((one) => one.trim()).filter(Boolean).map(asPoint),
    });
  }
  return h(Typed, {
    path,
    form,
    value: value.join("; "),
    read: (/** @type {string} */ words) =>
      words.split(/[;；]/).map((one) => one.trim()).filter(Boolean),
  });
}

/** A line that is read when it is left, so that what is being typed is not put in order under the hand.
 * @type {(props: { path: Step[], form: Form, value: string, read: (typed: string) => unknown }) => ReactElement} */
function Typed({ path, form, value, read }) {
  const [typed, type] = React.useState(/** @type {string | null} */ (null));
  return h(Line, {
    path,
    form,
    value: typed ?? value,
    change: (/** @type {string} */ words) => {
      type(words);
      form.set(withValueAt(form.row, path, read(words)));
    },
    more: { onBlur: () => type(null) },
  });
}

/** @type {(props: FieldProps) => ReactElement} */
function ListOfParts({ field, path, form }) {
  const item = /** @type {Field} */ (field.item);
  const value = /** @type {Row[]} */ (at(form.row, path) || []);
  /** @type {(next: Row[]) => void} */
  const set = (next) => form.set(withValueAt(form.row, path, next));
  return h(
    "fieldset",
    { className: "parts", "data-field": nameOf(path) },
    h("legend", null, fieldWord(field.name), field.needed ? " *" : ""),
    value.map((one, n) =>
      h(
        "details",
        {
          key: n,
          className: "part",
          open: value.length < 3 || Object.keys(one || {}).length === 0 || undefined,
        },
        h("summary", null, `${n + 1} · ${told(one, text) || say("plant.empty")}`.slice(0, 90)),
        h(Fields, { fields: item.fields || [], path: [...path, n], form }),
        form.locked ? null : h("button", {
          type: "button",
          className: "act",
          onClick: () => set(value.filter((_, at) => at !== n)),
        }, say("plant.remove_part")),
      )
    ),
    form.locked ? null : h("button", {
      type: "button",
      className: "act",
      onClick: () => set([...value, {}]),
    }, `＋ ${say("plant.add_part")}`),
    h(Wrong, { path, form }),
  );
}

/** @type {(props: FieldProps) => ReactElement} */
function OneField({ field, path, form }) {
  const value = at(form.row, path);
  const typed = value === undefined || value === null ? "" : String(value);
  /** @type {(next: unknown) => void} */
  const set = (next) => form.set(withValueAt(form.row, path, next === "" ? null : next));
  switch (field.kind) {
    case "words":
      return h(
        "div",
        { className: "field words", "data-field": nameOf(path) },
        h(
          "span",
          { className: "label" },
          fieldWord(field.name),
          field.needed ? h("i", { className: "needed", "aria-hidden": true }, " *") : null,
        ),
        ["zh", "en"].map((lang) =>
          h(
            "span",
            { key: lang, className: "in-language" },
            h("label", { htmlFor: idOf([...path, lang]) }, fieldWord(lang)),
            h(Line, {
              path: [...path, lang],
              form,
              value: String(at(form.row, [...path, lang]) ?? ""),
              change: (/** @type {string} */ words) =>
                form.set(withValueAt(form.row, [...path, lang], words)),
              more: { maxLength: field.longest },
            }),
            h(Wrong, { path: [...path, lang], form }),
          )
        ),
        h(Wrong, { path, form }),
      );
    case "part":
      return h(
        "fieldset",
        { className: "parts", "data-field": nameOf(path) },
        h("legend", null, fieldWord(field.name), field.needed ? " *" : ""),
        h(Fields, { fields: field.fields || [], path, form }),
        h(Wrong, { path, form }),
      );
    case "list":
      if (field.item && field.item.kind === "part") return h(ListOfParts, { field, path, form });
      return h(
        Labelled,
        {
          field,
          path,
          form,
          hint: field.item && field.item.kind === "point" ? say("plant.points_hint") : undefined,
        },
        h(ListOfValues, { field, path, form }),
      );
    case "reference":
      return h(
        Labelled,
        { field, path, form },
        h(Reference, { path, form, field, value: typed, change: set }),
      );
    case "choice":
      return h(
        Labelled,
        { field, path, form },
        h(Choices, {
          path,
          form,
          value: typed,
          choices: field.choices || [],
          needed: field.needed,
          change: set,
        }),
      );
    case "truth":
      return h(
        Labelled,
        { field, path, form },
        h(Choices, {
          path,
          form,
          value: typed,
          choices: ["true", "false"],
          needed: field.needed,
          words: (/** @type {string} */ one) => say(one === "true" ? "plant.yes" : "plant.no"),
          change: (/** @type {unknown} */ one) => set(one === "" ? null : one === "true"),
        }),
      );
    case "point":
      return h(
        Labelled,
        { field, path, form, hint: say("plant.point_hint") },
        h(Typed, {
          path,
          form,
          value: Array.isArray(value) ? value.join(", ") : typed,
          read: (/** @type {string} */ words) => words.trim() === "" ? null : asPoint(words),
        }),
      );
    case "number":
      return h(
        Labelled,
        { field, path, form, hint: bounds(field) },
        h(Typed, {
          path,
          form,
          value: typed,
          read: (/** @type {string} */ words) => words.trim() === "" ? null : asNumber(words),
        }),
      );
    case "day":
      return h(
        Labelled,
        { field, path, form },
        h(Line, { path, form, value: typed, change: set, more: { type: "date" } }),
      );
    case "time":
      return h(
        Labelled,
        { field, path, form },
        h(Line, { path, form, value: typed.slice(0, 5), change: set, more: { type: "time" } }),
      );
    default:
      return h(
        Labelled,
        { field, path, form },
        h(Line, { path, form, value: typed, change: set, more: { maxLength: field.longest } }),
      );
  }
}

/* All fields of a part, under each other; what must be there first. */
/** @type {(props: { fields: Field[], path: Step[], form: Form }) => ReactElement} */
export const Fields = ({ fields, path, form }) =>
  h(
    React.Fragment,
    null,
    fields.map((field) =>
      h(OneField, { key: field.name, field, path: [...path, field.name], form })
    ),
  );
