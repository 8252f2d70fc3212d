/* A template as a form: fields, people, states, moves, deadlines. What is changed here is written into the text. */

import {
  Choose,
  freeName,
  Line,
  Part,
  renamed,
  Several,
  textList,
  Tick,
  Title,
  withEntry,
} from "./editor_parts.js";
import { functionWords } from "./function_words.js";
import { GuardsForm } from "./guards_form.js";
import { Named } from "./named.js";
import { ApprovalsForm, SignaturesForm } from "./signers_form.js";
import { WatchForm } from "./watch_form.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";

/** @import { Option } from "./editor_parts.js" */
/** @import { Parameter } from "./guards_form.js" */

/** What a form may name. @typedef {{ types: string[], functions: string[], units: string[], every: string[], guards: Record<string, Parameter[]>, references: Option[], templates: Option[], accounts: Option[], companies?: Option[] }} Names */
/** @typedef {{ data: Answered, change: (data: Answered) => void, names: Names }} FormProps */

/** @type {(name: string, value: Answered) => string} */
const titled = (name, value) => (value && value.title ? text(value.title) : name);

/** @type {(all: Answered) => Option[]} */
const options = (all) =>
  Object.entries(all || {}).map(([name, one]) => [
    name,
    one && one.title ? text(one.title) : one && one.zh ? text(one) : name,
  ]);

/** @type {(value: Answered) => Answered} */
const asMap = (value) =>
  Array.isArray(value) ? Object.fromEntries(value.map((one) => [one, null])) : value || {};

/** @type {(props: FormProps) => ReactElement} */
export function TemplateForm({ data, change, names }) {
  /** @type {(key: string) => (value: Answered) => void} */
  const put = (key) => (value) => change(withEntry(data, key, value));
  return h(
    "div",
    { className: "template-form" },
    h(Title, { value: data.title, change: put("title") }),
    h(Fields, { fields: data.fields || {}, change: put("fields"), names }),
    h(Parties, { data, change, names }),
    h(States, { states: asMap(data.states), change: put("states") }),
    h(Moves, { data, change, names }),
    h(ApprovalsForm, { data, change, names, moves: options(data.moves) }),
    h(SignaturesForm, { data, change, names, moves: options(data.moves) }),
    h(WatchForm, { data, change, names, moves: options(data.moves) }),
  );
}

/* What no line of a list holds. */
const NO_COLUMN = new Set(["list", "checklist"]);

/** @type {(props: { fields: Answered, change: (fields: Answered) => void, names: Names, title?: string }) => ReactElement} */
function Fields({ fields, change, names, title = say("templates.fields") }) {
  /** @type {(type: string) => void} */
  const add = (type) => {
    const field = {
      type,
      title: { zh: say(`templates.type.${type}`), en: say(`templates.type.${type}`) },
    };
    const more = type === "choice"
      ? { of: { choice_1: null } }
      : type === "taxonomy" || type === "checklist"
      ? { of: (names.references[0] || [""])[0] }
      : type === "matter"
      ? { of: [(names.templates[0] || [""])[0]] }
      : type === "list"
      ? { of: { line: { type: "text" } } }
      : {};
    change(withEntry(fields, freeName(type, fields), Object.assign(field, more)));
  };
  const own = Object.entries(fields).filter(([, one]) => one.type === "company");
  const companies = [...(names.companies || []), ...options(Object.fromEntries(own))];
  return h(
    "section",
    { className: "form-part", "data-of": "fields" },
    h("h3", null, title),
    Object.entries(fields).map(([name, field]) =>
      h(
        Part,
        {
          key: name,
          name,
          words: titled(name, field),
          aside: [
            say(`templates.type.${field.type}`),
            String(field.required) === "true" ? say("templates.required") : "",
            field.locked ? say("templates.locked") : "",
          ].filter(Boolean).join(" · "),
          remove: () => change(withEntry(fields, name, undefined)),
        },
        h(Named, { name, taken: fields, change: (to) => change(renamed(fields, name, to)) }),
        h(Title, {
          value: field.title,
          change: (title) => change(withEntry(fields, name, Object.assign({}, field, { title }))),
        }),
        h(Tick, {
          label: say("templates.required"),
          checked: String(field.required) === "true",
          change: (required) =>
            change(withEntry(fields, name, withEntry(field, "required", required || undefined))),
        }),
        h(OfType, {
          field,
          change: (value) => change(withEntry(fields, name, value)),
          names: { ...names, companies },
        }),
      )
    ),
    h(
      "div",
      { className: "add" },
      h("span", null, say("templates.add_field")),
      names.types.map((type) =>
        h(
          "button",
          { key: type, type: "button", className: "act small", onClick: () => add(type) },
          `+ ${say(`templates.type.${type}`)}`,
        )
      ),
    ),
  );
}

