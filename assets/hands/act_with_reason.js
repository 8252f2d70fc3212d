/* A button whose command needs a reason: it asks for it in place, and sends both. */

import { commandQueue } from "./command_queue.js";
import { Reason } from "./reason.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { useAnswers } from "../live/react_panels.js";

/** @typedef {{kind: CommandKind, data: object, at: string, label: string, ask?: string, strong?: string,
 *   disabled?: boolean, send?: typeof commandQueue.send}} ActWithReasonProps */

/** @type {(props: ActWithReasonProps) => ReactElement} */
export function ActWithReason(
  { kind, data, at, label, ask, strong, disabled, send = commandQueue.send },
) {
  const [asking, set] = React.useState(false);
  const given = useAnswers()[at];
  const sending = Boolean(given && given.state === "sending");
  if (asking) {
    return h(Reason, {
      kind,
      act: label,
      label: ask || `${label}: ${say("command.reason")}`,
      onCancel: () => set(false),
      onSend: (/** @type {string} */ reason) => {
        const whole = /** @type {CommandFields[CommandKind]} */ (Object.assign({ reason }, data));
        send(kind, whole, at);
        set(false);
      },
    });
  }
  return h("button", {
    type: "button",
    className: strong ? `act ${strong}` : "act",
    disabled,
    "aria-disabled": sending || undefined,
    onClick: () => !sending && set(true),
  }, label);
}
