/* Authority in an incident: what was refused and who may grant it, who was asked and since when,
   and the answers. The waiting time is shown. */

import { may as mayGive, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { listed, say, span } from "../base/words.js";
import { untilWords } from "./readiness.js";
import { ActWithReason } from "../hands/act_with_reason.js";
import { Act, Answer } from "../hands/hands.js";
import { named as nameOf } from "../live/plant.js";
import { useSecond } from "../live/react_panels.js";
import { readReach } from "../shared/reach.js";

/** @import { Asked as Request, Basis, Beyond as Refused, IncidentRow, Sign } from "../types/rows.d.ts" */

/** @type {Record<Request["state"], Sign>} */
export const signOfRequest = {
  asked: "warn",
  granted: "good",
  denied: "urgent",
  emergency: "warn",
};

/* A team whose own name ends with its area, as "Team C (Workshop 3)", is not said with it twice. */
/** @type {(one: Pick<Request, "capability" | "scope" | "target">) => string} */
export function authorityWords(one) {
  const scope = nameOf(one.scope);
  const named = nameOf(one.target);
  const target = [`(${scope})`, `（${scope}）`].reduce(
    (name, end) => (name.endsWith(end) ? name.slice(0, -end.length).trim() : name),
    named,
  );
  return say(`authority.${one.capability}`, { target, scope });
}

/** @type {(props: {request: Request}) => ReactElement} */
function Wait({ request }) {
  const now = useSecond();
  return h(
    "span",
    { className: "clock" },
    say("authority.waits", { span: span(Math.max(0, now - request.wait_from)) }),
  );
}

/* Emergency authority, once two minutes are over without an answer; before that, when. */
/** @type {(props: {request: Request, at: string}) => ReactElement | null} */
function Emergency({ request, at }) {
  const now = useSecond();
  const left = request.emergency_from - now;
  if (!mayGive("authority.use_emergency")) return null;
  return verdictAt(request.turns, now).code === "waits"
    ? h("span", { className: "label" }, say("authority.emergency_in", { span: span(left) }))
    : h(ActWithReason, {
      kind: "authority.use_emergency",
      data: { request: request.id },
      at,
      label: say("authority.emergency"),
      strong: "urgent",
    });
}

/* What who was asked can say: at their own screen, or taken down from the telephone. */
/** @type {(props: {request: Pick<Request, "id" | "person">, at: string}) => ReactElement | null} */
export function AnswerRequest({ request, at }) {
  const own = request.person === page.person;
  /** @type {Pick<Spoken, "via" | "speaker">} */
  const spoken = own ? {} : { via: "phone", speaker: request.person };
  const keepsTheLog = ["commander", "controller"].includes(page.role);
  if (!mayGive("authority.grant") || (!own && !keepsTheLog)) return null;
  const data = Object.assign({ request: request.id }, spoken);
  return h(
    React.Fragment,
    null,
    h(Act, {
      kind: "authority.grant",
      data,
      at,
      label: say(own ? "authority.grant" : "authority.says_yes"),
      strong: own ? "strong" : "",
    }),
    h(ActWithReason, {
      kind: "authority.deny",
      data,
      at,
      label: say(own ? "authority.deny" : "authority.says_no"),
    }),
  );
}

/** @type {(props: {request: Request}) => ReactElement} */
function Asked({ request }) {
  const at = `request:${request.id}`;
  const open = request.state === "asked";
  const reach = readReach(Object.assign({ issued_at: request.asked_at }, request));
  const words = [
    ...(reach.unsent ? [reach.unsent] : []),
    ...reach.people.flatMap((one) => one.channels),
  ];
  const waited = request.answered_at
    ? say("authority.waited", { span: span(request.answered_at - request.wait_from) })
    : "";
  return h(
    "div",
    { className: "authority-row" },
    sign(signOfRequest[request.state]),
    h(
      "div",
      { className: "what" },
      h("b", null, authorityWords(request)),
      h(
        "span",
        null,
        say(`authority.state.${request.state}`, { name: text(request.name) }),
        waited ? ` · ${waited}` : "",
        request.by_asker ? h("em", { className: "warn" }, ` · ${say("authority.by_asker")}`) : null,
        request.reason ? ` · ${text(request.reason)}` : "",
      ),
      words.length
        ? h(
          "span",
          { className: "reach" },
          words.map((one, n) => h("span", { key: n, className: one.kind }, one.words)),
        )
        : null,
    ),
    open ? h(Wait, { request }) : null,
    open
      ? h(
        "div",
        { className: "actions" },
        h(AnswerRequest, { request, at }),
        h(Emergency, { request, at }),
      )
      : null,
    h(Answer, { at }),
  );
}

/** @type {(props: {incident: IncidentRow, one: Refused}) => ReactElement} */
function Beyond({ incident, one }) {
  const at = `beyond:${one.capability}:${one.scope}:${one.target}`;
  const data = {
    incident: incident.id,
    capability: /** @type {CommandFields["authority.ask"]["capability"]} */ (one.capability),
    scope: one.scope,
    target: one.target,
  };
  return h(
    "div",
    { className: "authority-row" },
    sign("warn"),
    h(
      "div",
      { className: "what" },
      h("b", null, authorityWords(one)),
      h("span", null, say("authority.beyond")),
    ),
    h(
      "div",
      { className: "actions" },
      one.may.length
        ? one.may.map((who) =>
          h(Act, {
            key: who.post,
            kind: "authority.ask",
            data: Object.assign({ person: who.person }, data),
            at,
            label: say("authority.ask", { name: who.name }),
            title: nameOf(who.post),
            strong: "strong",
          })
        )
        : h("span", { className: "label" }, say("refusal.authority_nobody")),
    ),
    h(Answer, { at }),
  );
}

const FEW = 3;
/* One authority under which an incident runs: whose it is, for what, and until when it is lent. */
/** @type {(one: Basis) => string} */
export function basisWords(one) {
  const areas = one.areas.length > FEW
    ? say("delegations.areas", { n: one.areas.length })
    : listed(one.areas.map(nameOf));
  const what = say(one.capability === "direct" ? "delegations.direct" : "delegations.mobilise", {
    areas,
  });
  return say(/** @type {Sayable} */ (`authority.basis.${one.by}`), {
    post: nameOf(one.of_post || one.post || ""),
    until: one.until === null ? "" : untilWords(one.until),
    source: one.source || "",
    what,
  });
}

/** @type {(props: {basis: Basis[]}) => ReactElement | null} */
const Runs = ({ basis }) =>
  basis.length
    ? h(
      "div",
      { className: "basis" },
      h("b", null, say("authority.basis")),
      basis.map((one, n) =>
        h("span", { key: n, className: one.by === "own" ? "" : "lent" }, basisWords(one))
      ),
    )
    : null;

/** @type {(props: {incident: IncidentRow}) => ReactElement | null} */
export function Authority({ incident }) {
  const { asked, basis, beyond } = incident.authority;
  if (!asked.length && !beyond.length && !basis.length) return null;
  const may = mayGive("authority.ask");
  return h(
    "div",
    { className: "authority" },
    h("span", { className: "label" }, say("authority.title")),
    h(Runs, { basis }),
    may
      ? beyond.map((one) =>
        h(Beyond, { key: `${one.capability}:${one.scope}:${one.target}`, incident, one })
      )
      : null,
    asked.map((request) => h(Asked, { key: request.id, request })),
  );
}