/* What only fields of one type have. */
/** @type {(props: { field: Answered, change: (field: Answered) => void, names: Names }) => ReactElement | null} */
function OfType({ field, change, names }) {
  /** @type {(key: string) => (value: Answered) => void} */
  const put = (key) => (value) => change(withEntry(field, key, value === "" ? undefined : value));
  if (field.type === "choice") {
    return h(Titled, {
      label: say("templates.choices"),
      word: "choice",
      all: asMap(field.of),
      change: put("of"),
    });
  }
  if (field.type === "taxonomy" || field.type === "checklist") {
    const each = field.each || {};
    return h(
      "div",
      null,
      h(Choose, {
        label: say("templates.reference"),
        value: String(field.of || ""),
        options: names.references,
        change: put("of"),
      }),
      field.type === "checklist"
        ? h(Tick, {
          label: say("templates.line_photo"),
          checked: String(each.photo) === "true",
          change: (value) => put("each")(withEntry(each, "photo", value || undefined)),
        })
        : null,
    );
  }
  if (field.type === "equipment") {
    return h(Tick, {
      label: say("templates.calibrated"),
      checked: String(field.calibrated) === "true",
      change: (value) => put("calibrated")(value || undefined),
    });
  }
  if (field.type === "person" && (names.companies || []).length) {
    return h(Choose, {
      label: say("templates.company_of"),
      value: String(field.company || ""),
      options: [["", "–"], ...(names.companies || [])],
      change: put("company"),
    });
  }
  if (field.type === "matter") {
    return h(Several, {
      label: say("templates.matters_of"),
      values: textList(field.of),
      options: names.templates,
      change: put("of"),
    });
  }
  if (field.type === "number") {
    return h(
      "div",
      { className: "two" },
      h(Choose, {
        label: say("templates.unit"),
        value: String(field.unit || ""),
        options: [["", "–"], ...names.units.map((unit) => /** @type {Option} */ ([unit, unit]))],
        change: put("unit"),
      }),
      h(Line, {
        label: say("templates.at_least"),
        value: String(field.at_least ?? ""),
        change: put("at_least"),
      }),
      h(Line, {
        label: say("templates.at_most"),
        value: String(field.at_most ?? ""),
        change: put("at_most"),
      }),
    );
  }
  if (field.type === "list") {
    const columns = names.types.filter((one) => !NO_COLUMN.has(one));
    return h(Fields, {
      fields: field.of || {},
      change: put("of"),
      names: Object.assign({}, names, { types: columns }),
      title: say("templates.columns"),
    });
  }
  if (field.type === "voice") {
    return h(Line, {
      label: say("templates.longest"),
      value: String(field.longest ?? ""),
      change: put("longest"),
    });
  }
  if (field.type === "photo") {
    return h(
      "div",
      null,
      h(Line, {
        label: say("templates.least"),
        value: String(field.least ?? ""),
        change: put("least"),
      }),
      h(Tick, {
        label: say("templates.camera_only"),
        checked: String(field.camera_only) === "true",
        change: (value) => put("camera_only")(value || undefined),
      }),
    );
  }
  return null;
}

/* Names with a title each: choices, states. */
/** @type {(props: { label: string, word: string, all: Answered, change: (all: Answered) => void }) => ReactElement} */
function Titled({ label, word, all, change }) {
  return h(
    "div",
    { className: "titled" },
    h("h4", null, label),
    Object.entries(all).map(([name, title]) =>
      h(
        "div",
        { key: name, className: "titled-row", "data-part": name },
        h(Named, { name, taken: all, change: (to) => change(renamed(all, name, to)) }),
        h(Title, { value: title, change: (value) => change(withEntry(all, name, value)) }),
        h("button", {
          type: "button",
          className: "act small",
          "aria-label": say("templates.remove_one", { name }),
          onClick: () => change(withEntry(all, name, undefined)),
        }, "×"),
      )
    ),
    h("button", {
      type: "button",
      className: "act small",
      onClick: () => change(withEntry(all, freeName(word, all), null)),
    }, say("templates.add_one")),
  );
}

