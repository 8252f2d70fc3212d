/* /m: one person's page on a phone. Whatever could not be sent says so, keeps its key, and goes again
   on a tap; a held finger calls for help. */

import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { number, say } from "../base/words.js";
import { AnswerRequest } from "../command/authority.js";
import { ActWithReason } from "../hands/act_with_reason.js";
import { commandQueue } from "../hands/command_queue.js";
import { pressed } from "../hands/shortcuts.js";
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
import { scene } from "../live/scene.js";
import { disputeLine, readDirective, stateOf } from "../shared/directives.js";
import { recipientSteps } from "../shared/directive_steps.js";
import { openIncidents, whose } from "../shared/incidents.js";
import { ownDirectives, ownRequests } from "../shared/own.js";
import { WhichIncident } from "../shared/which_incident.js";

/** @import { Asked, DirectiveRow, IncidentRow, PersonRow, SosRow, Words } from "../types/rows.d.ts" */

const HOLD_MS = 1500;
const STEP = 25;

/* What became of the last touch at a place. */
/** @type {(props: { at: string }) => ReactElement | null} */
function Told({ at }) {
  const given = useAnswers()[at];
  if (!given) return null;
  if (given.state === "sending") {
    return h("p", { className: "told sending", role: "status" }, say("phone.sending"));
  }
  if (given.state === "accepted") {
    return h("p", { className: "told accepted", role: "status" }, sign("good"), " ", given.text);
  }
  if (given.state === "refused") {
    return h(
      "p",
      { className: "told refused", role: "alert" },
      sign("urgent"),
      " ",
      h("b", null, given.text),
      " ",
      given.mend || "",
    );
  }
  return h(
    "div",
    { className: "told unsent", role: "alert" },
    sign("warn"),
    h("b", null, say("phone.not_sent")),
    at === "sos:own" ? h("span", null, say("phone.sos_goes")) : null,
    h(
      "button",
      { type: "button", className: "act strong", onClick: () => commandQueue.again(at) },
      say("phone.again"),
    ),
  );
}

/* A call for help: held, so that no pocket makes one; by a held key too. */
/** @type {(props: { call: SosRow | undefined }) => ReactElement | null} */
function Sos({ call }) {
  const at = "sos:own";
  const [since, hold] = React.useState(/** @type {number | null} */ (null));
  const begin = () => since === null && hold(performance.now());
  const leave = () => hold(null);
  React.useEffect(() => {
    if (since === null) return undefined;
    const timer = setTimeout(() => {
      hold(null);
      commandQueue.send("person.sos", {}, at);
      if (navigator.vibrate) navigator.vibrate(200);
    }, HOLD_MS);
    return () => clearTimeout(timer);
  }, [since]);
  /** @type {(down: boolean) => (event: KeyboardEvent) => void} */
  const key = (down) => (event) => {
    if (pressed(event, "sos_hold") < 0) return;
    event.preventDefault();
    if (down) begin();
    else leave();
  };
  if (!may("person.sos")) return null;
  if (call) {
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
    );
  }
  return h(
    "section",
    { className: "phone-sos" },
    h(
      "button",
      {
        type: "button",
        className: since === null ? "sos-hold" : "sos-hold held",
        "aria-label": say("phone.sos_hold"),
        onPointerDown: begin,
        onPointerUp: leave,
        onPointerLeave: leave,
        onPointerCancel: leave,
        onBlur: leave,
        onKeyDown: key(true),
        onKeyUp: key(false),
        onContextMenu: /** @param {Event} event */ (event) => event.preventDefault(),
      },
      h("b", null, say("sos.word")),
      h("span", null, say("phone.sos_hold")),
    ),
    h(Told, { at }),
  );
}

/** @template {CommandKind} K
 * @param {{ kind: K, data: CommandFields[K], at: string, label: string, strong?: string }} props */
function Touch({ kind, data, at, label, strong }) {
  const given = useAnswers()[at];
  const sending = Boolean(given && given.state === "sending");
  if (!may(kind)) return null;
  return h("button", {
    type: "button",
    className: strong ? `act ${strong}` : "act",
    "aria-disabled": sending || undefined,
    onClick: () => commandQueue.send(kind, data, at),
  }, label);
}

/** @typedef {[kind: CommandKind, data: object, label: string, strong?: string]} Choice */

/** One's own word, where the desk says it of somebody else.
 * @type {Partial<Record<CommandKind, Sayable>>} */
const OWN_WORDS = { "directive.ack": "phone.ack" };

/* What one may say of a directive in each state; where one stands goes with it. */
/** @type {(d: DirectiveRow, status: PersonRow["status"]) => Choice[]} */
function touches(d, status) {
  const id = { directive: d.id };
  /** @type {(word: string, strong?: string) => Choice} */
  const stand = (
    word,
    strong,
  ) => [
    "responder.status",
    Object.assign({ incident: d.incident, status: word }, d.place ? { place: d.place } : {}),
    say(`status.${word}`),
    strong,
  ];
  const on = Math.min(100, (d.progress || 0) + STEP);
  /** @type {Choice[]} */
  const said = recipientSteps(d.state).map(([kind, word, strong]) =>
    kind === "directive.progress"
      ? [kind, Object.assign({ percent: on }, id), say("phone.progress", { n: on }), strong]
      : [kind, id, say(OWN_WORDS[kind] || word), strong]
  );
  said.sort((a, b) => Number(Boolean(b[3])) - Number(Boolean(a[3]))); /* the likeliest first */
  if (d.state === "acknowledged") {
    said.splice(1, 0, status === "en_route" ? stand("on_scene") : stand("en_route"));
  }
  if (d.state === "in_progress" && status !== "on_scene") {
    said.push(status === "en_route" ? stand("on_scene") : stand("en_route"));
  }
  return said;
}

