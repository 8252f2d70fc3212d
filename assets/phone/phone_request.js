/* A question for authority on the phone of whoever may grant it. */

import { Touch, TouchTold } from "./phone_touch.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { say, span } from "../base/words.js";
import { authorityWords } from "../command/authority.js";
import { ActWithReason } from "../hands/act_with_reason.js";
import { Locked } from "../hands/lock.js";
import { site } from "../live/plant.js";
import { useSecond } from "../live/react_panels.js";

/** @import { Asked } from "../types/rows.d.ts" */

/* Who asks, at which level, and how long they have waited. */
/** @type {(props: { request: Asked }) => ReactElement} */
function Waiting({ request }) {
  const now = useSecond();
  return h(
    "p",
    { className: "label asks" },
    say("phone.asks_you", {
      name: request.by_name || "–",
      level: text((site().by.levels[request.level] || { name: request.level }).name),
      span: span(Math.max(0, now - request.wait_from)),
    }),
  );
}

/* A question for authority, granted or denied by one touch; a reason may be given with a denial. */
/** @type {(props: { request: Asked, whose: string, locked: boolean }) => ReactElement} */
export function PhoneRequest({ request, whose, locked }) {
  const at = `request:${request.id}`;
  return h(
    "article",
    { className: "phone-directive issued of-urgent" },
    h(
      "p",
      { className: "phone-text" },
      authorityWords(request),
    ),
    h(
      "p",
      { className: "label" },
      [whose ? say("phone.incident_of", { place: whose }) : "", say("phone.asked_you")].filter(
        Boolean,
      ).join(" · "),
    ),
    h(Waiting, { request }),
    h(
      Locked,
      { locked },
      h(
        "div",
        { className: "touches answer-request" },
        h(Touch, {
          kind: "authority.grant",
          data: { request: request.id },
          at,
          label: say("authority.grant"),
          strong: "strong",
        }),
        h(Touch, {
          kind: "authority.deny",
          data: { request: request.id },
          at,
          label: say("authority.deny"),
        }),
      ),
      may("authority.deny")
        ? h(
          "div",
          { className: "touches beside" },
          h(ActWithReason, {
            kind: "authority.deny",
            data: { request: request.id },
            at,
            label: say("authority.deny_reason"),
          }),
        )
        : null,
    ),
    h(TouchTold, { at }),
  );
}
