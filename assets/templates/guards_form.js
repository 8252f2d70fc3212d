/* What must be true before a step: guards of the program, each with the parameters that it asks for. */

import { Choose, Line, withEntry } from "./editor_parts.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";

/** @import { FormProps } from "./template_form.js" */
/** @import { Option } from "./editor_parts.js" */

/** A parameter of a guard, as the server tells it. @typedef {{ name: string, of: string, required: boolean, default: string | null, choices: string[] }} Parameter */
/** @typedef {{ name: string, params: Record<string, Answered> }} Guard */

/* A guard as the text has it: a name, a name with one value, or a name with parameters. */
/** @type {(written: Answered, known: Record<string, Parameter[]>) => Guard} */
export function guardOf(written, known) {
  if (typeof written === "string") return { name: written, params: {} };
  const [name, given] = Object.entries(written || {})[0] || ["", {}];
  if (given && typeof given === "object") return { name, params: given };
  const first = (known[name] || [])[0];
  return { name, params: first && given !== null ? { [first.name]: given } : {} };
}

/** @type {(guard: Guard) => Answered} */
export const written = (guard) =>
  Object.keys(guard.params).length ? { [guard.name]: guard.params } : guard.name;

/* What a parameter may be, where it is one of the template's own things. */
/** @type {(parameter: Parameter, data: Answered, names: FormProps["names"]) => Option[] | null} */
function choicesOf(parameter, data, names) {
  /** @type {(all: Answered, type?: string) => Option[]} */
  const titled = (all, type) =>
    Object.entries(all || {}).filter(([, one]) => !type || (one && one.type === type)).map((
      [name, one],
    ) => [name, one && one.title ? text(one.title) : name]);
  switch (parameter.of) {
    case "party":
      return titled(data.parties);
    case "choice_field":
      return titled(data.fields, "choice");
    case "list":
    case "checklist":
    case "place":
    case "matter":
      return titled(data.fields, parameter.of);
    case "account":
      return names.accounts;
    case "choice":
      return parameter.choices.map((
        one,
      ) => [one, say(`templates.graded.${one.replace("-", "_")}`)]);
    default:
      return null;
  }
}

/** @type {(props: { move: Answered, change: (guards: Answered) => void, data: Answered, names: FormProps["names"] }) => ReactElement} */
export function GuardsForm({ move, change, data, names }) {
  const known = names.guards;
  /** @type {Guard[]} */
  const guards = (move.guards || []).map((/** @type {Answered} */ one) => guardOf(one, known));
  /** @type {(all: Guard[]) => void} */
  const put = (all) => change(all.length ? all.map(written) : undefined);
  /** @type {(index: number, key: string, value: string) => void} */
  const set = (index, key, value) =>
    put(
      guards.map((one, n) =>
        n === index
          ? { name: one.name, params: withEntry(one.params, key, value === "" ? undefined : value) }
          : one
      ),
    );
  const free = Object.keys(known).filter((name) => !guards.some((one) => one.name === name));
  return h(
    "fieldset",
    { className: "guards", "data-of": "guards" },
    h("legend", null, say("templates.guards")),
    guards.map((guard, index) =>
      h(
        "div",
        { key: guard.name, className: "part open", "data-guard": guard.name },
        h("b", null, say(`templates.guard.${guard.name}`)),
        (known[guard.name] || []).map((parameter) => {
          const options = choicesOf(parameter, data, names);
          const label = say(`templates.guard_parameter.${parameter.name}`);
          const value = String(guard.params[parameter.name] ?? parameter.default ?? "");
          /** @type {(value: string) => void} */
          const change = (to) => set(index, parameter.name, to);
          return options
            ? h(Choose, { key: parameter.name, label, value, options, change })
            : h(Line, { key: parameter.name, label, value, change });
        }),
        guard.params.locked
          ? h("i", null, say("templates.clause", { clause: guard.params.locked }))
          : h("button", {
            type: "button",
            className: "act small",
            onClick: () => put(guards.filter((_, n) => n !== index)),
          }, say("templates.remove")),
      )
    ),
    h(Choose, {
      label: say("templates.add_guard"),
      value: "",
      options: [
        ["", "–"],
        ...free.map((name) => /** @type {Option} */ ([name, say(`templates.guard.${name}`)])),
      ],
      change: (name) => {
        if (!name) return;
        const params = Object.fromEntries(
          (known[name] || []).filter((one) => one.required).map((one) => {
            const options = choicesOf(one, data, names);
            return [one.name, options ? (options[0] || [""])[0] : one.of === "span" ? "30 min" : 8];
          }),
        );
        put([...guards, { name, params }]);
      },
    }),
  );
}
