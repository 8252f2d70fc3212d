/* The buttons of the phone's page: each says one thing by one touch, and tells below itself what was refused or has not gone
   yet. */

import { sayIt, useSaid } from "./kept_hand.js";
import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { commandQueue } from "../hands/command_queue.js";
import { useAnswers } from "../live/react_panels.js";
import { offline } from "../offline/offline.js";

/* What was not accepted or could not be sent, where it was touched. */
/** @type {(props: { at: string }) => ReactElement | null} */
export function TouchTold({ at }) {
  const given = useSaid(at);
  const waits = !(at in useAnswers()); /* kept, so it goes by itself */
  if (!given || given.state === "sending" || given.state === "accepted") return null;
  if (given.state === "refused") {
    return h(
      "p",
      { className: "told refused", role: "alert" },
      sign("urgent"),
      " ",
      h("b", null, given.text),
      " ",
      given.mend || "",
    );
  }
  return h(
    "div",
    { className: "told unsent", role: "alert" },
    sign("warn"),
    h("b", null, say("phone.not_sent")),
    waits ? h("span", null, say("offline.goes_by_itself")) : null,
    h(
      "button",
      {
        type: "button",
        className: "act strong",
        onClick: () => (waits ? offline.flush() : commandQueue.again(at)),
      },
      say("phone.again"),
    ),
  );
}

/** @template {CommandKind} K
 * @param {{ kind: K, data: CommandFields[K], at: string, label: string, strong?: string, about?: string, since?: number }} props */
export function Touch({ kind, data, at, label, strong, about, since }) {
  const given = useAnswers()[at];
  const sending = Boolean(given && given.state === "sending");
  if (!may(kind)) return null;
  return h("button", {
    type: "button",
    className: strong ? `act ${strong}` : "act",
    "aria-disabled": sending || undefined,
    onClick: () => sending || sayIt(kind, data, at, about || label, since),
  }, label);
}
