/* On a matter whose step could not open another one: recording what was done about it. */

import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { head } from "../base/signs.js";
import { number, say } from "../base/words.js";
import { commandQueue } from "../hands/command_queue.js";
import { boundsOf, TextControl } from "../hands/field_control.js";
import { Answer } from "../hands/hands.js";
import { panel } from "../live/react_panels.js";
import { usePastTold } from "./past_head.js";

const KIND = "matter.settle";

panel("settle", function Settle({ args }) {
  const told = usePastTold();
  const [reason, setReason] = React.useState("");
  const at = `settle:${args.matter}`;
  const lacking = told ? Number(told.lacking || 0) : 0;
  if (!lacking) return null;
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    if (reason.trim()) {
      commandQueue.send(KIND, { matter: args.matter, reason: reason.trim() }, at);
    }
  };
  return h(
    "form",
    { className: "panel settle", onSubmit: send },
    head(say("settle.title"), number(lacking)),
    h("p", { className: "aside" }, say("settle.about")),
    may(KIND)
      ? h(
        "div",
        { className: "actions" },
        h(
          "label",
          { className: "field" },
          h("span", null, say("settle.why")),
          h(TextControl, {
            field: boundsOf(KIND, "reason"),
            value: reason,
            set: setReason,
            short: true,
            name: "reason",
          }),
        ),
        h(
          "button",
          { type: "submit", className: "act strong", disabled: !reason.trim() },
          say("settle.done"),
        ),
      )
      : null,
    h(Answer, { at }),
  );
});
