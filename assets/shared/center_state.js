/* What is wrong with the command center itself: no process leads, a process has a wrong clock, a channel is down. */

import { age, has, say, span, timeOrDay } from "../base/words.js";
import { useDrill, useRealKind } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";

/** @import { AheadOf, ChannelsRow, ClocksRow, DownChannel, DutiesRow, Failing } from "../types/rows.d.ts" */

/* A row that did not come (an older server) says nothing is wrong. */
/** @type {(duties: DutiesRow | undefined, clocks: ClocksRow | undefined, now: number) =>
 *   { unledMs: number | null, wrong: AheadOf[] }} */
export const readCenterState = (duties, clocks, now) => ({
  unledMs: !duties || duties.led ? null : Math.max(0, now - (duties.since ?? now)),
  wrong: clocks ? clocks.wrong : [],
});

/* Whether some process leads. */
/** @type {() => boolean} */
export const useLed = () => {
  /** @type {DutiesRow | undefined} */
  const duties = useRealKind("center", "duties").duties;
  return !duties || duties.led;
};

/** @type {(wrong: AheadOf) => string} */
export const clockWords = ({ process, ahead_s }) =>
  say(ahead_s < 0 ? "center.clock_behind" : "center.clock_ahead", {
    process,
    span: age(Math.abs(ahead_s) * 1000),
  });

/* What fails, in words where it is a duty of this release. */
/** @type {(part: Failing["part"], name: string) => string} */
const failingName = (part, name) => {
  const duty = `center.duty.${name}`;
  return part === "duty" && has(duty) ? say(duty) : name;
};

/* Something that fails alone: what it is, since when, and the error. */
/** @type {(failing: Failing) => string} */
export const failingWords = ({ part, name, since, why }) =>
  say("center.failing_line", {
    part: say(`center.failing.${part}`),
    name: failingName(part, name),
    since: timeOrDay(since, clock.real()),
    why,
  });

/** @type {(code: DownChannel["code"], by: string | null) => Sayable} */
const downKey = (code, by) => {
  if (code === "unconfirmed") return "center.channel_unconfirmed";
  return by ? "center.channel_taken_over" : "center.channel_down";
};

/* A channel that carries nothing, since when, and which one sends instead. */
/** @type {(down: DownChannel, now: number) => string} */
export const downWords = ({ channel, code, kind, since, taken_over }, now) =>
  say(downKey(code, taken_over), {
    kind: say(`channel.${kind}`),
    channel,
    span: since === null ? "" : span(Math.max(0, now - since)),
    other: taken_over || "",
  });

/* Whether this plant tells nobody but by board, voice and radio. A drill has telephones of its own. */
/** @type {() => boolean} */
export const useSilent = () => {
  /** @type {ChannelsRow | undefined} */
  const channels = useRealKind("center", "channels").channels;
  return Boolean(channels && channels.silent) && !useDrill();
};
