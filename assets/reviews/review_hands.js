/* The small forms of a review: some fields and one command each. What only a person may enter
   stays empty. */

import { FactPicker } from "./fact_picker.js";
import { pickedOf } from "./fact_search.js";
import { may, page } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { commandQueue } from "../hands/command_queue.js";
import { boundsOf, TextControl } from "../hands/field_control.js";
import { Answer } from "../hands/hands.js";
import { MomentField } from "../hands/moment_field.js";
import { useAnswers } from "../live/react_panels.js";
import { linkTo } from "../shared/links.js";
import { history } from "../tanks/history.js";

/** A field of a review's form. Facts are picked from the log of a review: `log` names it, by what the other fields
 * hold.
 * @typedef {{name: string, label: string, type?: "choice" | "long" | "date" | "number" | "facts" | "fact",
 *   optional?: boolean, options?: [id: string, word: string][], log?: (values: Record<string, string>) => string,
 * }} ReviewField */

/** @type {Record<string, ((typed: string) => unknown) | undefined>} */
const read = {
  number: Number,
  date: (value) => history.instant(page.zone, `${value}T23:59:59`),
  facts: pickedOf,
  fact: (value) => pickedOf(value)[0],
};

/** @param {{kind: CommandKind, field: ReviewField, values: Record<string, string>, set: (value: string) => void,
 *   at: string}} props */
function Field({ kind, field, values, set, at }) {
  const value = values[field.name] || "";
  const own = { "aria-label": field.label, id: `${at}:${field.name}` };
  if (field.type === "facts" || field.type === "fact") {
    return h(FactPicker, {
      review: field.log ? field.log(values) : "",
      label: field.label,
      id: own.id,
      value,
      set,
      single: field.type === "fact",
    });
  }
  /** @type {(event: {target: {value: string}}) => void} */
  const choose = (event) => set(event.target.value);
  const control = field.type === "choice"
    ? h(
      "select",
      Object.assign({ className: "text", value, onChange: choose }, own),
      h("option", { value: "" }, "–"),
      (field.options || []).map(([id, word]) => h("option", { key: id, value: id }, word)),
    )
    : field.type === "date"
    ? h(MomentField, Object.assign({ value, set }, own))
    : h(
      TextControl,
      Object.assign(own, {
        field: Object.assign(
          {},
          boundsOf(kind, field.name),
          field.type === "long" ? { rows: 3 } : {},
        ),
        value,
        set,
        short: field.type !== "long",
      }),
    );
  return h(
    field.type === "date" ? "div" : "label",
    { className: "field" },
    h("span", null, field.label),
    control,
  ); /* a date has a button beside it */
}

/* A drawer with `fields`; what was typed is read by its type and sent with what it is `about` as command
   `kind`. */
/** @type {(props: {
 *   title: string, kind: CommandKind, about: Record<string, unknown>, fields: ReviewField[], at: string,
 *   send?: string, strong?: string, open?: boolean,
 * }) => ReactElement | null} */
export function Entry({ title, kind, about, fields, at, send, strong, open }) {
  const [typed, type] = React.useState(/** @type {Record<string, string>} */ ({}));
  if (!may(kind)) return null;
  const answer = useAnswers()[at];
  React.useEffect(() => {
    if (answer && answer.state === "accepted") type({});
  }, [answer && answer.state]);
  /** @type {(name: string) => string} */
  const given = (name) => typed[name] || "";
  /** @type {(event: Event) => void} */
  const submit = (event) => {
    event.preventDefault();
    const values = fields.filter((f) => given(f.name)).map((f) => {
      const reads = read[f.type || ""] || ((/** @type {string} */ v) => v.trim());
      return [f.name, reads(given(f.name))];
    });
    /* the server checks what was typed: here it is some field of this command */
    const all = /** @type {CommandFields[typeof kind]} */ (
      Object.assign({}, about, Object.fromEntries(values))
    );
    commandQueue.send(kind, all, at);
  };
  const missing = fields.filter((f) => !f.optional && !given(f.name).trim());
  /** @type {(event: Event) => void} */
  const trySubmit = (event) => (missing.length ? event.preventDefault() : submit(event));
  return h(
    "details",
    { className: "drawer", open },
    h("summary", null, title),
    h(
      "form",
      { className: "form", onSubmit: trySubmit },
      fields.map((field) =>
        h(Field, {
          key: field.name,
          kind,
          field,
          at,
          values: typed,
          set: (/** @type {string} */ value) =>
            type(Object.assign({}, typed, { [field.name]: value })),
        })
      ),
      h(
        "div",
        { className: "form-send" },
        h(
          "button",
          {
            type: "submit",
            className: `act ${strong || ""}`,
            "aria-disabled": missing.length > 0 || undefined,
            "aria-describedby": missing.length ? `${at}:lacks` : undefined,
          },
          send || say("review.send"),
        ),
        missing.length
          ? h(
            "span",
            { className: "lacks", id: `${at}:lacks` },
            say("review.still_empty", { fields: missing.map((f) => f.label) }),
          )
          : null,
        h(Answer, { at }),
      ),
    ),
  );
}

/* Fact numbers as links into the log: the first few, the rest counted; and the board as it was in
   the second of the first of them; `of` is their incident or drill, else the one on this page. */
/** @type {(props: {facts: number[], most?: number, of?: string}) => ReactElement} */
export function FactLinks({ facts, most, of }) {
  const [, page, last] = location.pathname.split("/");
  const id = of || (page === "reviews" ? last : "");
  const shown = facts.slice(0, most || 4);
  return h(
    "span",
    { className: "fact-links" },
    shown.map((seq) =>
      h("a", { key: seq, className: "seq", href: linkTo("fact", seq) }, `#${seq}`)
    ),
    id && facts.length
      ? h("a", {
        className: "seq",
        href: `/replay/${id}?fact=${facts[0]}`,
        title: say("replay.that_second"),
        "aria-label": say("replay.that_second"),
      }, "▷")
      : null,
    facts.length > shown.length
      ? h(
        "span",
        { title: facts.slice(shown.length).map((seq) => `#${seq}`).join(" ") },
        say("review.more_facts", { n: facts.length - shown.length }),
      )
      : null,
  );
}
