/* A person's contacts: masked until somebody asks for the numbers, each with its proof and
   verification requests. */

import { showNumbers } from "./numbers.js";
import { may, page } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { Sure } from "../hands/hands.js";

/** @import { ContactRead } from "./posts.js" */
/** @import { Problem } from "./numbers.js" */

const CALLED = ["sms", "voice"]; /* what a telephone reaches, by a touch where it is one */
const SHOWN_MS = 60000; /* a number does not stay on a screen that was left */

/* A number, to be called by a touch where it is a telephone's. */
/** @type {(props: {channel: string, address: string}) => ReactElement} */
export const NumberToDial = ({ channel, address }) =>
  h(
    "b",
    null,
    CALLED.includes(channel)
      ? h("a", { className: "thing", href: `tel:${address.replace(/[^+\d]/g, "")}` }, address)
      : address,
  );

/* What went wrong, in the server's words. */
/** @type {(props: {problem: Problem | null}) => ReactElement | null} */
export const Refused = ({ problem }) =>
  problem &&
  h(
    "div",
    { className: "answer refused", role: "alert" },
    sign("urgent"),
    h(
      "div",
      null,
      h("b", null, problem.detail || problem.title || ""),
      problem.mend ? h("span", null, problem.mend) : null,
    ),
  );

/* A button that asks once before it does what cannot be taken back. */
/** @type {(props: {label: string, ask: string, act: () => void}) => ReactElement} */
export function SureButton({ label, ask, act }) {
  const [asking, set] = React.useState(false);
  if (!asking) {
    return h("button", { type: "button", className: "act", onClick: () => set(true) }, label);
  }
  const send = () => {
    set(false);
    act();
  };
  return h(Sure, { sure: ask, label, send, cancel: () => set(false) });
}

/* The numbers of a person for a minute, by their versions, once somebody has asked for them. */
/** @type {(person: string) => {known: Record<string, string | null> | null, problem: Problem | null, show: () => void}} */
export function useNumbers(person) {
  const [known, set] = React.useState(/** @type {Record<string, string | null> | null} */ (null));
  const [problem, refuse] = React.useState(/** @type {Problem | null} */ (null));
  React.useEffect(() => {
    if (!known) return undefined;
    const timer = setTimeout(() => set(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [known]);
  React.useEffect(() => set(null), [person]);
  const show = () => {
    showNumbers(person, "people").then(({ told, refused }) => {
      refuse(refused);
      if (told) set(Object.fromEntries(told.contacts.map((one) => [one.version, one.address])));
    });
  };
  return { known, problem, show };
}

/* One person's channels, each with its proof; `more` adds hands to a line. */
/** @type {(props: {contact: ContactRead, more?: (one: ContactRead["channels"][number]) => ReactNode}) => ReactElement} */
export function Channels({ contact, more }) {
  const { known, problem, show } = useNumbers(contact.person);
  const allowed = may("contact.show") || page.person === contact.person;
  const lines = contact.channels.map((one) => {
    const address = known && known[one.version];
    return h(
      "div",
      { key: one.channel + one.version, className: "contact-line" },
      sign(one.kind),
      h("span", null, say(`contacts.channel.${one.channel}`)),
      address
        ? h(NumberToDial, { channel: one.channel, address })
        : h("b", { className: "masked" }, one.masked || say("contacts.no_address")),
      h("em", { className: one.kind }, one.words),
      one.asked
        ? h("em", { className: one.asked.kind }, sign(one.asked.kind), " ", one.asked.words)
        : null,
      more ? more(one) : null,
    );
  });
  return h(
    "div",
    { className: "contact-lines" },
    lines,
    allowed && !known && contact.channels.some((one) => one.masked)
      ? h("button", {
        type: "button",
        className: "act",
        title: say("contacts.shown_logged"),
        onClick: show,
      }, say("contacts.show"))
      : null,
    h(Refused, { problem }),
  );
}
