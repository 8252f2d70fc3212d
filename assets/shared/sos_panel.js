/* A call for help, across every screen, above everything: who, where, since when, and who has heard. */

import { ToldOf } from "./paging_line.js";
import { numberOfSos, postOfSos, readSos, whereOfSos } from "./sos.js";
import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { say, span, timeOrDay } from "../base/words.js";
import { ActWithReason } from "../hands/act_with_reason.js";
import { Act, Answer } from "../hands/hands.js";
import { named } from "../live/plant.js";
import { panel, useRealKind, useSecond } from "../live/react_panels.js";
import { showNumbers } from "../people/numbers.js";
import { CallsNotSent } from "../phone/call_for_help.js";

/** @import { ContactRow, SosRow } from "../types/rows.d.ts" */

/* The number to call of somebody who calls for help: shown at once to whoever may answer, which the server logs. */
/** @type {(person: string, contact: ContactRow | undefined) => string | null} */
function useNumberOf(person, contact) {
  const [known, set] = React.useState(/** @type {string | null} */ (null));
  const version = contact && contact.call ? contact.call.version : "";
  React.useEffect(() => {
    set(null);
    if (!version) return;
    showNumbers(person, "sos").then(({ told }) => {
      const found = told && told.contacts.find((one) => one.version === version);
      if (found) set(found.address);
    });
  }, [person, version]);
  return known;
}

/** @type {(props: { call: SosRow, contact: ContactRow | undefined, now: number }) => ReactElement} */
function Call({ call, contact, now }) {
  const at = `sos:${call.sos}`;
  const name = text(call.of);
  const post = postOfSos(call);
  const answers = may("person.sos_answer");
  const address = useNumberOf(call.sos, answers ? contact : undefined);
  const number = numberOfSos(contact, answers, address);
  return h(
    "div",
    { className: call.answered_at ? "sos heard" : "sos" },
    h("b", { className: "sos-word" }, "■ ", say("sos.word")),
    h("b", null, name),
    post ? h("span", { className: "sos-post" }, post) : null,
    h(
      "span",
      { className: "sos-where" },
      whereOfSos(call, now),
      call.note ? ` · ${text(call.note)}` : "",
    ),
    number ? h("b", { className: "sos-number" }, number) : null,
    h("span", { className: "clock" }, span(Math.max(0, now - call.at))),
    call.arrived_at
      ? h(
        "b",
        { className: "sos-arrived" },
        say("sos.arrived", {
          at: timeOrDay(call.at, now),
          arrived: timeOrDay(call.arrived_at, now),
        }),
      )
      : null,
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
    h(ToldOf, { kind: "sos", about: call.sos }),
    h(Answer, { at }),
  );
}

panel("sos", function SosBanner() {
  const standing = useRealKind("people", "sos:"); /* a person's call is always real */
  const contacts = useRealKind("people", "contact:");
  const now = useSecond();
  const calls = page.role ? readSos(standing) : [];
  if (!calls.length) return h(CallsNotSent);
  return h(
    "div",
    { className: "sos-calls", role: "region", "aria-label": say("sos.title") },
    calls.map((call) =>
      h(Call, { key: call.sos, call, contact: contacts[`contact:${call.sos}`], now })
    ),
    h(CallsNotSent),
  );
});
