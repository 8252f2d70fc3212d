/* The SOS button on a phone: it must be held, by finger or key, so that a pocket never triggers
   it. The call is stored with its time and sent automatically until it is accepted. While unsent
   it says so, and offers the emergency numbers. */

import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say, timeOrDay } from "../base/words.js";
import { useHold } from "../hands/hold.js";
import { callForHelp, lastCall, offline, phoneOf, serverTime } from "../offline/offline.js";

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

/* A call that nobody has got yet: what one in danger must know first. */
/** @type {(props: { call: KeptItem }) => ReactElement} */
function NotSent({ call }) {
  return h(
    "div",
    { className: "sos-unsent", role: "alert" },
    h("b", null, sign("urgent"), " ", say("phone.sos_not_sent")),
    h("span", null, say("phone.sos_pressed", { at: timeOrDay(call.made_at, serverTime()) })),
    h("span", null, say(call.barred ? "phone.sos_signed_out" : "phone.sos_goes")),
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
  if (!call) return null;
  if (call.state === "waiting") {
    return call.tried_at
      ? h(NotSent, { call })
      : h("p", { className: "told", role: "status" }, say("phone.sending"));
  }
  if (call.state === "refused") {
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
