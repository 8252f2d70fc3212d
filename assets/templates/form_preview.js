/* A text as those see it who fill it in: the form of a template with its way and clauses, the lines of an account. */

import { functionWords } from "./function_words.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { none, sign } from "../base/signs.js";
import { age, say } from "../base/words.js";

/** @type {(name: string, one: Answered) => string} */
const called = (name, one) => one && one.title ? text(one.title) : one && one.zh ? text(one) : name;

/** What fixes a field: a clause of the law, or the center itself.
 * @type {(locked: string) => string} */
const fixedBy = (locked) =>
  locked === "center" ? say("templates.relied_on") : say("templates.clause", { clause: locked });

/** @type {(props: { described: Answered, kind: string }) => ReactElement} */
export function FormPreview({ described, kind }) {
  if (!described) return none(say("templates.no_preview"));
  return h(
    "div",
    { className: "as-phone", "data-preview": kind },
    h("h3", null, called(described[kind], described)),
    described.about ? h("p", { className: "aside" }, text(described.about)) : null,
    described.law ? h(Law, { law: described.law }) : null,
    kind === "template"
      ? h(Form, { described })
      : kind === "account"
      ? h(Account, { described })
      : kind === "reference"
      ? h(Entries, { entries: described.entries })
      : h(Plan, { described }),
  );
}

/* Which law, and the words of its clauses. What nobody compared with the official text says so. */
/** @type {(props: { law: Answered }) => ReactElement} */
function Law({ law }) {
  const clauses = Object.entries(law.clauses || {});
  const open = clauses.filter(([, one]) => !one.checked).length;
  return h(
    "details",
    { className: "law" },
    h(
      "summary",
      null,
      law.of,
      law.title ? ` ${text(law.title)}` : "",
      law.checked && !open ? null : h(
        "b",
        { className: "unchecked" },
        sign("warn"),
        law.source ? text(law.source) : say("templates.not_checked"),
      ),
    ),
    clauses.map(([name, one]) =>
      h(
        "p",
        { key: name },
        h("b", null, say("templates.clause", { clause: name })),
        " ",
        text(one.quote),
        one.checked || (one.compared && law.source)
          ? null
          : h("i", null, ` (${say("templates.not_checked")})`),
      )
    ),
  );
}

/** @type {(props: { described: Answered }) => ReactElement} */
function Form({ described }) {
  const states = described.states || {};
  return h(
    React.Fragment,
    null,
    Object.entries(described.fields || {}).map(([name, field]) =>
      h(
        "label",
        { key: name, className: "asked" },
        h(
          "span",
          null,
          called(name, field),
          field.required ? h("b", null, ` ${say("templates.required")}`) : null,
          field.locked ? h("i", null, ` ${fixedBy(field.locked)}`) : null,
        ),
        h(Input, { field }),
      )
    ),
    h("h4", null, say("templates.way")),
    h(
      "ol",
      { className: "way" },
      Object.entries(states).map(([state, title]) =>
        h(
          "li",
          { key: state },
          h("b", null, called(state, title)),
          Object.entries(described.moves || {}).filter(([, move]) => move.from.includes(state)).map(
            (
              [name, move],
            ) =>
              h(
                "span",
                { key: name },
                `${called(name, move)} → ${called(move.to, states[move.to])} · ${
                  move.by.map((/** @type {string} */ one) =>
                    one === "duty" ? say("templates.duty") : called(one, described.parties[one])
                  ).join(", ")
                }`,
                described.due && described.due[name] &&
                  typeof described.due[name].within === "number"
                  ? ` · ${age(described.due[name].within)}`
                  : "",
              ),
          ),
        )
      ),
    ),
    described.valid && typeof described.valid.at_most === "number"
      ? h("p", null, say("templates.valid_for", { span: age(described.valid.at_most) }))
      : null,
  );
}

/** @type {(props: { field: Answered }) => ReactElement} */
function Input({ field }) {
  if (field.type === "choice") {
    return h(
      "select",
      { disabled: true },
      h(
        "option",
        null,
        Object.entries(field.of).map(([name, one]) => called(name, one)).join(" / "),
      ),
    );
  }
  if (field.type === "list") {
    return h(
      "span",
      { className: "columns" },
      Object.entries(field.of).map(([name, one]) => called(name, one)).join(" · "),
    );
  }
  return h(
    "span",
    { className: "blank" },
    say(`templates.type.${field.type}`),
    field.unit ? ` (${field.unit})` : "",
  );
}

/** @type {(props: { described: Answered }) => ReactElement} */
function Account({ described }) {
  return h(
    "ul",
    { className: "points" },
    h("li", null, say("templates.begins_with", { n: described.starts })),
    (described.entries || []).map((/** @type {Answered} */ entry, /** @type {number} */ index) =>
      h(
        "li",
        { key: index },
        `${entry.from} · ${entry.move}: `,
        entry.undoes
          ? say("templates.undone", { move: entry.undoes })
          : typeof entry.points === "object"
          ? Object.entries(entry.points).map(([name, n]) => `${name} ${n}`).join(", ")
          : entry.points,
      )
    ),
    (described.steps || []).map((/** @type {Answered} */ step, /** @type {number} */ index) =>
      h(
        "li",
        { key: `s${index}`, className: step.bans ? "urgent" : undefined },
        say("templates.at_points", { n: step.at_most }),
        " ",
        [
          ...(step.bans || []).map((/** @type {string} */ one) =>
            say("templates.refuses", { door: say(`templates.door.${one}`) })
          ),
          ...(step.tell || []).map((/** @type {string} */ one) =>
            say("templates.told", { who: functionWords(one) })
          ),
        ].join("; "),
      )
    ),
    described.back ? h("li", null, say("templates.back_at", { n: described.back.to })) : null,
  );
}

/** @type {(props: { entries: Answered }) => ReactElement} */
function Entries({ entries }) {
  return h(
    "ul",
    { className: "entries" },
    Object.entries(entries).map(([name, one]) =>
      h(
        "li",
        { key: name },
        text(one.title),
        one.of && Object.keys(one.of).length ? h(Entries, { entries: one.of }) : null,
      )
    ),
  );
}

/** @type {(props: { described: Answered }) => ReactElement} */
function Plan({ described }) {
  return h(
    "p",
    null,
    say("templates.plan_opens", { template: described.opens, every: String(described.every) }),
  );
}
