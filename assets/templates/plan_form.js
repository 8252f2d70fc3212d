/* A plan as a form: for whom, how often, what it opens, by when, and who accepts what was done. */

import { Choose, Line, Several, textList, Tick, Title, withEntry } from "./editor_parts.js";
import { functionWords } from "./function_words.js";
import { ChainForm, signersOf } from "./signers_form.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { site } from "../live/plant.js";

/** @import { FormProps } from "./template_form.js" */
/** @import { Option } from "./editor_parts.js" */

const OUTCOMES = ["on_time", "late", "missed", "sent_back"];

/* For whom a plan makes matters: functions and posts, or places. People and companies are written as text. */
/** @type {(data: Answered, functions: string[]) => Option[]} */
function postsOf(data, functions) {
  const posts = Object.values(site().by.posts).map((
    post,
  ) => /** @type {Option} */ ([post.id, text(post.name) || post.id]));
  const known = new Set([...functions, ...posts.map(([id]) => id)]);
  const others = textList((data.for || {}).posts).filter((one) => !known.has(one));
  return [
    ...functions.map((one) => /** @type {Option} */ ([one, functionWords(one)])),
    ...posts,
    ...others.map((one) => /** @type {Option} */ ([one, one])),
  ];
}

/** @type {(props: FormProps) => ReactElement} */
export function PlanForm({ data, change, names }) {
  /** @type {(key: string) => (value: Answered) => void} */
  const put = (key) => (value) => change(withEntry(data, key, value === "" ? undefined : value));
  const due = data.due || {};
  const absent = data.absent || {};
  const met = data.met_by || null;
  const count = (met && met.count) || {};
  /** @type {(key: string, value: Answered) => void} */
  const setCount = (key, value) =>
    put("met_by")(withEntry(met, "count", withEntry(count, key, value || undefined)));
  /** @type {Option[]} */
  const functions = names.functions.map((one) => [one, functionWords(one)]);
  return h(
    "div",
    { className: "template-form" },
    h(Title, { value: data.title, change: put("title") }),
    h(Several, {
      label: say("templates.plan_for"),
      values: textList((data.for || {}).posts),
      options: postsOf(data, names.functions),
      change: (posts) => put("for")(withEntry(data.for, "posts", posts.length ? posts : undefined)),
    }),
    h(Choose, {
      label: say("templates.plan_every"),
      name: "every",
      value: String(data.every ?? ""),
      options: names.every.map((
        one,
      ) => /** @type {Option} */ ([one, say(`templates.every.${one}`)])),
      change: put("every"),
    }),
    h(Choose, {
      label: say("templates.plan_before"),
      value: String(data.before ?? ""),
      options: [["", "–"], ["start", say("templates.before.start")], [
        "end",
        say("templates.before.end"),
      ]],
      change: put("before"),
    }),
    h(Choose, {
      label: say("templates.plan_opened"),
      name: "opens",
      value: String(data.opens ?? ""),
      options: names.templates,
      change: put("opens"),
    }),
    h(
      "section",
      { className: "form-part", "data-of": "met_by" },
      h("h3", null, say("templates.met_by")),
      h(Tick, {
        label: say("templates.met_by_others"),
        checked: Boolean(met),
        change: (yes) =>
          put("met_by")(
            yes
              ? {
                count: {
                  template: (names.templates[0] || [""])[0],
                  organiser: "holder",
                  in: "period",
                },
                at_least: 1,
              }
              : undefined,
          ),
      }),
      met
        ? h(
          "div",
          { className: "part open" },
          h(Choose, {
            label: say("templates.from_template"),
            value: String(count.template ?? ""),
            options: names.templates,
            change: (value) => setCount("template", value),
          }),
          h(Line, {
            label: say("templates.in_state"),
            value: String(count.state ?? ""),
            change: (value) => setCount("state", value),
          }),
          h(Line, {
            label: say("templates.at_least"),
            value: String(met.at_least ?? ""),
            change: (value) => put("met_by")(withEntry(met, "at_least", value || undefined)),
          }),
        )
        : null,
    ),
    h(
      "section",
      { className: "form-part", "data-of": "due" },
      h("h3", null, say("templates.deadline")),
      ["yellow", "red"].map((colour) =>
        h(Line, {
          key: colour,
          label: say(`templates.turns.${colour}`),
          value: String(due[colour] ?? ""),
          change: (value) => put("due")(withEntry(due, colour, value || undefined)),
        })
      ),
      h(Several, {
        label: say("templates.escalates"),
        values: textList(due.escalate),
        options: functions,
        change: (value) => put("due")(withEntry(due, "escalate", value.length ? value : undefined)),
      }),
    ),
    h(
      "section",
      { className: "form-part", "data-of": "absent" },
      h("h3", null, say("templates.absent")),
      h(Choose, {
        label: say("templates.absent.leave"),
        value: String(absent.leave ?? "deputy"),
        options: [["deputy", functionWords("deputy")], ["pause", say("templates.absent.pause")]],
        change: (value) => put("absent")(withEntry(absent, "leave", value)),
      }),
      h(Choose, {
        label: say("templates.absent.vacant"),
        value: String(absent.vacant ?? "gap"),
        options: [["gap", say("templates.absent.gap")], ["superior", functionWords("superior")]],
        change: (value) => put("absent")(withEntry(absent, "vacant", value)),
      }),
    ),
    h(Accepted, { accept: data.accept, names, change: put("accept") }),
    h(
      "section",
      { className: "form-part", "data-of": "score" },
      h("h3", null, say("templates.score")),
      h(Choose, {
        label: say("templates.into_account"),
        value: String(data.into ?? ""),
        options: [["", "–"], ...names.accounts],
        change: put("into"),
      }),
      OUTCOMES.map((outcome) =>
        h(Line, {
          key: outcome,
          label: say(`templates.outcome.${outcome}`),
          value: String((data.score || {})[outcome] ?? ""),
          change: (value) => {
            const score = withEntry(data.score, outcome, value === "" ? undefined : value);
            put("score")(Object.keys(score).length ? score : undefined);
          },
        })
      ),
    ),
  );
}

/** @type {(props: { accept: Answered, names: FormProps["names"], change: (value: Answered) => void }) => ReactElement} */
function Accepted({ accept, names, change }) {
  const options = signersOf({}, names.functions);
  return h(
    "section",
    { className: "form-part", "data-of": "accept" },
    h("h3", null, say("templates.accept")),
    h(Tick, {
      label: say("templates.accept_needed"),
      checked: Boolean(accept),
      change: (yes) => change(yes ? { chain: ["superior"] } : undefined),
    }),
    accept
      ? h(
        "div",
        null,
        h(ChainForm, {
          chain: accept.chain,
          options,
          change: (chain) => change(withEntry(accept, "chain", chain)),
        }),
        h(Line, {
          label: say("templates.reinspect"),
          value: String(accept.reinspect ?? ""),
          change: (value) => change(withEntry(accept, "reinspect", value || undefined)),
        }),
      )
      : null,
  );
}
