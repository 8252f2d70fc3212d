/* An account of points as a form: where points come from, and what follows at which balance. */

import { Choose, Line, Several, textList, Tick, Title, withEntry } from "./editor_parts.js";
import { functionWords } from "./function_words.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";

/** @import { FormProps } from "./template_form.js" */
/** @import { Option } from "./editor_parts.js" */

/* Descriptions of the templates by id, as the list has them. @typedef {Record<string, Answered>} Others */

/** @type {(props: FormProps & { others: Record<string, Answered> }) => ReactElement} */
export function AccountForm({ data, change, names, others }) {
  /** @type {(key: string) => (value: Answered) => void} */
  const put = (key) => (value) => change(withEntry(data, key, value));
  const entries = data.entries || [];
  const steps = data.steps || [];
  return h(
    "div",
    { className: "template-form" },
    h(Title, { value: data.title, change: put("title") }),
    h(Several, {
      label: say("templates.account_of"),
      values: textList(data.of),
      options: ["company", "person", "post"].map((
        one,
      ) => /** @type {Option} */ ([one, say(`templates.account_of.${one}`)])),
      change: put("of"),
    }),
    h(Line, {
      label: say("templates.starts"),
      name: "starts",
      value: String(data.starts ?? ""),
      change: (value) => put("starts")(value || undefined),
    }),
    h(Tick, {
      label: say("templates.each_year"),
      checked: Boolean(data.resets),
      change: (yes) => put("resets")(yes ? { every: "year" } : undefined),
    }),
    h(
      "section",
      { className: "form-part", "data-of": "entries" },
      h("h3", null, say("templates.entries")),
      entries.map((/** @type {Answered} */ entry, /** @type {number} */ index) =>
        h(Entry, {
          key: index,
          entry,
          names,
          others,
          change: (value) =>
            put("entries")(
              entries.map((
                /** @type {Answered} */ one,
                /** @type {number} */ n,
              ) => (n === index ? value : one)),
            ),
          remove: () =>
            put("entries")(
              entries.filter((/** @type {Answered} */ _, /** @type {number} */ n) => n !== index),
            ),
        })
      ),
      h("button", {
        type: "button",
        className: "act small",
        onClick: () =>
          put("entries")([...entries, {
            from: (names.templates[0] || [""])[0],
            move: "",
            points: -1,
          }]),
      }, say("templates.add_entry")),
    ),
    h(
      "section",
      { className: "form-part", "data-of": "steps" },
      h("h3", null, say("templates.steps")),
      steps.map((/** @type {Answered} */ step, /** @type {number} */ index) => {
        /** @type {(key: string) => (value: Answered) => void} */
        const set = (key) => (value) =>
          put("steps")(
            steps.map((
              /** @type {Answered} */ one,
              /** @type {number} */ n,
            ) => (n === index ? withEntry(one, key, value) : one)),
          );
        return h(
          "div",
          { key: index, className: "part open", "data-part": `step ${index}` },
          h(Line, {
            label: say("templates.at_or_below"),
            value: String(step.at_most ?? ""),
            change: set("at_most"),
          }),
          h(Several, {
            label: say("templates.closes"),
            values: textList(step.bans),
            options: [["gate", say("templates.door.gate")], [
              "permit",
              say("templates.door.permit"),
            ]],
            change: (value) => set("bans")(value.length ? value : undefined),
          }),
          h(Several, {
            label: say("templates.tells"),
            values: textList(step.tell),
            options: names.functions.map((
              one,
            ) => /** @type {Option} */ ([one, functionWords(one)])),
            change: (value) => set("tell")(value.length ? value : undefined),
          }),
          h("button", {
            type: "button",
            className: "act small",
            onClick: () =>
              put("steps")(
                steps.filter((/** @type {Answered} */ _, /** @type {number} */ n) => n !== index),
              ),
          }, say("templates.remove")),
        );
      }),
      h("button", {
        type: "button",
        className: "act small",
        onClick: () => put("steps")([...steps, { at_most: 0 }]),
      }, say("templates.add_step")),
    ),
    h(
      "section",
      { className: "form-part", "data-of": "back" },
      h("h3", null, say("templates.back")),
      data.back ? h(Back, { back: data.back, names, others, change: put("back") }) : h("button", {
        type: "button",
        className: "act small",
        onClick: () => put("back")({ from: (names.templates[0] || [""])[0], move: "", to: 6 }),
      }, say("templates.add_back")),
    ),
  );
}

