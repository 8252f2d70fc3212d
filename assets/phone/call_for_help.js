/* The SOS button on a phone: it must be held, by finger or key, so that a pocket never triggers
   it. The call is stored with its time and sent automatically until it is accepted. While unsent
   it says so, and offers the emergency numbers; on every page of this browser, whoever uses it. */

import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say, timeOrDay } from "../base/words.js";
import { useHold } from "../hands/hold.js";
import { useLink } from "../live/react_panels.js";
import {
  callForHelp,
  lastCall,
  offline,
  otherCalls,
  phoneOf,
  serverTime,
} from "../offline/offline.js";
import { callStands } from "../offline/sending_queue.js";

/** @import { KeptItem } from "../offline/sending_queue.js" */

const { useSyncExternalStore } = window.React;
const HOLD_MS = 1500;
const JUST_TAKEN_MS = 120_000; /* later it may be over, and only the board knows */

/* Whom one reaches without the center. */
function Numbers() {
  const numbers = phoneOf.get()?.numbers || [];
  if (!numbers.length) return h("span", null, say("phone.sos_no_numbers"));
  return h(
    React.Fragment,
    null,
    h("span", null, say("phone.sos_call_yourself")),
    h(
      "div",
      { className: "touches" },
      numbers.map(({ name, phone }) =>
        h(
          "a",
          { key: phone, className: "act strong", href: `tel:${phone.replace(/[^+\d]/g, "")}` },
          `${text(name)} ${phone}`,
        )
      ),
    ),
  );
}

/* A call that nobody has got yet: what one in danger must know first. `other`: somebody else uses this phone now. */
/** @type {(props: { call: KeptItem, other?: boolean }) => ReactElement} */
function NotSent({ call, other = false }) {
  const barred = other ? "phone.sos_other_barred" : "phone.sos_signed_out";
  return h(
    "div",
    { className: "sos-unsent", role: "alert" },
    h(
      "b",
      null,
      sign("urgent"),
      " ",
      other ? say("phone.sos_of_other", { call: call.title }) : say("phone.sos_not_sent"),
    ),
    h("span", null, say("phone.sos_pressed", { at: timeOrDay(call.made_at, serverTime()) })),
    h("span", null, say(call.barred ? barred : "phone.sos_goes")),
    h(Numbers),
    call.barred && location.pathname !== "/sign-in"
      ? h("a", { className: "act", href: "/sign-in?next=/m" }, say("sign_in.enter"))
      : h("button", {
        type: "button",
        className: "act",
        onClick: () => offline.recall(),
      }, say("phone.again")),
  );
}

/* What became of the last call, where it is not on the board. */
/** @type {(props: { call: KeptItem | undefined }) => ReactElement | null} */
function Became({ call }) {
  const stands = callStands(call, useLink() === "lost");
  if (!call) return null;
  if (stands === "unsent") return h(NotSent, { call });
  if (stands === "sending") {
    return h("p", { className: "told", role: "status" }, say("phone.sending"));
  }
  if (stands === "refused") {
    const { text: told, mend } = call.answer || {};
    return h(
      "div",
      { className: "sos-unsent", role: "alert" },
      h("b", null, sign("urgent"), " ", say("phone.sos_not_sent")),
      h("span", null, [told, mend].filter(Boolean).join(" ")),
      h(Numbers),
    );
  }
  return null;
}

/** @type {(call: KeptItem) => boolean} */
const justTaken = (call) =>
  call.state === "sent" && serverTime() - (call.decided_at ?? call.made_at) < JUST_TAKEN_MS;

/* The button, and what became of the last call. `sent`: it is said here that a call was just taken, as no board says it. */
/** @type {(props: { sent?: boolean }) => ReactElement} */
export function CallForHelp({ sent = false }) {
  useSyncExternalStore(offline.subscribe, offline.shown);
  const { held, hand } = useHold({ ms: HOLD_MS, key: "sos_hold", run: callForHelp });
  const call = lastCall();
  const waits = Boolean(call && call.state === "waiting");
  const taken = sent && call && justTaken(call);
  return h(
    React.Fragment,
    null,
    waits ? null : h(
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
    taken
      ? h(
        "div",
        { className: "sos-unsent sos-taken", role: "status" },
        h("b", null, say("phone.sos_taken")),
        h("span", null, say("phone.sos_pressed", { at: timeOrDay(call.made_at, serverTime()) })),
      )
      : h(Became, { call }),
  );
}

/* On the sign-in page of a phone whose session has ended. After a sign-out only a call that still waits is shown: the phone
   may be in other hands. */
export function CallWithoutSession() {
  useSyncExternalStore(offline.subscribe, offline.shown);
  const of = phoneOf.get();
  const call = lastCall();
  if (!of || (of.left && !(call && call.state === "waiting"))) return null;
  return h(
    "section",
    { className: "phone-sos" },
    h("p", null, say("phone.sos_as", { name: text(of.name) })),
    h(CallForHelp, { sent: true }),
  );
}

/* Calls of this browser that nobody has got and that this page shows nowhere else. A call that is only just being sent is
   not told yet. */
export function CallsNotSent() {
  useSyncExternalStore(offline.subscribe, offline.shown);
  const lost = useLink() === "lost";
  const calls = otherCalls().filter(({ call }) => callStands(call, lost) === "unsent");
  return calls.map(({ call, other }) => h(NotSent, { key: call.id, call, other }));
}
