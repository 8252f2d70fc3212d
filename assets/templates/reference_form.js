/* A list as a form: entries in both languages, and entries below each. */

import { freeName, Part, renamed, Tick, Title, withEntry } from "./editor_parts.js";
import { Named } from "./named.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";

/** @import { FormProps } from "./template_form.js" */

/** @type {(props: FormProps) => ReactElement} */
export function ReferenceForm({ data, change }) {
  return h(
    "div",
    { className: "template-form" },
    h(Title, { value: data.title, change: (value) => change(withEntry(data, "title", value)) }),
    h(Entries, {
      entries: data.entries || {},
      change: (value) => change(withEntry(data, "entries", value)),
      level: 1,
    }),
  );
}

/** @type {(props: { entries: Answered, change: (entries: Answered) => void, level: number }) => ReactElement} */
function Entries({ entries, change, level }) {
  const said = level === 1 ? "entries_list" : "entries_below";
  return h(
    "section",
    { className: "form-part", "data-of": `entries ${level}` },
    h("h3", null, say(`templates.${said}`)),
    Object.entries(entries).map(([name, one]) => {
      /** @type {(key: string, value: Answered) => void} */
      const put = (key, value) => change(withEntry(entries, name, withEntry(one, key, value)));
      return h(
        Part,
        {
          key: name,
          name,
          words: one && one.title ? text(one.title) : name,
          aside: Object.keys((one && one.of) || {}).length
            ? String(Object.keys(one.of).length)
            : one && one.locked
            ? say("templates.clause", { clause: one.locked })
            : "",
          remove: () => change(withEntry(entries, name, undefined)),
        },
        h(Named, { name, change: (to) => change(renamed(entries, name, to)), taken: entries }),
        h(Title, { value: one && one.title, change: (value) => put("title", value) }),
        h(Tick, {
          label: say("templates.optional_line"),
          checked: String(one && one.optional) === "true",
          change: (yes) => put("optional", yes || undefined),
        }),
        h(Entries, {
          entries: (one && one.of) || {},
          change: (value) => put("of", Object.keys(value).length ? value : undefined),
          level: level + 1,
        }),
      );
    }),
    h("button", {
      type: "button",
      className: "act small",
      onClick: () =>
        change(withEntry(entries, freeName("line", entries), {
          title: { zh: say("templates.new_entry"), en: say("templates.new_entry") },
        })),
    }, say("templates.add_one")),
  );
}
