/* The plant's guidance for an alarm: its cause, its consequence, what to do, and by when
   (ISA-18.2). */

import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { verdictAt } from "../base/turns.js";
import { say, span, timeOrDay } from "../base/words.js";
import { site } from "../live/plant.js";

/** @import { AlarmRow, Words } from "../types/rows.d.ts" */

/** @typedef {{ tag: string, condition: string, cause: Words, consequence: Words, response: Words,
 *   respond_within_min: number }} Rationalisation */

/** @type {(alarm: { tag: string, condition: string }) => Rationalisation | undefined} */
export const rationalisationOf = (alarm) =>
  (site().rationalisations || []).find((/** @type {Rationalisation} */ one) =>
    one.tag === alarm.tag && one.condition === alarm.condition
  );

/* "by 14:32, 4:10 left". Acknowledging does not answer it; what has returned asks for nothing. */
/** @type {(alarm: AlarmRow, now: number) => string} */
export const respondBy = (alarm, now) => {
  const by = alarm.respond_by;
  if (by === undefined) return "";
  return verdictAt(alarm.response, now).code === "late"
    ? say("guide.over", { at: timeOrDay(by, now), over: span(now - by) })
    : say("guide.by", { at: timeOrDay(by, now), left: span(by - now) });
};

/* What to do, in one line; "" where nobody has thought it through. */
/** @type {(alarm: { tag: string, condition: string }) => string} */
export const responseWords = (alarm) => {
  const found = rationalisationOf(alarm);
  return found ? text(found.response) : "";
};

/** @type {(props: { alarm: AlarmRow, now: number }) => ReactElement | null} */
export function AlarmGuide({ alarm, now }) {
  const found = rationalisationOf(alarm);
  if (!found) return null;
  const by = respondBy(alarm, now);
  const { kind } = verdictAt(alarm.response, now);
  return h(
    "details",
    { className: "alarm-guide" },
    h(
      "summary",
      null,
      h("b", null, `${say("guide.response")} `),
      text(found.response),
      by ? h("span", { className: kind }, ` · ${by}`) : null,
    ),
    h(
      "dl",
      null,
      h("dt", null, say("guide.cause")),
      h("dd", null, text(found.cause)),
      h("dt", null, say("guide.consequence")),
      h("dd", null, text(found.consequence)),
    ),
  );
}