/** @type {(props: { directive: DirectiveRow }) => ReactElement} */
function Clock({ directive }) {
  const now = useSecond();
  const { kind, clock } = readDirective(directive, now);
  return h("span", { className: `clock ${kind}` }, clock);
}

/** @type {(props: { d: DirectiveRow, status: PersonRow["status"], whose: string }) => ReactElement} */
function Directive({ d, status, whose }) {
  const at = `directive:${d.id}`;
  const told = d.to.person !== page.person;
  return h(
    "article",
    { className: `phone-directive ${d.state} of-${d.urgency}`, "aria-label": text(d.text) },
    h(
      "header",
      null,
      scene.shown() ? h("span", { className: "exercise-mark" }, say("exercise.mark")) : null,
      h("span", { className: `urgency of-${d.urgency}` }, say(`phone.urgency.${d.urgency}`)),
      h("span", null, stateOf(d)),
      h(Clock, { directive: d }),
    ),
    h("p", { className: "phone-text" }, text(d.text)),
    h(
      "p",
      { className: "label" },
      [
        whose ? say("phone.incident_of", { place: whose }) : "",
        d.place ? named(d.place) : "",
        told ? say("phone.told_of", { who: text(d.to.name) }) : "",
      ].filter(Boolean).join(" · "),
    ),
    disputeLine(d)
      ? h("p", { className: "told refused", role: "alert" }, sign("urgent"), " ", disputeLine(d))
      : null,
    h(
      "div",
      { className: "touches" },
      touches(d, status).map(([kind, data, label, strong]) =>
        h(Touch, { key: label, kind, data, at, label, strong })
      ),
    ),
    ["issued", "acknowledged", "in_progress"].includes(d.state) && may("directive.refuse")
      ? h(ActWithReason, {
        kind: "directive.refuse",
        data: { directive: d.id },
        at,
        label: say("command.refuse"),
      })
      : null,
    h(Told, { at }),
  );
}

/** @type {(props: { request: Asked, whose: string }) => ReactElement} */
function Request({ request, whose }) {
  const at = `request:${request.id}`;
  return h(
    "article",
    { className: "phone-directive issued of-urgent" },
    h(
      "p",
      { className: "phone-text" },
      say(`authority.${request.capability}`, {
        target: named(request.target),
        scope: named(request.scope),
      }),
    ),
    h(
      "p",
      { className: "label" },
      [whose ? say("phone.incident_of", { place: whose }) : "", say("phone.asked_you")].filter(
        Boolean,
      ).join(" · "),
    ),
    h("div", { className: "touches" }, h(AnswerRequest, { request, at })),
    h(Told, { at }),
  );
}

/* Safe, and where: one's own word, which counts. */
/** @type {(props: { person: string, account: PersonRow["account"] }) => ReactElement | null} */
function CheckIn({ person, account }) {
  const at = "checkin:own";
  const [muster] = useKept("phone.muster", "");
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
    h(Told, { at }),
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
    h(Told, { at }),
  );
}

/* Whoever watches a drill notes what they see, with photographs, on its console. */
function Observing() {
  const drill = useDrill();
  if (!drill || !may("observation.note")) return null;
  return h("a", { className: "act strong phone-observe", href: "/drills" }, say("phone.observe"));
}

panel("phone", function Phone() {
  const people = useKind("people", "");
  const directives = useKind("directives", "");
  const incidents = useKind("incident", "");
  const call = useRealKind("people", "sos:")[`sos:${page.person}`];
  const ready = useReady();
  const person = page.person;
  /** @type {PersonRow | undefined} */
  const row = people[person];
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
  /* The incident of what this person was told first, else the gravest. */
  const opened = openIncidents(incidents);
  const first = opened.find((one) => own.some((d) => d.incident === one.id)) || opened[0];
  /** @type {(request: Asked) => IncidentRow | undefined} */
  const incidentOf = (request) => opened.find((one) => one.authority.asked.includes(request));
  return h(
    React.Fragment,
    null,
    h(
      "p",
      { className: "phone-who" },
      h("b", null, text(row.name)),
      h("span", null, row.posts.map(named).join(" · ")),
    ),
    h(Sos, { call }),
    h(Observing),
    asked.map((request) =>
      h(Request, { key: request.id, request, whose: whose(incidentOf(request)?.id, opened) })
    ),
    h(
      "h2",
      null,
      h("span", null, say("phone.directives")),
      h("b", null, own.length ? number(own.length) : ""),
    ),
    own.length
      ? own.map((d) =>
        h(Directive, { key: d.id, d, status: row.status, whose: whose(d.incident, opened) })
      )
      : h("p", { className: "none" }, say("phone.no_directives")),
    h(CheckIn, { person, account: row.account }),
    h(Stand, { row, first, opened }),
  );
});
