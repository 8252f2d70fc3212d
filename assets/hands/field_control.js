/* One field of a command, as every form draws it: a searchable choice, a line, or lines of text,
   with the limits of the command's model. */

import { boundsWords, fits } from "./bounds.js";
import { HAPPENED, TYPED_IN_ROWS } from "../made/command_fields.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { clock } from "../live/server_clock.js";

/** What a person types of a command in a row: the bounds of its field.
 * @type {(kind: CommandKind, name: string) => FieldBounds} */
export function boundsOf(kind, name) {
  if (name === "at") return HAPPENED;
  const found = (TYPED_IN_ROWS[kind] || {})[name];
  if (!found) throw new Error(`nothing is typed into ${name} of ${kind}`);
  return found;
}

/** A line or lines of text. `more` is for the element itself.
 * @param {{field: FieldBounds, value: unknown, set: (value: string) => void, short?: boolean,
 *   [more: string]: unknown}} props
 *   `short`: one line in any case, as a row has room for. */
export function TextControl({ field, value, set, short, ...more }) {
  const typed = String(value ?? "");
  const rows = short ? 1 : field.rows || 1;
  const wrong = typed.trim() !== "" && Boolean(field.number || field.reads) &&
    !fits(field, typed, clock.now());
  return h(
    rows > 1 ? "textarea" : "input",
    Object.assign(
      {
        className: "text",
        autoComplete: "off",
        value: typed,
        maxLength: field.longest,
        inputMode: field.number ? "decimal" : undefined,
        "aria-required": field.needed || undefined,
        "aria-invalid": wrong || undefined,
        title: boundsWords(field) || undefined,
        /** @param {{target: {value: string}}} event */
        onChange: (event) => set(event.target.value),
      },
      rows > 1 ? { rows } : { type: "text" },
      more,
    ),
  );
}

/* What a choice says by itself. */
const spoken = () => ({
  select_all: say("choice.select_all"),
  deselect_all: say("choice.deselect_all"),
  selected_count: say("choice.selected_count", { n: "{num_selected}" }),
  search: say("choice.search"),
  clear_search: say("choice.clear_search"),
  clear_selection: say("choice.clear_selection"),
  no_options_found: say("choice.no_options_found"),
});

/** One or several of the field's options, found by their words.
 * @param {{field: FormField, id: string, value: unknown, set: (value: unknown) => void}} props */
function Choice({ field, id, value, set }) {
  const [sought, seek] = React.useState(/** @type {string | undefined} */ (undefined));
  const latest = React.useRef(set);
  latest.current = set;
  /** @type {(told: {value?: unknown, search_value?: string}) => void} */
  const told = (told) => {
    if ("value" in told) latest.current(told.value);
    if ("search_value" in told) seek(told.search_value);
  };
  const setProps = React.useCallback(told, []);
  const labels = React.useMemo(spoken, []);
  return h(window.dash_core_components.Dropdown, {
    id,
    options: field.options,
    value,
    multi: Boolean(field.multi),
    clearable: field.first === undefined,
    className: "choice",
    labels,
    search_value: sought,
    setProps,
  });
}

/** @param {{field: FormField, id: string, value: unknown, set: (value: unknown) => void}} props */
export function FieldControl({ field, id, value, set }) {
  return field.options
    ? h(Choice, { field, id, value, set })
    : h(TextControl, { field, id, value, set });
}

/** A field under its label.
 * @param {{field: FormField, id: string, value: unknown, set: (value: unknown) => void}} props */
export const LabelledField = ({ field, id, value, set }) =>
  h(
    "label",
    { className: "field" },
    h("span", null, field.label),
    h(FieldControl, { field, id, value, set }),
  );
