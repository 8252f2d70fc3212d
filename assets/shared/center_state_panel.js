/* Above the strip, only when something is wrong with the command center itself. */

import { clockWords, downWords, failingWords, readCenterState } from "./center_state.js";
import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { day, say, span, time, timeOrDay } from "../base/words.js";
import { panel, useRealKind, useSecond } from "../live/react_panels.js";
import { replay } from "../live/replay.js";
import { clock } from "../live/server_clock.js";

/** @import { AheadOf, BreakGlassRow, DiskRow, DownChannel, FailingRow } from "../types/rows.d.ts" */

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

/** @type {(props: { file: string }) => ReactElement} */
const Damaged = ({ file }) =>
  h(
    "div",
    { className: "disk-full", role: "alert" },
    h("b", null, "■ ", say("center.damaged")),
    h("span", null, say("center.damaged_detail", { file })),
  );

/** @type {(props: { disk: DiskRow, now: number }) => ReactElement} */
const Disk = ({ disk, now }) =>
  disk.state === "full"
    ? h(
      "div",
      { className: "disk-full", role: "alert" },
      h("b", null, "■ ", say("center.disk_full")),
      h(
        "span",
        null,
        say("center.disk_full_detail", { span: span(Math.max(0, now - (disk.since ?? now))) }),
      ),
    )
    : h(
      "div",
      { className: "disk-low" },
      h("b", null, "▲ ", say("center.disk_low")),
      h("span", null, say("center.disk_low_detail", { mb: disk.free_mb ?? 0 })),
    );

/** @type {(props: { down: DownChannel[], trouble: boolean, now: number }) => ReactElement} */
function ChannelsDown({ down, trouble, now }) {
  return h(
    "div",
    { className: "channels-down", role: "alert" },
    h("b", null, "■ ", say(down.length ? "center.channels" : "outbox.trouble")),
    h("span", null, down.map((one) => downWords(one, now)).join(" · ")),
    down.length && trouble ? h("span", null, say("outbox.trouble")) : null,
  );
}

/* What cannot be shown or decided, while all else goes on; red where lives may hang on it. */
/** @type {(props: FailingRow) => ReactElement} */
function FailingAlone({ failing, more }) {
  const life = failing.some((one) => one.life);
  return h(
    "div",
    { className: life ? "unled failing" : "wrong-clocks failing", role: "alert" },
    h("b", null, life ? "■ " : "▲ ", say(life ? "center.failing_life" : "center.failing")),
    h("span", null, failing.map(failingWords).join(" · ")),
    more ? h("span", null, say("center.failing_more", { n: more })) : null,
  );
}

/* An account that is sealed for an emergency was used: commanders and administrators alone get its row. */
/** @type {(props: { used: BreakGlassRow, now: number }) => ReactElement} */
function BreakGlass({ used, now }) {
  const { kind, code } = verdictAt(used.turns, now);
  const open = code === "open";
  return h(
    "div",
    { className: open ? "break-glass open" : "break-glass", role: "alert" },
    h("b", null, sign(kind), " ", say(open ? "break_glass.open" : "break_glass.used")),
    h(
      "span",
      null,
      say(open ? "break_glass.line" : "break_glass.line_used", {
        account: used.account,
        role: used.role ? say(/** @type {any} */ (`role.${used.role}`)) : "",
        since: `${day(used.opened_at)} ${time(used.opened_at)}`,
        until: timeOrDay(used.until, clock.real()),
        uses: used.uses,
        network: used.network || "",
      }),
    ),
  );
}

panel("center_state", function CenterState() {
  const { duties } = useRealKind("center", "duties");
  const { clocks } = useRealKind("center", "clocks");
  const { channels } = useRealKind("center", "channels");
  const { disk } = useRealKind("center", "disk");
  const { failing } = useRealKind("center", "failing");
  const glasses = /** @type {Record<string, BreakGlassRow>} */ (
    useRealKind("readiness", "break_glass:")
  );
  useSecond();
  if (!page.role || replay) return null;
  const { unledMs, wrong } = readCenterState(duties, clocks, clock.real());
  return h(
    React.Fragment,
    null,
    unledMs === null ? null : h(Unled, { ms: unledMs }),
    disk && disk.damaged ? h(Damaged, { file: disk.damaged }) : null,
    disk && disk.state !== "good" ? h(Disk, { disk, now: clock.real() }) : null,
    failing && failing.failing.length ? h(FailingAlone, failing) : null,
    channels && (channels.down.length || channels.trouble)
      ? h(ChannelsDown, { down: channels.down, trouble: channels.trouble, now: clock.real() })
      : null,
    Object.values(glasses).map((used) =>
      h(BreakGlass, { key: used.account, used, now: clock.real() })
    ),
    wrong.length ? h(WrongClocks, { wrong }) : null,
  );
});
