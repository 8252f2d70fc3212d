/* /m: one person's page on a phone. What one says of a directive, where one stands and that one is safe is kept and goes
   by itself (kept_hand.js); anything else that could not be sent says so, keeps its key, and goes again on a tap. Calling for help and saying "done" are held. Buttons keep their places, and take nothing for a moment
   after their meaning or place has changed. */

import { HandOuts, OwnTasks, useOwnHandOuts } from "./keeping.js";
import {
  asAnswered,
  calledOf,
  lastOf,
  sayIt,
  useRecorded,
  useSaid,
  useUntold,
} from "./kept_hand.js";
import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { number, say, span } from "../base/words.js";
import { authorityWords } from "../command/authority.js";
import { ActWithReason } from "../hands/act_with_reason.js";
import { commandQueue } from "../hands/command_queue.js";
import { useHold } from "../hands/hold.js";
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
import { scene } from "../live/scene.js";
import { offline } from "../offline/offline.js";
import { OwnNumbers } from "../people/own_numbers.js";
import { disputeLine, readDirective, stateOf } from "../shared/directives.js";
import { placedSteps, recipientSteps } from "../shared/directive_steps.js";
import { openIncidents, whose } from "../shared/incidents.js";
import { ownDirectives, ownRequests } from "../shared/own.js";
import { readSos, whereOfSos } from "../shared/sos.js";
import { WhichIncident } from "../shared/which_incident.js";

/** @import { Asked, DirectiveRow, HandOutRow, IncidentRow, PersonRow, Sign, SosRow, Words } from "../types/rows.d.ts" */

const { useSyncExternalStore } = window.React;
const HOLD_MS = 1500;
const DONE_HOLD_MS = 800;
const UNDO_MS = 10000;
const STEP = 25;

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

/* What was not accepted or could not be sent, where it was touched. */
/** @type {(props: { at: string }) => ReactElement | null} */
function Told({ at }) {
  const given = useSaid(at);
  const waits = !(at in useAnswers()); /* kept, so it goes by itself */
  if (!given || given.state === "sending" || given.state === "accepted") return null;
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
    waits
      ? h("span", null, say("offline.goes_by_itself"))
      : at === "sos:own"
      ? h("span", null, say("phone.sos_goes"))
      : null,
    h(
      "button",
      {
        type: "button",
        className: "act strong",
        onClick: () => (waits ? offline.flush() : commandQueue.again(at)),
      },
      say("phone.again"),
    ),
  );
}

/* A call for help: held, so that no pocket makes one; by a held key too. */
/** @type {(props: { call: SosRow | undefined }) => ReactElement | null} */
function Sos({ call }) {
  const at = "sos:own";
  const now = useSecond();
  const { held, hand } = useHold({
    ms: HOLD_MS,
    key: "sos_hold",
    run: () => commandQueue.send("person.sos", {}, at),
  });
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
      h("span", null, say("phone.sos_shown", { where: whereOfSos(call, now) })),
    );
  }
  return h(
    "section",
    { className: "phone-sos" },
    h(
      "button",
      {
        type: "button",
        ...hand,
        className: held ? "sos-hold holding" : "sos-hold",
        "aria-label": say("phone.sos_hold"),
      },
      h("b", null, say("sos.word")),
      h("span", null, say("phone.sos_hold")),
    ),
    h(Told, { at }),
  );
}

/** @template {CommandKind} K
 * @param {{ kind: K, data: CommandFields[K], at: string, label: string, strong?: string, about?: string, since?: number }} props */
function Touch({ kind, data, at, label, strong, about, since }) {
  const given = useAnswers()[at];
  const sending = Boolean(given && given.state === "sending");
  if (!may(kind)) return null;
  return h("button", {
    type: "button",
    className: strong ? `act ${strong}` : "act",
    "aria-disabled": sending || undefined,
    onClick: () => sending || sayIt(kind, data, at, about || label, since),
  }, label);
}

/* Words of the three steps, before and after each is taken; "done" is held. */
/** @type {Record<string, { word: Sayable, past: Sayable }>} */
const STEP_WORDS = {
  "directive.ack": { word: "phone.ack", past: "phone.acked" },
  "directive.start": { word: "command.start", past: "phone.started" },
  "directive.done": { word: "phone.hold_done", past: "phone.is_done" },
};

/** @typedef {{ step: ReturnType<typeof placedSteps>[number], d: DirectiveRow, at: string, locked: boolean }} StepProps */

/* One of the three steps, always in the same place. One that cannot be taken now is shown and takes no touch. */
/** @type {(props: StepProps) => ReactElement | null} */
function Step({ step, d, at, locked }) {
  const { kind, stands } = step;
  const given = useAnswers()[at];
  const sending = Boolean(given && given.state === "sending");
  const open = (stands === "next" || stands === "open") && !sending && !locked;
  const run = () => sayIt(kind, { directive: d.id }, at, calledOf(d), lastOf(d));
  const isHeld = kind === "directive.done";
  const { held, hand } = useHold({ ms: DONE_HOLD_MS, key: "done_hold", run, open });
  if (!may(kind)) return null;
  const { word, past } = STEP_WORDS[kind];
  const parts = ["act", "step", stands];
  if (stands === "next") parts.push("strong");
  if (isHeld) parts.push("to-hold");
  if (held) parts.push("holding");
  return h(
    "button",
    {
      type: "button",
      ...(isHeld ? hand : { onClick: () => open && run() }),
      className: parts.join(" "),
      "data-step": kind,
      "aria-disabled": !open || undefined,
    },
    h("span", null, stands === "past" ? `✓ ${say(past)}` : say(word)),
  );
}

