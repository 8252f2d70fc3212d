/* A call for help, across every screen, above everything: who, where, since when, and who has heard. */

import { readSos, whereOfSos } from "./sos.js";
import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { say, span } from "../base/words.js";
import { ActWithReason } from "../hands/act_with_reason.js";
import { Act, Answer } from "../hands/hands.js";
import { named } from "../live/plant.js";
import { panel, useRealKind, useSecond } from "../live/react_panels.js";

/** @import { PersonRow, SosRow } from "../types/rows.d.ts" */

/** @type {(props: { call: SosRow, people: Record<string, PersonRow>, now: number }) => ReactElement} */
function Call({ call, people, now }) {
  const at = `sos:${call.sos}`;
  const name = text(call.of);
  return h(
    "div",
    { className: call.answered_at ? "sos heard" : "sos" },
    h("b", { className: "sos-word" }, "■ ", say("sos.word")),
    h("b", null, name),
    h("span", null, whereOfSos(call, people, now), call.note ? ` · ${text(call.note)}` : ""),
    h("span", { className: "clock" }, span(Math.max(0, now - call.at))),
    call.answered_at ? h("span", null, say("sos.heard_by", { by: named(call.answered_by) })) : null,
    h(
      "div",
      { className: "actions" },
      !call.answered_at && may("person.sos_answer")
        ? h(Act, {
          kind: "person.sos_answer",
          data: { person: call.sos },
          at,
          label: say("sos.answer"),
          strong: "strong",
        })
        : null,
      may("person.sos_end") && (may("person.sos_answer") || call.sos === page.person)
        ? h(ActWithReason, {
          kind: "person.sos_end",
          data: { person: call.sos },
          at,
          label: say("sos.end"),
          ask: say("sos.end_how"),
        })
        : null,
    ),
    h(Answer, { at }),
  );
}

panel("sos", function SosBanner() {
  const standing = useRealKind("people", "sos:"); /* a person's call is always real */
  const people = useRealKind("people", "");
  const now = useSecond();
  const calls = page.role ? readSos(standing) : [];
  if (!calls.length) return null;
  return h(
    "div",
    { className: "sos-calls", role: "region", "aria-label": say("sos.title") },
    calls.map((call) => h(Call, { key: call.sos, call, people, now })),
  );
});
