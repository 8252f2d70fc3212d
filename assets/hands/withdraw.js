/* Withdrawing an incident opened in error, beside closing it: unobtrusive, behind a question,
   because it cannot be undone. What still prevents it is listed first, each with a link. */

import { fits } from "./bounds.js";
import { commandQueue } from "./command_queue.js";
import { boundsOf, TextControl } from "./field_control.js";
import { Answer } from "./hands.js";
import { hasLead, lead } from "./leads.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { say, time } from "../base/words.js";
import { named } from "../live/plant.js";
import { useAnswers, useKind, useSecond } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";
import { commands } from "../shared/incidents.js";
import { linkTo } from "../shared/links.js";

/** @import { IncidentRow, Missing as MissingPart, WithdrawnSeen } from "../types/rows.d.ts" */

const REASON = boundsOf("incident.withdraw", "reason");

/* What is missing, a line each; it leads to the place that mends it, where this session can do that. */
/** @type {(props: {missing: MissingPart[], incident: IncidentRow, may: boolean}) => ReactElement[]} */
export const Missing = ({ missing, incident, may }) =>
  missing.map((m) =>
    may && hasLead(m.code)
      ? h(
        "button",
        {
          key: m.code,
          type: "button",
          className: "missing lead",
          onClick: () => lead(m.code, incident),
        },
        sign("gone"),
        h("span", null, say(`missing.${m.code}`, m)),
        h("i", { "aria-hidden": true }, "→"),
      )
      : h(
        "div",
        { key: m.code, className: "missing" },
        sign("gone"),
        say(`missing.${m.code}`, m),
      )
  );

/* It takes on alarms, calls and a start: by its own commander's word, and where nobody commands by anybody's. */
/** @type {(one: IncidentRow) => boolean} */
const takesFrom = (one) => !one.commander || commands(one);

/** @type {(one: IncidentRow) => string} */
const calledOf = (one) => `${one.id} ${text(one.title)}`;
/** @type {(incident: IncidentRow, one: IncidentRow) => string} */
const refers = (incident, one) =>
  say(
    one.commander?.kind === "virtual"
      ? "command.withdraw_of_virtual"
      : "command.withdraw_of_another",
    { id: incident.id, same_as: calledOf(one), name: text(one.commander?.name) },
  );

/** @type {(props: {incident: IncidentRow, others: IncidentRow[], at: string, cancel: () => void}) => ReactElement} */
function Question({ incident, others, at, cancel }) {
  const [reason, setReason] = React.useState("");
  const [same, setSame] = React.useState("");
  const given = useAnswers()[at];
  const sending = Boolean(given && given.state === "sending");
  const missing = incident.missing_to_withdraw || [];
  const short = !fits(REASON, reason, clock.now());
  const open = others.filter(takesFrom);
  /* Closed, withdrawn or taken over meanwhile: under no hand the same event becomes none. */
  const lost = same && !open.some((one) => one.id === same)
    ? say("command.withdraw_lost", { same_as: same })
    : "";
  const sure = lost ||
    say(same ? "command.withdraw_sure_same" : "command.withdraw_sure", {
      id: incident.id,
      same_as: same,
    });
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    if (short || lost) return;
    commandQueue.send(
      "incident.withdraw",
      Object.assign(
        { incident: incident.id, reason: reason.trim() },
        same ? { same_as: same } : {},
      ),
      at,
    );
  };
  return h(
    "form",
    {
      className: "withdrawing",
      "aria-label": say("command.incident_withdraw"),
      onSubmit: send,
      onKeyDown: (/** @type {ReactKeyEvent} */ e) => e.key === "Escape" && cancel(),
    },
    h("p", { id: "withdraw-sure" }, sure),
    missing.length ? h("span", { className: "label" }, say("command.withdraw_missing")) : null,
    h(Missing, { missing, incident, may: true }),
    h(
      "label",
      { className: "field" },
      h("span", null, say("command.withdraw_reason")),
      h(TextControl, {
        field: REASON,
        value: reason,
        set: setReason,
        short: true,
        autoFocus: true,
        "aria-describedby": "withdraw-sure",
      }),
    ),
    open.length || lost
      ? h(
        "label",
        { className: "field" },
        h("span", null, say("input.same_as")),
        h(
          "select",
          { value: same, onChange: (/** @type {ReactSelectEvent} */ e) => setSame(e.target.value) },
          h("option", { value: "" }, say("command.withdraw_no_other")),
          lost ? h("option", { value: same, disabled: true }, lost) : null,
          open.map((one) => h("option", { key: one.id, value: one.id }, calledOf(one))),
        ),
      )
      : null,
    others.filter((one) => !takesFrom(one)).map((one) =>
      h("p", { key: one.id }, refers(incident, one))
    ),
    h(
      "div",
      { className: "actions" },
      h("button", {
        type: "submit",
        className: "act urgent",
        disabled: short || Boolean(lost),
        "aria-disabled": sending || undefined,
      }, say("command.withdraw_now", { id: incident.id })),
      h("button", { type: "button", className: "act", onClick: cancel }, say("command.cancel")),
    ),
    h(Answer, { at }),
  );
}

