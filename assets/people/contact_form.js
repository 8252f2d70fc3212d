/* One contact, as it is entered: its channel and its address. */

import { editContact } from "./numbers.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";

/** @import { Problem } from "./numbers.js" */

const CHANNELS = ["sms", "voice", "im", "email", "push", "radio"];

/** A contact that is being entered: a new one, or one in place of `version`.
 * @typedef {{version: string, channel: string}} Entering */

/** @type {(props: {person: string, revision: number, entering: Entering, done: (problem: Problem | null) => void,
 *   cancel: () => void}) => ReactElement} */
export function ContactForm({ person, revision, entering, done, cancel }) {
  const [channel, setChannel] = React.useState(entering.channel);
  const [address, setAddress] = React.useState("");
  const [sending, setSending] = React.useState(false);
  const [seen, see] = React.useState(revision); /* as it was when the form was opened */
  const [refused, setRefused] = React.useState(false);
  React.useEffect(() => {
    if (refused) see(revision); /* who was told of the other's change may send again */
  }, [refused, revision]);
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    setSending(true);
    const change = entering.version ? "changed" : "added";
    const before = entering.version ? { version: entering.version } : {};
    editContact(person, { change, channel, address: address.trim(), revision: seen, ...before })
      .then(({ refused: why }) => {
        setSending(false);
        setRefused(Boolean(why));
        done(why);
      });
  };
  return h(
    "form",
    {
      className: "contact-form",
      onSubmit: send,
      onKeyDown: (/** @type {ReactKeyEvent} */ e) => e.key === "Escape" && cancel(),
    },
    h(
      "select",
      {
        value: channel,
        disabled: Boolean(entering.version),
        "aria-label": say("contacts.channel"),
        onChange: (/** @type {ReactSelectEvent} */ e) => setChannel(e.target.value),
      },
      CHANNELS.map((one) => h("option", { key: one, value: one }, say(`contacts.channel.${one}`))),
    ),
    h("input", {
      className: "text",
      value: address,
      autoFocus: true,
      autoComplete: "off",
      maxLength: 254,
      placeholder: say(`contacts.example.${channel}`),
      "aria-label": say("contacts.address"),
      onChange: (/** @type {ReactInputEvent} */ e) => setAddress(e.target.value),
    }),
    h(
      "button",
      { type: "submit", className: "act strong", disabled: sending || !address.trim() },
      say("contacts.save"),
    ),
    h(
      "button",
      { type: "button", className: "act", onClick: cancel },
      say("command.cancel"),
    ),
  );
}
