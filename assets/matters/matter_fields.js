/* The fields of a template as controls: a form is derived from the template's own revision. A kind of field that this page
   cannot fill in says so. */

import { ChecklistField } from "./checklist_field.js";
import { CodeReader } from "./code_field.js";
import { EquipmentField } from "./equipment_field.js";
import { Lines, Moment, OtherMatter, SeveralOf } from "./more_fields.js";
import { PositionField } from "./position_field.js";
import { SignatureField } from "./signature_field.js";
import { VoiceField } from "./voice_field.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { MomentField } from "../hands/moment_field.js";
import { say, unitWord } from "../base/words.js";
import { site } from "../live/plant.js";
import { pictureOf } from "../offline/picture.js";

/** @import { Degrees } from "./position_field.js" */
/** @import { Words } from "../types/rows.d.ts" */
/** @import { Brought } from "../offline/picture.js" */

/** @typedef {Record<string, { title: Words | string, of?: Entries }>} Entries */
/** A field as the template declares it, and the values of a form by their names.
 * @typedef {{ type: string, title?: Words | string, required?: boolean, of?: any, many?: boolean, unit?: string,
 *   least?: number, most?: number, camera_only?: boolean, depth?: number,
 *   longest?: number, metres?: number, must_be?: boolean, points?: string, wrong_opens?: string, each?: any }} MatterField */
/** `form` begins the ids of a form's controls.
 * @typedef {{ name: string, form: string, field: MatterField, value: any, set: (value: any) => void, pictures: Brought[],
 *   add: (one: Brought) => void, place: string | null, now: () => number, entries: Record<string, Entries>,
 *   known?: Choice[], to?: Degrees | null }} ControlProps */

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

/* What of the camera's own claims does not fit, told while it can still be taken anew; the server judges it again. */
/** @type {(props: { pictures: Brought[], camera_only: boolean, value: any }) => ReactElement | null} */
function Doubts({ pictures, camera_only, value }) {
  const own = new Set((value || []).map((/** @type {any} */ one) => one.sha256));
  const doubts = pictures.filter((one) => own.has(`upload:${one.id}`)).flatMap((
    { about },
  ) => /** @type {string[]} */ (about.doubts || []));
  if (!doubts.length) return null;
  return h(
    "p",
    { className: "told unsent", role: "status", "data-doubts": doubts.join(" ") },
    sign("warn"),
    h(
      "span",
      null,
      doubts.map((one) =>
        say(one === "no_camera" && camera_only ? "matter.flag.refused" : `matter.flag.${one}`)
      ).join(" "),
    ),
  );
}

/** @type {(props: ControlProps) => ReactElement} */
function Photo({ field, value, set, add, place, now, pictures }) {
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
    h(Doubts, { pictures, camera_only: Boolean(field.camera_only), value }),
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
      return h(Select, { id, value, set, options: people() });
    case "day":
      return h(MomentField, { id, value: value || "", set });
    case "equipment":
      if (field.of === "plant") return h(EquipmentField, { id, value, set });
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
      });
    case "photo":
      return h(Photo, props);
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
  );
}
