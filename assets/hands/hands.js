/* The basic control of a panel: a button that sends one command, and the answer in its place. */

import { commandQueue } from "./command_queue.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { useAnswers } from "../live/react_panels.js";

/** @import { Sign } from "../types/rows.d.ts" */

/** @type {Partial<Record<CommandAnswer["state"], {kind: Sign, role: string}>>} */
const STATES = {
  accepted: { kind: "good", role: "status" },
  refused: { kind: "urgent", role: "alert" },
  unanswered: { kind: "warn", role: "alert" },
};

/* The answer at a place, with its reason and what would mend it; a refusal is brought into sight whole. */
/** @type {(props: {at: string}) => ReactElement | null} */
export function Answer({ at }) {
  const box = React.useRef(/** @type {HTMLElement | null} */ (null));
  const given = useAnswers()[at];
  const shown = given && STATES[given.state];
  const state = shown && given.state;
  React.useEffect(() => {
    if (box.current && state !== "accepted") box.current.scrollIntoView({ block: "nearest" });
  }, [state]);
  if (!shown) return null;
  return h(
    "div",
    { ref: box, className: `answer ${state}`, role: shown.role },
    sign(shown.kind),
    h("div", null, h("b", null, given.text), given.mend ? h("span", null, given.mend) : null),
    given.state === "accepted" ? null : h("button", {
      type: "button",
      className: "quiet",
      onClick: () => commandQueue.dismiss(at),
      "aria-label": say("command.dismiss"),
    }, "×"),
  );
}

/** @typedef {{kind: CommandKind, data: CommandFields[CommandKind], at: string, label: string, strong?: string, title?: string, disabled?: boolean,
 *   sure?: string}} ActProps */

/* A button that sends one command. With `sure`, for what cannot be undone, it asks once first. While it
   sends it keeps the keyboard: a second press there is none (command_queue.js), and a refusal is met where it is. */
/** @type {(props: ActProps) => ReactElement} */
export function Act({ kind, data, at, label, strong, title, disabled, sure }) {
  const [asking, ask] = React.useState(false);
  const given = useAnswers()[at];
  const sending = Boolean(given && given.state === "sending");
  const send = () => {
    ask(false);
    commandQueue.send(kind, data, at);
  };
  /** @type {(word: string, onClick: () => void, emphasis?: string) => ReactElement} */
  const button = (word, onClick, emphasis) =>
    h("button", {
      type: "button",
      className: emphasis ? `act ${emphasis}` : "act",
      disabled,
      "aria-disabled": sending || undefined,
      title,
      onClick,
    }, word);
  return asking && sure
    ? h(Sure, { sure, label, send, cancel: () => ask(false) })
    : button(label, sure ? () => ask(true) : send, strong);
}

/* The question before what cannot be taken back, with its two answers; the keyboard is on the first. */
/** @type {(props: {sure: string, label: string, send: () => void, cancel: () => void}) => ReactElement} */
export const Sure = ({ sure, label, send, cancel }) =>
  h(
    "span",
    {
      className: "sure",
      role: "group",
      "aria-label": sure,
      onKeyDown: (/** @type {ReactKeyEvent} */ e) => e.key === "Escape" && cancel(),
    },
    h("span", null, sure),
    h("button", { type: "button", className: "act urgent", autoFocus: true, onClick: send }, label),
    h("button", { type: "button", className: "act", onClick: cancel }, say("command.cancel")),
  );
