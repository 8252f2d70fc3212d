/* What the center watches while a matter is open, and the step that it then makes by rule. */

import { Choose, Line, Several, textList, withEntry } from "./editor_parts.js";
import { functionWords } from "./function_words.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";

/** @import { FormProps } from "./template_form.js" */
/** @import { Option } from "./editor_parts.js" */

const WATCHED = ["gas", "absent", "danger", "banned", "valid", "wind", "served"];
/* The one word that stands under a key that can only say one thing. @type {Record<string, string>} */
const /** @type {Record<string, string>} */ FIXED = { gas: "over", danger: "zone", valid: "over" };

/** @type {(props: FormProps & { moves: Option[] }) => ReactElement} */
export function WatchForm({ data, change, names, moves }) {
  const rules = data.watch || [];
  /** @type {Option[]} */
  const parties = Object.entries(data.parties || {}).map((
    [name, one],
  ) => [name, one && one.title ? text(one.title) : name]);
  /** @type {Option[]} */
  const works = Object.entries(data.fields || {}).filter(([, one]) => one && one.type === "matter")
    .map(([name, one]) => [name, one.title ? text(one.title) : name]);
  const byRule = moves.filter(([name]) => textList((data.moves[name] || {}).by).includes("duty"));
  /** @type {(value: Answered[]) => void} */
  const put = (value) => change(withEntry(data, "watch", value.length ? value : undefined));
  /** @type {(key: string) => Answered} */
  const begun = (key) => ({
    [key]: FIXED[key] ||
      (key === "wind" ? 10.8 : ((key === "served" ? works : parties)[0] || [""])[0]),
  });
  return h(
    "section",
    { className: "form-part", "data-of": "watch" },
    h("h3", null, say("templates.watch")),
    rules.map((/** @type {Answered} */ rule, /** @type {number} */ index) => {
      const when = rule.when || {};
      const watched = WATCHED.find((one) => one in when) || "danger";
      /** @type {(value: Answered) => void} */
      const set = (value) =>
        put(
          rules.map((/** @type {Answered} */ one, /** @type {number} */ n) =>
            n === index ? value : one
          ),
        );
      /** @type {(key: string, value: Answered) => void} */
      const setWhen = (key, value) => set(withEntry(rule, "when", withEntry(when, key, value)));
      return h(
        "div",
        { key: index, className: "part open", "data-part": `watch ${watched}` },
        h(Choose, {
          label: say("templates.watched"),
          value: watched,
          options: WATCHED.map((
            one,
          ) => /** @type {Option} */ ([one, say(`templates.watched.${one}`)])),
          change: (key) =>
            set(withEntry(
              rule,
              "when",
              Object.assign(begun(key), when.for ? { for: when.for } : {}),
            )),
        }),
        watched === "served"
          ? h(Choose, {
            label: say("templates.guard_parameter.matter"),
            value: String(when.served || ""),
            options: works,
            change: (name) => setWhen("served", name),
          })
          : watched === "absent" || watched === "banned"
          ? h(Choose, {
            label: say("templates.who"),
            value: String(when[watched] || ""),
            options: parties,
            change: (who) => setWhen(watched, who),
          })
          : watched === "wind"
          ? h(Line, {
            label: say("templates.guard_parameter.m_s"),
            value: String(when.wind ?? ""),
            change: (value) => setWhen("wind", value),
          })
          : null,
        h(Line, {
          label: say("templates.lasting"),
          value: String(when.for ?? ""),
          change: (value) => setWhen("for", value || undefined),
        }),
        h(Choose, {
          label: say("templates.then"),
          value: String(rule.do || ""),
          options: byRule,
          change: (move) => set(withEntry(rule, "do", move)),
        }),
        h(Several, {
          label: say("templates.tells"),
          values: textList(rule.tell),
          options: [
            ...parties,
            ...names.functions.map((one) => /** @type {Option} */ ([one, functionWords(one)])),
          ],
          change: (value) => set(withEntry(rule, "tell", value.length ? value : undefined)),
        }),
        rule.locked ? h("i", null, say("templates.clause", { clause: rule.locked })) : h("button", {
          type: "button",
          className: "act small",
          onClick: () =>
            put(
              rules.filter((/** @type {Answered} */ _, /** @type {number} */ n) => n !== index),
            ),
        }, say("templates.remove")),
      );
    }),
    h("button", {
      type: "button",
      className: "act small",
      onClick: () =>
        put([...rules, { when: begun("danger"), do: (byRule[0] || moves[0] || [""])[0] }]),
    }, say("templates.add_watch")),
  );
}