/** @type {(props: { entry: Answered, names: FormProps["names"], others: Record<string, Answered>, change: (value: Answered) => void, remove: () => void }) => ReactElement} */
function Entry({ entry, names, others, change, remove }) {
  const from = others[String(entry.from)] || {};
  const fields = from.fields || {};
  /** @type {Option[]} */
  const choices = Object.entries(fields).filter(([, one]) => one.type === "choice").map((
    [name, one],
  ) => [name, one.title ? text(one.title) : name]);
  const read = entry.read && fields[entry.read];
  /** @type {(name: string) => void} */
  const reading = (name) =>
    change(
      name
        ? Object.assign({}, entry, {
          read: name,
          points: Object.fromEntries(Object.keys(fields[name].of).map((one) => [one, -1])),
        })
        : withEntry(Object.assign({}, entry, { points: -1 }), "read", undefined),
    );
  return h(
    "div",
    { className: "part open", "data-part": `entry ${entry.from}` },
    h(Choose, {
      label: say("templates.from_template"),
      name: "from",
      value: String(entry.from || ""),
      options: names.templates,
      change: (name) => change({ from: name, move: "", points: -1 }),
    }),
    h(Choose, {
      label: say("templates.at_move"),
      name: "move",
      value: String(entry.move || ""),
      options: moves(from),
      change: (move) => change(withEntry(entry, "move", move)),
    }),
    entry.undoes
      ? h(Choose, {
        label: say("templates.undoes"),
        value: String(entry.undoes),
        options: moves(from),
        change: (undoes) => change(withEntry(entry, "undoes", undoes)),
      })
      : h(
        "div",
        null,
        h(Choose, {
          label: say("templates.by_choice"),
          name: "read",
          value: String(entry.read || ""),
          options: [["", say("templates.always_same")], ...choices],
          change: reading,
        }),
        read && entry.points && typeof entry.points === "object"
          ? Object.entries(read.of).map(([name, title]) =>
            h(Line, {
              key: name,
              label: title ? text(title) : name,
              name: `points ${name}`,
              value: String(entry.points[name] ?? ""),
              change: (value) =>
                change(withEntry(entry, "points", withEntry(entry.points, name, value))),
            })
          )
          : h(Line, {
            label: say("templates.points"),
            value: String(entry.points ?? ""),
            change: (value) => change(withEntry(entry, "points", value)),
          }),
      ),
    h(
      "button",
      { type: "button", className: "act small", onClick: remove },
      say("templates.remove"),
    ),
  );
}

/** @type {(template: Answered) => Option[]} */
const moves = (template) =>
  Object.entries(template.moves || {}).map((
    [name, one],
  ) => [name, one.title ? text(one.title) : name]);

/** @type {(props: { back: Answered, names: FormProps["names"], others: Record<string, Answered>, change: (value: Answered) => void }) => ReactElement} */
function Back({ back, names, others, change }) {
  return h(
    "div",
    { className: "part open", "data-part": "back" },
    h(Choose, {
      label: say("templates.from_template"),
      value: String(back.from || ""),
      options: names.templates,
      change: (from) => change({ from, move: "", to: back.to }),
    }),
    h(Choose, {
      label: say("templates.at_move"),
      value: String(back.move || ""),
      options: moves(others[String(back.from)] || {}),
      change: (move) => change(withEntry(back, "move", move)),
    }),
    h(Line, {
      label: say("templates.back_to"),
      value: String(back.to ?? ""),
      change: (to) => change(withEntry(back, "to", to)),
    }),
  );
}
