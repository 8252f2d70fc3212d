/* Settling a dispatch line by line: how many are back, back and damaged, used up, lost. */

import { quantityWords } from "./keeping.js";
import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { fits } from "../hands/bounds.js";
import { commandQueue } from "../hands/command_queue.js";
import { boundsOf, TextControl } from "../hands/field_control.js";
import { numberOf } from "../hands/typed.js";
import { clock } from "../live/server_clock.js";

/** @import { DispatchRow, StoredQuantity } from "../types/rows.d.ts" */
/** @typedef {"returned" | "damaged" | "used" | "lost"} Part */

/** @type {Part[]} */
const PARTS = ["returned", "damaged", "used", "lost"];

/** @type {(line: StoredQuantity) => string} */
const keyOf = (line) => [line.resource, line.store, line.batch].filter(Boolean).join("@");

/** @type {(props: {row: DispatchRow, at: string}) => ReactElement | null} */
export function SettleForm({ row, at }) {
  const [opened, open] = React.useState(false);
  const [typed, type] = React.useState(/** @type {Record<string, string>} */ ({}));
  if (row.unit || !may("resource.settle") || row.state === "reserved") return null;
  const lines = row.away || row.lines;
  if (!opened) {
    return h(
      "button",
      { type: "button", className: "act faint", onClick: () => open(true) },
      say("keeping.settle"),
    );
  }
  const field = boundsOf("resource.count", "quantity");
  /** @type {(line: StoredQuantity, part: Part) => string} */
  const value = (line, part) => typed[`${keyOf(line)}:${part}`] || "";
  const filled = lines.filter((line) => PARTS.some((part) => value(line, part).trim()));
  const sound = filled.every((line) =>
    PARTS.every((part) => !value(line, part).trim() || fits(field, value(line, part), clock.now()))
  );
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    if (!filled.length || !sound) return;
    const settled = filled.map((line) => ({
      resource: line.resource,
      store: line.store,
      ...(line.batch ? { batch: line.batch } : {}),
      ...Object.fromEntries(PARTS.map((part) => [part, numberOf(value(line, part)) || 0])),
    }));
    commandQueue.send("resource.settle", { dispatch: row.id, lines: settled }, at);
    open(false);
    type({});
  };
  return h(
    "form",
    { className: "settle-form", onSubmit: send },
    lines.map((line) =>
      h(
        "fieldset",
        { key: keyOf(line) },
        h("legend", null, quantityWords(line)),
        PARTS.map((part) =>
          h(
            "label",
            { key: part, className: "inline" },
            h("span", null, say(/** @type {Sayable} */ (`keeping.part.${part}`))),
            h(TextControl, {
              field,
              value: value(line, part),
              set: (/** @type {string} */ words) =>
                type((known) => ({ ...known, [`${keyOf(line)}:${part}`]: words })),
            }),
          )
        ),
      )
    ),
    h(
      "div",
      { className: "actions" },
      h(
        "button",
        { type: "submit", className: "act strong", disabled: !filled.length || !sound },
        say(
          "keeping.settle_send",
        ),
      ),
      h(
        "button",
        { type: "button", className: "act", onClick: () => open(false) },
        say("command.cancel"),
      ),
    ),
  );
}