/* Where one stands on the way to a directive, and how far the work has got: beside the steps. */
/** @type {(d: DirectiveRow, status: PersonRow["status"]) => { kind: CommandKind, data: object, label: string }[]} */
function besideSteps(d, status) {
  const stand = status === "en_route" ? "on_scene" : "en_route";
  const on = Math.min(100, (d.progress || 0) + STEP);
  const place = d.place ? { place: d.place } : {};
  const beside = [];
  const working = d.state === "acknowledged" || d.state === "in_progress";
  if (working && status !== "on_scene") {
    beside.push({
      kind: /** @type {CommandKind} */ ("responder.status"),
      data: { incident: d.incident, status: stand, ...place },
      label: say(`status.${stand}`),
    });
  }
  if (recipientSteps(d.state).some(([kind]) => kind === "directive.progress")) {
    beside.push({
      kind: /** @type {CommandKind} */ ("directive.progress"),
      data: { directive: d.id, percent: on },
      label: say("phone.progress", { n: on }),
    });
  }
  return beside;
}

/* Whether "done" was said so lately that taking it back is offered first. After that it is a button among others. */
/** @type {(state: DirectiveRow["state"]) => boolean} */
function useUndo(state) {
  const before = React.useRef(state);
  const [offered, offer] = React.useState(false);
  React.useEffect(() => {
    const was = before.current;
    before.current = state;
    if (state !== "done" || was === "done") return undefined;
    offer(true);
    const timer = setTimeout(() => offer(false), UNDO_MS);
    return () => {
      clearTimeout(timer);
      offer(false);
    };
  }, [state]);
  return offered;
}

/** @type {(props: { d: DirectiveRow, at: string }) => ReactElement | null} */
function TakeBack({ d, at }) {
  const offered = useUndo(d.state);
  if (d.state !== "done" || !may("directive.take_back")) return null;
  const touch = h(Touch, {
    kind: "directive.take_back",
    data: { directive: d.id },
    at,
    about: calledOf(d),
    since: lastOf(d),
    label: say(offered ? "phone.undo_done" : "command.take_back"),
    strong: offered ? "strong" : "",
  });
  if (!offered) return h("div", { className: "touches beside" }, touch);
  return h(
    "div",
    { className: "undo-bar", style: { "--undo": `${UNDO_MS}ms` } },
    h("b", null, say("phone.said_done")),
    touch,
  );
}

/** @type {(props: { directive: DirectiveRow }) => ReactElement} */
function Clock({ directive }) {
  const now = useSecond();
  const { kind, clock } = readDirective(directive, now);
  return h("span", { className: `clock ${kind}` }, clock);
}

/** @typedef {{ d: DirectiveRow, status: PersonRow["status"], whose: string, layout: string }} DirectiveProps */

/** @type {(props: DirectiveProps) => ReactElement} */
function Directive({ d: told, status, whose, layout }) {
  const at = `directive:${told.id}`;
  const d = asAnswered(told, useUntold(at));
  const locked = useLock([layout, d.state, status, d.progress].join("|"));
  const ofOther = d.to.person !== page.person;
  return h(
    "article",
    {
      className: `phone-directive ${d.state} of-${d.urgency}`,
      "aria-label": text(d.text),
      "data-directive": d.id,
    },
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
        ofOther ? say("phone.told_of", { who: text(d.to.name) }) : "",
      ].filter(Boolean).join(" · "),
    ),
    disputeLine(d)
      ? h("p", { className: "told refused", role: "alert" }, sign("urgent"), " ", disputeLine(d))
      : null,
    h(
      "div",
      { className: locked ? "steps locked" : "steps" },
      placedSteps(d).map((step) => h(Step, { key: step.kind, step, d, at, locked })),
    ),
    h(
      Locked,
      { locked },
      h(TakeBack, { d, at }),
      ["issued", "acknowledged", "in_progress"].includes(d.state)
        ? h(
          "div",
          { className: "touches beside" },
          besideSteps(d, status).map((one) =>
            h(Touch, {
              key: one.kind,
              ...one,
              at,
              about: calledOf(d),
              since: lastOf(d),
            })
          ),
          may("directive.refuse")
            ? h(ActWithReason, {
              kind: "directive.refuse",
              data: { directive: d.id },
              at,
              send: (kind, data, place) => sayIt(kind, data, place, calledOf(d), lastOf(d)),
              label: say("command.refuse"),
            })
            : null,
        )
        : null,
    ),
    h(Told, { at }),
  );
}

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
function Request({ request, whose, locked }) {
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
    h(
      "p",
      { className: "phone-who" },
      h("b", null, text(row.name)),
      h("span", null, row.posts.map(named).join(" · ")),
    ),
    h(Sos, { call }),
    h(Observing),
    asked.map((request) =>
      h(Request, {
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
        h(Directive, { key: d.id, d, layout, status: row.status, whose: whose(d.incident, opened) })
      )
      : h("p", { className: "none" }, say("phone.no_directives")),
    h(
      Locked,
      { locked },
      h(CheckIn, { person: row.person, account: row.account }),
      h(Stand, { row, first, opened }),
    ),
    h(OwnTasks, { person: row.person }),
    h(OwnContacts, { person: row.person }),
    h(Foot),
  );
}

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
