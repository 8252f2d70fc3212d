/* The fields of a template as controls: a form is derived from the template's own revision. A kind of field that this page
   cannot fill in says so. */

import { ChecklistField } from "./checklist_field.js";
import { CodeReader } from "./code_field.js";
import { EquipmentField } from "./equipment_field.js";
import { Lines, Moment, OtherMatter, SeveralOf } from "./more_fields.js";
import { PhotoField } from "./photo_field.js";
import { PositionField } from "./position_field.js";
import { SignatureField } from "./signature_field.js";
import { VoiceField } from "./voice_field.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { MomentField } from "../hands/moment_field.js";
import { say, unitWord } from "../base/words.js";
import { site } from "../live/plant.js";

/** @import { Degrees } from "./position_field.js" */
/** @import { Words } from "../types/rows.d.ts" */
/** @import { Brought } from "../offline/picture.js" */

/** @typedef {Record<string, { title: Words | string, of?: Entries }>} Entries */
/** A field as the template declares it, and the values of a form by their names.
 * @typedef {{ type: string, title?: Words | string, required?: boolean, of?: any, many?: boolean, unit?: string,
 *   least?: number, most?: number, camera_only?: boolean, depth?: number,
 *   longest?: number, metres?: number, must_be?: boolean, points?: string, wrong_opens?: string, each?: any,
 *   company?: string, calibrated?: boolean, state?: string[] }} MatterField */
/** `form` begins the ids of a form's controls.
 * @typedef {{ name: string, form: string, field: MatterField, value: any, set: (value: any) => void, pictures: Brought[],
 *   add: (one: Brought) => void, place: string | null, now: () => number, entries: Record<string, Entries>,
 *   known?: Choice[], to?: Degrees | null }} ControlProps */

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

/* Everybody by name; where their company matters, with it. */
/** @type {(withCompany: boolean) => Choice[]} */
function people(withCompany) {
  /** @type {Record<string, { name: Words, company?: string | null }>} */
  const all = /** @type {Answered} */ (site().by).people || {};
  return Object.entries(all).map(([value, one]) => ({
    value,
    label: [text(one.name), withCompany ? one.company || say("matter.of_the_plant") : ""]
      .filter(Boolean).join(" · "),
  }));
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
      return field.many
        ? h(SeveralOf, {
          id,
          value,
          set,
          options: Object.entries(field.of).map(([name, title]) => ({
            value: name,
            label: text(title) || name,
          })),
        })
        : h(OneOf, {
          id,
          value,
          set,
          options: Object.entries(field.of).map(([name, title]) => [name, text(title) || name]),
        });
    case "list":
      return h(Lines, { ...props, Line: MatterControl });
    case "matter":
      return h(OtherMatter, { id, field, value, set, known: props.known || [] });
    case "time":
      return h(Moment, { id, value, set, now: props.now });
    case "taxonomy":
      return h(field.many ? SeveralOf : Select, {
        id,
        value,
        set,
        options: leavesOf(entries[field.of] || {}),
      });
    case "place":
      return h(Select, { id, value, set, options: places() });
    case "person":
      return h(Select, { id, value, set, options: people(Boolean(field.company)) });
    case "day":
      return h(MomentField, { id, value: value || "", set });
    case "equipment":
      if (field.of === "plant" || field.calibrated) return h(EquipmentField, { id, value, set });
    // falls through
    case "company":
    case "post":
    case "tag":
    case "substance":
      return h("input", {
        id,
        className: "text",
        value: value || "",
        onChange: (/** @type {ReactInputEvent} */ e) => set(e.target.value),
      });
    case "code":
      return h(
        "div",
        null,
        value ? h("p", { className: "good" }, sign("good"), " ", value) : null,
        h(CodeReader, { id, label: say("matter.type_code"), read: set }),
      );
    case "voice":
      return h(VoiceField, {
        id,
        value,
        set,
        add: props.add,
        now: props.now,
        longest: field.longest,
      });
    case "position":
      return h(PositionField, { id, value, set, to: props.to, within: field.metres });
    case "signature":
      return h(SignatureField, { id, value, set, add: props.add, now: props.now });
    case "checklist":
      return h(ChecklistField, {
        id,
        value,
        set,
        lines: leavesOf(entries[field.of] || {}),
        opens: Boolean(field.each && field.each.wrong_opens),
        photo: Boolean(field.each && field.each.photo),
        pictures: props.pictures,
        add: props.add,
        place: props.place,
        now: props.now,
      });
    case "photo":
      return h(PhotoField, props);
    default:
      return h("p", { className: "label" }, say("matter.not_here"));
  }
}

/* Fields whose buttons say themselves what they do: the title would hide it from who hears the page. */
const OF_BUTTONS = ["voice", "position", "code", "signature", "photo", "checklist"];

/** @type {(props: ControlProps) => ReactElement} */
export function MatterControl(props) {
  const id = `${props.form}${props.name}`;
  const unit = props.field.unit ? ` (${unitWord(props.field.unit)})` : "";
  return h(
    "div",
    { className: "field matter-field", "data-field": props.name },
    h(
      "label",
      OF_BUTTONS.includes(props.field.type) ? null : { htmlFor: id },
      titleOf(props.name, props.field) + unit,
      props.field.required ? " *" : "",
    ),
    h(Control, { ...props, id }),
    props.field.calibrated ? h("p", { className: "label" }, say("matter.calibrated")) : null,
    props.field.company ? h("p", { className: "label" }, say("matter.own_people")) : null,
  );
}
