/* Two days of the plant compared: what was added, changed and removed between them, like a text. */

import { differenceUrl, fieldWord, nounWord } from "./plant_data.js";
import { same, told } from "./row_form.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { day, say } from "../base/words.js";
import { clock } from "../live/server_clock.js";
import { useAsked } from "../shared/drill_doors.js";

/** @import { Row } from "./row_form.js" */
/** @typedef {{ noun: string, key: string, old: Row | null, new: Row | null }} Differs */

const { useState } = React;
const DAY_MS = 86_400_000;

/** @type {(value: unknown) => string} */
const cell = (value) => told(value, text) || say("plant.empty");

/** @type {(props: { close: () => void }) => ReactElement} */
export function DayCompare({ close }) {
  const [from, setFrom] = useState(() => day(clock.now() - DAY_MS));
  const [to, setTo] = useState(() => day(clock.now()));
  const { got, failed } = useAsked(from && to ? differenceUrl(from, to) : null, "");
  /** @type {Differs[]} */
  const all = got ? got.difference : [];
  /** @type {(label: string, value: string, set: (day: string) => void) => ReactElement} */
  const choose = (label, value, set) =>
    h(
      "label",
      { className: "inline" },
      h("span", null, label),
      h("input", {
        type: "date",
        className: "text",
        value,
        onChange: (/** @type {ReactInputEvent} */ event) => set(event.target.value),
      }),
    );
  return h(
    "section",
    { className: "panel row-panel day-compare" },
    head(
      say("plant.days"),
      h("button", { type: "button", className: "quiet", onClick: close }, say("plant.close")),
    ),
    h(
      "div",
      { className: "actions" },
      choose(say("plant.from"), from, setFrom),
      choose(say("plant.to"), to, setTo),
    ),
    failed
      ? h(
        "p",
        { className: "answer refused", role: "alert" },
        sign("urgent"),
        h("div", null, h("b", null, failed.detail || failed.title), h("span", null, failed.mend)),
      )
      : null,
    got && !all.length ? none(say("plant.compare_none")) : null,
    all.length ? h("p", null, h("b", null, say("plant.compare_n", { n: all.length }))) : null,
    h(
      "ul",
      { className: "difference" },
      all.slice(0, 500).map((one) =>
        h(
          "li",
          { key: `${one.noun} ${one.key}`, "data-noun": one.noun },
          h("b", null, nounWord(one.noun), " · ", one.key),
          " ",
          say(
            one.old === null
              ? "plant.was_added"
              : one.new === null
              ? "plant.was_removed"
              : "plant.was_changed",
          ),
          one.old && one.new
            ? h(
              "ul",
              null,
              Object.keys({ ...one.old, ...one.new }).filter((name) =>
                !same(one.old?.[name], one.new?.[name])
              ).map((name) =>
                h(
                  "li",
                  { key: name },
                  fieldWord(name),
                  ": ",
                  h("s", null, cell(one.old?.[name])),
                  " → ",
                  h("b", null, cell(one.new?.[name])),
                )
              ),
            )
            : null,
        )
      ),
    ),
  );
}