/* The quiet button, or in its place the question; `beside` stands before the button. */
/** @type {(props: {incident: IncidentRow, incidents: IncidentRow[], beside?: ReactNode}) => ReactElement} */
export function Withdraw({ incident, incidents, beside }) {
  const [asking, ask] = React.useState(false);
  const [back, comeBack] = React.useState(false);
  const at = `withdraw:${incident.id}`;
  const cancel = () => {
    commandQueue.dismiss(at);
    comeBack(true);
    ask(false);
  };
  if (!may("incident.withdraw")) return h("div", { className: "actions" }, beside);
  return h(
    React.Fragment,
    null,
    h(
      "div",
      { className: "actions" },
      beside,
      asking ? null : h("button", {
        type: "button",
        className: "act faint",
        autoFocus: back,
        onClick: () => ask(true),
      }, say("command.incident_withdraw")),
    ),
    asking
      ? h(Question, {
        incident,
        others: incidents.filter((one) => one.id !== incident.id),
        at,
        cancel,
      })
      : null,
  );
}

/* By whom and why, "INC-2 withdrawn at 02:31 by ...". */
/** @type {(id: string, told: Pick<WithdrawnSeen, "at" | "by" | "reason" | "same_as">) => string} */
export const withdrawalWords = (id, told) =>
  say(told.same_as ? "command.withdrawn_same" : "command.withdrawn", {
    id,
    at: time(told.at),
    by: named(told.by),
    reason: told.reason,
    same_as: told.same_as,
  });

/* The keyboard of the hand that withdrew it goes on here: what it stood in is gone. */
/** @type {(props: {one: IncidentRow, told: WithdrawnSeen}) => ReactElement} */
function Gone({ one, told }) {
  const line = React.useRef(/** @type {HTMLElement | null} */ (null));
  const given = useAnswers()[`withdraw:${one.id}`];
  const state = given && given.state;
  React.useEffect(() => {
    if (state === "accepted" && document.activeElement === document.body) line.current?.focus();
  }, [state]);
  return h(
    "p",
    { className: "withdrawn", ref: line, tabIndex: -1 },
    sign("gone"),
    h("span", null, withdrawalWords(one.id, told)),
    h(
      "a",
      { className: "thing", href: linkTo("fact", told.seq) },
      `#${told.seq}`,
    ),
  );
}

/* Whoever had it before them reads for a while where it went. */
export function Withdrawn() {
  const now = useSecond();
  const gone = Object.values(useKind("incident", "")).filter(({ withdrawn }) =>
    withdrawn && verdictAt(withdrawn.turns, now).code === "told"
  );
  return h(
    "div",
    { role: "status" },
    gone.map((one) => one.withdrawn && h(Gone, { key: one.id, one, told: one.withdrawn })),
  );
}
