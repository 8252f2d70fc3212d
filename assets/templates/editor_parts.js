/* The small inputs of the template editor. */

import { h } from "../base/element.js";
import { say } from "../base/words.js";

/** A choice of a list: its value and its words. @typedef {[value: string, words: string]} Option */

/** @type {(props: { label: string, value: string, change: (value: string) => void, name?: string, type?: string, most?: number }) => ReactElement} */
export function Line({ label, value, change, name, type = "text", most = 200 }) {
  return h(
    "label",
    { className: "entry-line" },
    h("span", null, label),
    h("input", {
      className: "text",
      type,
      name,
      value,
      maxLength: most,
      autoComplete: "off",
      onChange: (/** @type {ReactInputEvent} */ event) => change(event.target.value),
    }),
  );
}

/** @type {(props: { label: string, value: string, options: Option[], change: (value: string) => void, name?: string }) => ReactElement} */
export function Choose({ label, value, options, change, name }) {
  const known = options.some(([one]) => one === value);
  return h(
    "label",
    { className: "entry-line" },
    h("span", null, label),
    h(
      "select",
      {
        name,
        value,
        onChange: (/** @type {ReactSelectEvent} */ event) => change(event.target.value),
      },
      known ? null : h("option", { value }, value || "–"),
      options.map(([one, words]) => h("option", { key: one, value: one }, words)),
    ),
  );
}

/** @type {(props: { label: string, values: string[], options: Option[], change: (values: string[]) => void }) => ReactElement} */
export function Several({ label, values, options, change }) {
  return h(
    "fieldset",
    { className: "several-choices" },
    h("legend", null, label),
    options.map(([one, words]) =>
      h(
        "label",
        { key: one },
        h("input", {
          type: "checkbox",
          checked: values.includes(one),
          onChange: () =>
            change(
              values.includes(one)
                ? values.filter((other) => other !== one)
                : options.map(([all]) => all).filter((all) => all === one || values.includes(all)),
            ),
        }),
        words,
      )
    ),
  );
}

/** @type {(props: { label: string, checked: boolean, change: (value: boolean) => void }) => ReactElement} */
export function Tick({ label, checked, change }) {
  return h(
    "label",
    { className: "tick" },
    h("input", { type: "checkbox", checked, onChange: () => change(!checked) }),
    label,
  );
}

/* A title in both languages. */
/** @type {(props: { value: Answered, change: (value: { zh: string, en: string }) => void }) => ReactElement} */
export function Title({ value, change }) {
  const title = { zh: (value && value.zh) || "", en: (value && value.en) || "" };
  return h(
    "div",
    { className: "two" },
    h(Line, {
      label: say("templates.in_chinese"),
      value: title.zh,
      change: (zh) => change({ zh, en: title.en }),
    }),
    h(Line, {
      label: say("templates.in_english"),
      value: title.en,
      change: (en) => change({ zh: title.zh, en }),
    }),
  );
}

/** @type {(value: Answered) => string[]} */
export const textList = (value) =>
  Array.isArray(value)
    ? value.map(String)
    : value === undefined || value === null
    ? []
    : [String(value)];

/* One thing of a mapping, folded up until it is pressed. */
/** @type {(props: { name: string, words: string, aside: string, remove: () => void, open?: boolean, children?: ReactNode }) => ReactElement} */
export function Part({ name, words, aside, remove, open, children }) {
  return h(
    "details",
    { className: "part", "data-part": name, open },
    h("summary", null, h("b", null, words), h("span", null, aside)),
    h(
      "div",
      { className: "part-body" },
      children,
      h("button", { type: "button", className: "act", onClick: remove }, say("templates.remove")),
    ),
  );
}

/* A name that is free, made of a word. */
/** @type {(word: string, taken: Answered) => string} */
export function freeName(word, taken) {
  let n = 1;
  while (`${word}_${n}` in (taken || {})) n += 1;
  return `${word}_${n}`;
}

/* A mapping with one entry changed, in the same order; undefined takes it out. */
/** @type {(all: Answered, name: string, value: Answered) => Answered} */
export function withEntry(all, name, value) {
  const copy = Object.assign({}, all, { [name]: value });
  if (value === undefined) delete copy[name];
  return copy;
}

/* A mapping with an entry under another name, at its place. */
/** @type {(all: Answered, from: string, to: string) => Answered} */
export const renamed = (all, from, to) =>
  Object.fromEntries(Object.entries(all).map(([key, value]) => [key === from ? to : key, value]));
