/* Fields that hold several things: lines of a list, several choices, other matters, and a moment. */

import { page, text } from "../base/context.js";
import { ask } from "../base/ask.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { MomentField } from "../hands/moment_field.js";
import { history } from "../tanks/history.js";

/** @import { Choice, ControlProps, MatterField } from "./matter_fields.js" */

const { useEffect, useState } = window.React;

/* Several of a field's choices: each is switched on and off. */
/** @type {(props: { id: string, value: any, set: (value: any) => void, options: Choice[] }) => ReactElement} */
export function SeveralOf({ id, value, set, options }) {
  const given = Array.isArray(value) ? value : [];
  return h(
    "div",
    { className: "touches", role: "group", id },
    options.map((one) => {
      const on = given.includes(one.value);
      return h("button", {
        key: one.value,
        type: "button",
        "data-value": one.value,
        "aria-pressed": on,
        className: on ? "act strong" : "act",
        onClick: () =>
          set(on ? given.filter((other) => other !== one.value) : given.concat([one.value])),
      }, one.label);
    }),
  );
}

/** @typedef {{ id: string, field: MatterField, value: any, set: (value: any) => void, known: Choice[] }} OtherProps */

/* Another matter, chosen from those of the right template that are open or in a state that the field asks for, and the
   person's to read, and from those that are known already. */
/** @type {(props: OtherProps) => ReactElement} */
export function OtherMatter({ id, field, value, set, known }) {
  const [read, found] = useState(/** @type {Choice[]} */ ([]));
  const of = (Array.isArray(field.of) ? field.of : [field.of]).join(" ");
  const states = (field.state || []).join(" ");
  useEffect(() => {
    const narrow = ["open=1", ...states.split(" ").filter(Boolean).map((one) => `state=${one}`)];
    Promise.all(
      of.split(" ").flatMap((one) =>
        narrow.map((part) =>
          ask(`/api/v1/matters?${part}&template=${encodeURIComponent(one)}`).then(
            (answer) => (answer.ok ? answer.json().matters : []),
            () => [],
          )
        )
      ),
    ).then((lists) => {
      const once = new Map(lists.flat().map((/** @type {any} */ one) => [one.id, one]));
      found(
        [...once.values()].map((one) => ({
          value: one.id,
          label: `${one.number} · ${text(one.title)}`,
        })),
      );
    });
  }, [of, states]);
  const options = [
    ...known,
    ...read.filter((one) => !known.some((two) => two.value === one.value)),
  ];
  if (field.many) return h(SeveralOf, { id, value, set, options });
  return h(
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
}

/* A day and time as the plant's clocks show it, wherever this device is; or now, at one touch. */
/** @type {(props: { id: string, value: any, set: (value: any) => void, now: () => number }) => ReactElement} */
export const Moment = ({ id, value, set, now }) =>
  h(
    "div",
    { className: "moment-now" },
    h(MomentField, {
      id,
      withTime: true,
      value: value ? history.local(page.zone, value) : "",
      set: (text) => set(text ? history.instant(page.zone, text) : null),
    }),
    h("button", { type: "button", className: "act", onClick: () => set(now()) }, say("matter.now")),
  );

/* Lines of several columns. `Line` draws one column; it comes from the caller, who draws lists too. */
/** @type {(props: ControlProps & { id: string, Line: (props: ControlProps) => ReactElement }) => ReactElement} */
export function Lines({ Line, ...props }) {
  const { name, field, value, set } = props;
  const lines = Array.isArray(value) ? value : [];
  /** @type {(at: number, part: object) => void} */
  const put = (at, part) => set(lines.map((one, n) => (n === at ? { ...one, ...part } : one)));
  return h(
    "div",
    { className: "matter-lines", id: props.id },
    lines.map((line, at) =>
      h(
        "fieldset",
        { key: at, "data-line": at },
        h("legend", null, say("matter.line", { n: at + 1 })),
        Object.entries(field.of).map(([column, one]) =>
          h(Line, {
            ...props,
            key: column,
            name: `${name}-${at}-${column}`,
            field: one,
            value: line[column],
            set: (/** @type {any} */ given) =>
              put(at, { [column]: typeof given === "function" ? given(line[column]) : given }),
          })
        ),
        h("button", {
          type: "button",
          className: "act",
          onClick: () => set(lines.filter((_, n) => n !== at)),
        }, say("matter.drop_line")),
      )
    ),
    h("button", {
      type: "button",
      className: "act",
      "data-add": name,
      onClick: () => set(lines.concat([{}])),
    }, say("matter.add_line")),
  );
}