/** @type {(props: FormProps) => ReactElement} */
function Parties({ data, change, names }) {
  const all = data.parties || {};
  /** @type {(value: Answered) => void} */
  const put = (value) => change(withEntry(data, "parties", value));
  const places = Object.entries(data.fields || {}).filter(([, one]) => one.type === "place");
  /** @type {(party: Answered) => string} */
  const way = (party) =>
    party === "opener" || String(party.opener) === "true"
      ? "opener"
      : party.post_of
      ? "post_of"
      : party.post
      ? "post"
      : "named";
  /** @type {(name: string, to: string) => void} */
  const turn = (name, to) => {
    const title = all[name] && all[name].title;
    const base = title ? { title } : {};
    put(withEntry(
      all,
      name,
      to === "opener"
        ? Object.assign(base, { opener: true })
        : to === "post_of"
        ? Object.assign(base, { post_of: (places[0] || ["place"])[0] })
        : to === "post"
        ? Object.assign(base, { post: names.functions[0] })
        : base,
    ));
  };
  return h(
    "section",
    { className: "form-part", "data-of": "parties" },
    h("h3", null, say("templates.parties")),
    Object.entries(all).map(([name, party]) => {
      const value = party === "opener" ? { opener: true } : party;
      return h(
        Part,
        {
          key: name,
          name,
          words: titled(name, value),
          aside: say(`templates.party.${way(party)}`),
          remove: () => put(withEntry(all, name, undefined)),
        },
        h(Named, { name, taken: all, change: (to) => put(renamed(all, name, to)) }),
        h(Title, {
          value: value.title,
          change: (title) => put(withEntry(all, name, Object.assign({}, value, { title }))),
        }),
        h(Choose, {
          label: say("templates.who"),
          value: way(party),
          options: ["opener", "post_of", "post", "named"].map((
            one,
          ) => /** @type {Option} */ ([one, say(`templates.party.${one}`)])),
          change: (to) => turn(name, to),
        }),
        value.post
          ? h(Choose, {
            label: say("templates.function"),
            value: value.post,
            options: names.functions.map((
              one,
            ) => /** @type {Option} */ ([one, functionWords(one)])),
            change: (post) => put(withEntry(all, name, Object.assign({}, value, { post }))),
          })
          : null,
      );
    }),
    h("button", {
      type: "button",
      className: "act small",
      onClick: () => put(withEntry(all, freeName("party", all), { post: names.functions[0] })),
    }, say("templates.add_party")),
  );
}

/** @type {(props: { states: Answered, change: (states: Answered) => void }) => ReactElement} */
function States({ states, change }) {
  return h(
    "section",
    { className: "form-part", "data-of": "states" },
    h("h3", null, say("templates.states")),
    h(Titled, { label: say("templates.states_first"), word: "state", all: states, change }),
  );
}

/** @type {(props: FormProps) => ReactElement} */
function Moves({ data, change, names }) {
  const all = data.moves || {};
  const states = options(asMap(data.states));
  const parties = [
    ...options(data.parties),
    /** @type {Option} */ (["duty", say("templates.duty")]),
  ];
  const needed = [
    ...options(data.fields),
    /** @type {Option} */ (["reason", say("templates.reason")]),
  ];
  /** @type {(value: Answered) => void} */
  const put = (value) => change(withEntry(data, "moves", value));
  const due = data.due || {};
  return h(
    "section",
    { className: "form-part", "data-of": "moves" },
    h("h3", null, say("templates.moves")),
    Object.entries(all).map(([name, move]) => {
      /** @type {(key: string) => (value: Answered) => void} */
      const set = (key) => (value) => put(withEntry(all, name, withEntry(move, key, value)));
      const within = due[name] && typeof due[name].within === "string" ? due[name].within : "";
      return h(
        Part,
        {
          key: name,
          name,
          words: titled(name, move),
          aside: `${textList(move.from).join(", ")} → ${move.to || "?"}`,
          remove: () => put(withEntry(all, name, undefined)),
        },
        h(Named, { name, taken: all, change: (to) => put(renamed(all, name, to)) }),
        h(Title, { value: move.title, change: set("title") }),
        h(Several, {
          label: say("templates.from"),
          values: textList(move.from),
          options: states,
          change: set("from"),
        }),
        h(Choose, {
          label: say("templates.to"),
          value: String(move.to || ""),
          options: states,
          change: set("to"),
        }),
        h(Several, {
          label: say("templates.by"),
          values: textList(move.by),
          options: parties,
          change: set("by"),
        }),
        h(Several, {
          label: say("templates.needs"),
          values: textList(move.needs),
          options: needed,
          change: (value) => set("needs")(value.length ? value : undefined),
        }),
        h(GuardsForm, { move, change: set("guards"), data, names }),
        h(Tick, {
          label: say("templates.after_signatures"),
          checked: move.after === "signatures",
          change: (yes) => set("after")(yes ? "signatures" : undefined),
        }),
        h(Line, {
          label: say("templates.within"),
          value: within,
          change: (value) => {
            const next = value
              ? withEntry(due, name, Object.assign({}, due[name], { within: value }))
              : withEntry(due, name, undefined);
            change(withEntry(data, "due", Object.keys(next).length ? next : undefined));
          },
        }),
      );
    }),
    h("button", {
      type: "button",
      className: "act small",
      onClick: () => {
        const first = states[0] ? states[0][0] : "";
        const last = states.length ? (states.at(-1) ?? [""])[0] : "";
        const by = parties[0] ? parties[0][0] : "duty";
        put(withEntry(all, freeName("move", all), { from: [first], to: last, by: [by] }));
      },
    }, say("templates.add_move")),
  );
}
