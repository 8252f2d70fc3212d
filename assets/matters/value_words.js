/* What a field of a matter says, in words: choices and entries by their titles, numbers with their unit, another matter
   by its number. */

import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { listed, moment, number, say, unitWord } from "../base/words.js";
import { named } from "../live/plant.js";

/** @import { Words } from "../types/rows.d.ts" */
/** @import { MatterField } from "./matter_fields.js" */

/** @typedef {Record<string, Words>} Called */
/** Columns that every measurement has beside its template's. @type {Record<string, MatterField>} */
const MEASURED = { at: { type: "time" }, by: { type: "person" } };

const COUNTED = "pcs";
/** @type {(value: any, field: MatterField | undefined) => [string, any, MatterField | undefined][]} */
const columnsOf = (value, field) => {
  /** @type {Record<string, MatterField>} */
  const columns = { ...MEASURED, ...(field && field.of) };
  return Object.entries(value).filter(([name, one]) => name !== "over" && one !== null)
    .map(([name, one]) => [name, one, columns[name]]);
};

/** @type {(value: any, field: MatterField | undefined, called: Called) => string} */
function valueWords(value, field, called) {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return say(value ? "matter.yes" : "matter.no");
  if (Array.isArray(value)) return listed(value.map((one) => valueWords(one, field, called)));
  if (typeof value === "number") {
    if (field && field.type === "time") return moment(value);
    const unit = field && field.unit && field.unit !== COUNTED ? unitWord(field.unit) : "";
    return unit ? `${number(value)} ${unit}` : number(value);
  }
  if (typeof value === "object") {
    if ("zh" in value) return text(value);
    return columnsOf(value, field).map(([, one, column]) => valueWords(one, column, called))
      .join(" · ");
  }
  if (field && field.type === "choice") return text(field.of[value]) || value;
  if (called[value]) return text(called[value]);
  return named(String(value));
}

/* One line of a list; what the server found out of its limits is marked. */
/** @type {(props: { line: any, field: MatterField, called: Called }) => ReactElement} */
const Line = ({ line, field, called }) =>
  h(
    "span",
    null,
    columnsOf(line, field).map(([name, one, column], n) =>
      h(
        window.React.Fragment,
        { key: name },
        n ? " · " : "",
        (line.over || []).includes(name)
          ? h("b", { className: "urgent" }, sign("urgent"), " ", valueWords(one, column, called))
          : valueWords(one, column, called),
      )
    ),
  );

/* Another matter is opened by its number; where nobody knows that any more, by a word. */
/** @type {(props: { value: any, field: MatterField | undefined, called: Called }) => ReactElement} */
export function ValueWords({ value, field, called }) {
  if (field && field.type === "matter") {
    const all = Array.isArray(value) ? value : [value];
    return h(
      "span",
      { className: "value-matters" },
      all.map((one) =>
        h(
          "a",
          { key: one, className: "thing", href: `/matters/${encodeURIComponent(one)}` },
          called[one] ? text(called[one]) : say("mine.other_matter"),
        )
      ),
    );
  }
  if (field && field.type === "list" && Array.isArray(value)) {
    return h(
      "ul",
      { className: "value-lines" },
      value.map((one, n) => h("li", { key: n }, h(Line, { line: one, field, called }))),
    );
  }
  return h("span", null, valueWords(value, field, called));
}
