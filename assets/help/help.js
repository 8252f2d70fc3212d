/* The parts of /help that are drawn from what the other scripts use: signs, and the registry of keys. */

import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { shortcuts } from "../hands/shortcuts.js";
import { panel } from "../live/react_panels.js";

/** @import { Sign } from "../types/rows.d.ts" */

/** @type {Sign[]} */
const SIGNS = ["urgent", "warn", "note", "good", "gone", "plain"];
/** @type {Record<string, string>} */
const NAMED = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc" };

/* As a keyboard has it: Ctrl-K, ↑, A. */
/** @type {(key: string) => string} */
const written = (
  key,
) => (key === " "
  ? say("help.space")
  : NAMED[key] || (key.startsWith("Ctrl+")
    ? `Ctrl-${key.slice(5).toUpperCase()}`
    : key.length === 1
    ? key.toUpperCase()
    : key));
/** @type {(keys: string[]) => string[]} */
const run = (keys) => (keys.length > 3 ? [keys[0], "…", keys[keys.length - 1]] : keys);

panel("help_signs", () =>
  h(
    "dl",
    null,
    SIGNS.map((kind) =>
      h(
        React.Fragment,
        { key: kind },
        h("dt", null, sign(kind), " ", h("b", { className: kind }, say(`help.sign.${kind}`))),
        h("dd", null, say(`help.sign.${kind}_is`)),
      )
    ),
    h("dt", null, h("span", { className: "exercise-mark" }, say("exercise.mark"))),
    h("dd", null, say("help.sign.exercise_is")),
    h("dt", null, say("help.sign.blinks")),
    h("dd", null, say("help.sign.blinks_is")),
  ));

panel("help_keys", function HelpKeys() {
  const pages = [...new Set(shortcuts.map((one) => one.on))];
  return pages.map((on) =>
    h(
      React.Fragment,
      { key: on || "everywhere" },
      h("h3", null, on ? h("a", { href: on }, say(`nav.${on.slice(1)}`)) : say("help.everywhere")),
      h(
        "dl",
        null,
        shortcuts
          .filter((one) => one.on === on)
          .map((one) =>
            h(
              React.Fragment,
              { key: one.name },
              h(
                "dt",
                null,
                run(one.keys).map((key) => (key === "…"
                  ? " … "
                  : h("kbd", { key, lang: key === " " ? undefined : "zxx" }, written(key)))
                ),
              ),
              h("dd", { "data-shortcut": one.name }, say(`shortcut.${one.name}`)),
            )
          ),
      ),
    )
  );
});
