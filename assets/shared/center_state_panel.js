/* Above the strip, only when something is wrong with the command center itself. */

import { clockWords, readCenterState } from "./center_state.js";
import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { say, span } from "../base/words.js";
import { panel, useRealKind, useSecond } from "../live/react_panels.js";
import { replay } from "../live/replay.js";
import { clock } from "../live/server_clock.js";

/** @import { AheadOf } from "../types/rows.d.ts" */

/** @type {(props: { ms: number }) => ReactElement} */
function Unled({ ms }) {
  return h(
    "div",
    { className: "unled" }, /* read aloud by shared/heard.js */
    h("b", null, "■ ", say("center.unled")),
    h("span", null, say("center.unled_detail", { span: span(ms) })),
  );
}

/** @type {(props: { wrong: AheadOf[] }) => ReactElement} */
function WrongClocks({ wrong }) {
  return h(
    "div",
    { className: "wrong-clocks" },
    h("b", null, "▲ ", say("center.clocks")),
    h("span", null, wrong.map(clockWords).join(" · ")),
  );
}

panel("center_state", function CenterState() {
  const { duties } = useRealKind("center", "duties");
  const { clocks } = useRealKind("center", "clocks");
  useSecond();
  if (!page.role || replay) return null;
  const { unledMs, wrong } = readCenterState(duties, clocks, clock.real());
  return h(
    React.Fragment,
    null,
    unledMs === null ? null : h(Unled, { ms: unledMs }),
    wrong.length ? h(WrongClocks, { wrong }) : null,
  );
});
