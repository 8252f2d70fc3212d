/* /m, one person's page on a phone. Reports on a directive, one's location and check-in are
   stored and sent automatically (kept_hand.js); anything else that could not be sent says so,
   keeps its key, and is sent again on a tap. The SOS and "done" must be held. Buttons keep their
   places, and ignore touches for a moment after their meaning or place has changed. */

import { CallForHelp } from "./call_for_help.js";
import { HandOuts, OwnTasks, useOwnHandOuts } from "./keeping.js";
import { useRecorded } from "./kept_hand.js";
import { PhoneDirective } from "./phone_directive.js";
import { PhoneNow } from "./phone_now.js";
import { PhoneRequest } from "./phone_request.js";
import { Touch, TouchTold } from "./phone_touch.js";
import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { number, say } from "../base/words.js";
import { Locked, useLock } from "../hands/lock.js";
import { named, site } from "../live/plant.js";
import {
  panel,
  useAnswers,
  useDrill,
  useKept,
  useKind,
  useReady,
  useRealKind,
  useSecond,
} from "../live/react_panels.js";
import { offline, phoneOf } from "../offline/offline.js";
import { OwnNumbers } from "../people/own_numbers.js";
import { musterOf, openIncidents, whose } from "../shared/incidents.js";
import { ownDirectives, ownRequests } from "../shared/own.js";
import { readSos, whereOfSos } from "../shared/sos.js";
import { WhichIncident } from "../shared/which_incident.js";

/** @import { Asked, DirectiveRow, HandOutRow, IncidentRow, PersonRow, Sign, SosRow, Words } from "../types/rows.d.ts" */

const { useSyncExternalStore } = window.React;
const HELPS = ["fire", "medical"];

/* What became of the last acts, at the foot of the screen. It is always there and of one height: nothing moves when it
   speaks, and no button lies under it. */
function Foot() {
  const given = Object.values(useAnswers());
  /** @type {(state: CommandAnswer["state"]) => CommandAnswer[]} */
  const those = (state) => given.filter((one) => one.state === state);
  useSyncExternalStore(offline.subscribe, offline.shown);
  const kept = offline.mine().filter(({ state }) => state === "waiting").length;
  const recorded = useRecorded();
  const [unsent, accepted] = [those("unanswered").length + kept, those("accepted").pop()];
  /** @type {(kind: string, mark: Sign | null, words: string | undefined) => ReactElement} */
  const line = (kind, mark, words) =>
    h("p", { className: `told ${kind}` }, mark ? sign(mark) : null, h("span", null, words));
  return h(
    "footer",
    { className: "phone-foot", role: "status" },
    those("sending").length
      ? line("sending", null, say("phone.sending"))
      : accepted || recorded
      ? line("accepted", "good", accepted ? accepted.text : recorded)
      : unsent
      ? line("unsent", "warn", say("phone.unsent", { n: unsent }))
      : line("idle", null, say("phone.all_sent")),
  );
}

/* The session has ended while this page stood: said at its top, with the way in. */
function SessionOver() {
  const { line } = useSyncExternalStore(offline.subscribe, offline.shown);
  if (line !== "signed_out") return null;
  return h(
    "section",
    { className: "told unsent session-over", role: "alert" },
    sign("warn"),
    h("b", null, say("phone.session_over")),
    h("span", null, say("phone.session_over_then")),
    h("a", { className: "act", href: "/sign-in?next=/m&ended=1" }, say("sign_in.enter")),
  );
}

/* A call for help that stands, else the button to make one. */
/** @type {(props: { call: SosRow | undefined }) => ReactElement | null} */
function Sos({ call }) {
  const now = useSecond();
  if (!may("person.sos")) return null;
  if (!call) return h("section", { className: "phone-sos" }, h(CallForHelp, {}));
  return h(
    "section",
    { className: "phone-sos standing" },
    h("b", null, say("phone.sos_stands")),
    h(
      "span",
      null,
      call.answered_at
        ? say("sos.heard_by", { by: named(call.answered_by) })
        : say("phone.sos_unheard"),
    ),
    h("span", null, say("phone.sos_shown", { where: whereOfSos(call, now) })),
  );
}

/* Safe, and where: one's own word, which counts. Where one was ordered to go is said, and its button is the strong
   one. */
/** @type {(props: { person: string, account: PersonRow["account"], ordered: string | null }) => ReactElement | null} */
function CheckIn({ person, account, ordered }) {
  const at = "checkin:own";
  const [last] = useKept("phone.muster", "");
  const muster = ordered || last;
  if (!account || !may("person.check_in")) return null;
  /** @type {{ id: string, name: Words }[]} */
  const musters = site().musters || [];
  return h(
    "section",
    { className: "phone-checkin" },
    h(
      "h2",
      null,
      h("span", null, say("phone.check_in")),
      h("b", null, say(`people.account.${account}`)),
    ),
    ordered && account !== "checked_in"
      ? h(
        "p",
        { className: "urgent" },
        h("b", null, say("phone.go_to", { muster: named(ordered) })),
      )
      : null,
    h(
      "div",
      { className: "touches" },
      musters.map((one) =>
        h(Touch, {
          key: one.id,
          kind: "person.check_in",
          data: { person, muster: one.id },
          at,
          label: text(one.name),
          strong: muster === one.id ? "strong" : "",
        })
      ),
    ),
    h(TouchTold, { at }),
  );
}

