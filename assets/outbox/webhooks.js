/* Webhooks: the status of each receiving program, and its dead letters, each of which can be sent
   again. */

import { Failed } from "./failed.js";
import { readHook, readLetter } from "./outbox_read.js";
import { h } from "../base/element.js";
import { head, more, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { clock } from "../live/server_clock.js";
import { post, useAsked } from "../shared/drill_doors.js";

/** @import { HookTold, LetterTold } from "./outbox_read.js" */
/** @import { Problem } from "../shared/drill_doors.js" */

const SHOWN = 20;
const { useState } = React;

/** @type {(props: { hook: string, letter: LetterTold }) => ReactElement} */
function Letter({ hook, letter }) {
  const [sent, send] = useState(false);
  const [failed, fail] = useState(/** @type {Problem | null} */ (null));
  const again = async () => {
    send(true);
    fail(null);
    const path = `/api/v1/webhooks/${encodeURIComponent(hook)}/dead/${letter.seq}`;
    const answer = await post(path, {});
    if (answer.ok) return;
    send(false);
    fail(answer.problem);
  };
  return h(
    "li",
    { "data-letter": letter.seq },
    h("span", null, readLetter(letter, clock.real())),
    h("button", {
      type: "button",
      className: "act",
      disabled: sent,
      onClick: again,
      "aria-label": say("outbox.hook.again_one", { n: String(letter.seq), hook }),
    }, say("outbox.hook.again")),
    h(Failed, { failed }),
  );
}

/** @type {(props: { hook: HookTold }) => ReactElement} */
function Hook({ hook }) {
  const path = `/api/v1/webhooks/${encodeURIComponent(hook.id)}/dead`;
  const { got, failed } = useAsked(hook.dead ? path : null, `${hook.dead}:${hook.waiting}`);
  /** @type {LetterTold[]} */
  const letters = got ? got.dead : [];
  const read = readHook(hook, clock.real());
  return h(
    "li",
    { className: "channel", "data-hook": hook.id, "data-state": hook.state },
    h(
      "p",
      { className: "channel-name" },
      h("b", null, hook.id),
      h("em", { className: read.sign }, sign(read.sign), " ", read.state),
    ),
    h("ul", { className: "channel-lines" }, read.lines.map((line) => h("li", { key: line }, line))),
    letters.length
      ? h(
        "ul",
        { className: "letters" },
        letters.slice(0, SHOWN).map((one) =>
          h(Letter, { key: one.seq, hook: hook.id, letter: one })
        ),
        more(hook.dead - Math.min(SHOWN, letters.length)),
      )
      : null,
    h(Failed, { failed }),
  );
}

/* Nothing where no program is told of facts. Asked for anew with each `beat`. */
/** @type {(props: { beat: number }) => ReactElement | null} */
export function Webhooks({ beat }) {
  const { got, failed } = useAsked("/api/v1/webhooks", beat);
  /** @type {HookTold[]} */
  const hooks = got ? got.webhooks : [];
  if (!hooks.length && !failed) return null;
  return h(
    "section",
    { className: "panel outbox-hooks" },
    head(say("outbox.hooks")),
    h("p", { className: "aside" }, say("outbox.hooks_about")),
    h("ul", { className: "hooks" }, hooks.map((one) => h(Hook, { key: one.id, hook: one }))),
    h(Failed, { failed }),
  );
}