/* With several incidents one says to which one is on the way: at first that of the own directives. */
/** @type {(props: { row: PersonRow, first: IncidentRow | undefined, opened: IncidentRow[] }) => ReactElement | null} */
function Stand({ row, first, opened }) {
  const at = "status:own";
  const [chosen, choose] = React.useState("");
  if (!may("responder.status")) return null;
  const words = ["en_route", "staged", "on_scene", "released"];
  const incident = opened.find((one) => one.id === chosen) || first;
  const more = incident ? { incident: incident.id } : {};
  return h(
    "section",
    { className: "phone-stand" },
    h(
      "h2",
      null,
      h("span", null, say("phone.stand")),
      h("b", null, row.status ? say(`status.${row.status}`) : ""),
    ),
    h(WhichIncident, { incidents: opened, incident, choose }),
    h(
      "div",
      { className: "touches" },
      words.map((status) =>
        h(Touch, {
          key: status,
          kind: "responder.status",
          data: Object.assign({ status }, more),
          at,
          label: say(`status.${status}`),
          strong: row.status === status ? "strong" : "",
        })
      ),
    ),
    h(TouchTold, { at }),
  );
}

/* One's own contacts: how one is reached, and the code of a message that asks for it. */
/** @type {(props: { person: string }) => ReactElement} */
function OwnContacts({ person }) {
  const [opened, open] = React.useState(false);
  return h(
    "details",
    {
      className: "drawer own-contacts",
      onToggle: (/** @type {Event} */ e) => open(/** @type {HTMLDetailsElement} */ (e.target).open),
    },
    h("summary", null, say("phone.contacts")),
    opened ? h(OwnNumbers, { person }) : null,
  );
}

/* Whoever watches a drill notes what they see, with photographs, on its console. */
function Observing() {
  const drill = useDrill();
  if (!drill || !may("observation.note")) return null;
  return h("a", { className: "act strong phone-observe", href: "/drills" }, say("phone.observe"));
}

/** @typedef {{ row: PersonRow, call: SosRow | undefined, layout: string, asked: Asked[], own: DirectiveRow[],
 *   opened: IncidentRow[], handing: HandOutRow[] }} OwnPage */

/* The page of somebody whom the site knows. */
/** @type {(props: OwnPage) => ReactElement} */
function OwnPage({ row, call, layout, asked, own, opened, handing }) {
  const locked = useLock(layout);
  /* The incident of what this person was told first, else the gravest. */
  const first = opened.find((one) => own.some((d) => d.incident === one.id)) || opened[0];
  /** @type {(request: Asked) => IncidentRow | undefined} */
  const incidentOf = (request) => opened.find((one) => one.authority.asked.includes(request));
  return h(
    React.Fragment,
    null,
    h(SessionOver),
    h(
      "p",
      { className: "phone-who" },
      h("b", null, text(row.name)),
      h("span", null, row.posts.map(named).join(" · ")),
    ),
    h(Sos, { call }),
    h(PhoneNow, { incident: first, row, whose: first ? whose(first.id, opened) : "" }),
    h(Observing),
    asked.map((request) =>
      h(PhoneRequest, {
        key: request.id,
        request,
        locked,
        whose: whose(incidentOf(request)?.id, opened),
      })
    ),
    h(HandOuts, { rows: handing, opened, locked }),
    h(
      "h2",
      null,
      h("span", null, say("phone.directives")),
      h("b", null, own.length ? number(own.length) : ""),
    ),
    own.length
      ? own.map((d) =>
        h(PhoneDirective, {
          key: d.id,
          d,
          layout,
          status: row.status,
          whose: whose(d.incident, opened),
        })
      )
      : h("p", { className: "none" }, say("phone.no_directives")),
    h(
      Locked,
      { locked },
      h(CheckIn, {
        person: row.person,
        account: row.account,
        ordered: musterOf(row, opened),
      }),
      h(Stand, { row, first, opened }),
    ),
    h(OwnTasks, { person: row.person }),
    h(OwnContacts, { person: row.person }),
    h(Foot),
  );
}

/* The outside units that help people: what anybody can call where the center is out of reach. */
const outsideNumbers = () =>
  (site().outside || []).filter((/** @type {Answered} */ one) => HELPS.includes(one.kind)).map((
    /** @type {Answered} */ { name, phone },
  ) => ({ name, phone }));

panel("phone", function Phone() {
  const people = useKind("people", "");
  const directives = useKind("directives", "");
  const incidents = useKind("incident", "");
  const calls = useRealKind("people", "sos:");
  const answers = useAnswers();
  const call = calls[`sos:${page.person}`];
  const ready = useReady();
  const person = page.person;
  const handing = useOwnHandOuts(person);
  /** @type {PersonRow | undefined} */
  const row = people[person];
  React.useEffect(() => {
    if (row && may("person.sos")) phoneOf.set(row.name, outsideNumbers());
  }, [row]);
  if (!person || (ready && !row)) {
    return h(
      React.Fragment,
      null,
      h(Observing),
      h("section", { className: "panel" }, h("p", { className: "none" }, say("phone.nobody"))),
    );
  }
  if (!row) {
    return h(
      React.Fragment,
      null,
      h(Sos, { call }),
      h("p", { className: "none" }, say("link.first")),
    );
  }
  const own = ownDirectives(directives, person);
  const asked = ownRequests(incidents, person);
  const opened = openIncidents(incidents);
  /* Whatever makes buttons further down stand elsewhere. */
  const notes = Object.keys(answers).filter((at) =>
    ["refused", "unanswered"].includes(answers[at].state)
  );
  const layout = JSON.stringify([
    readSos(calls).map((one) => [one.sos, one.answered_at]),
    asked.map((one) => one.id),
    own.map((d) => [d.id, (d.disputed || []).length]),
    handing.map((one) => [one.dispatch, one.store, one.state]),
    notes,
  ]);
  return h(OwnPage, { row, call, layout, asked, own, opened, handing });
});
