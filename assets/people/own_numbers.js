/* One's own numbers, on the phone: how one is reached, edited there, and confirmed by the code that was sent. */

import { ContactForm } from "./contact_form.js";
import { NumberToDial, Refused, SureButton } from "./contact_lines.js";
import { confirmContact, editContact, showNumbers } from "./numbers.js";
import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";

/** @import { ContactShown, Problem } from "./numbers.js" */
/** @import { Entering } from "./contact_form.js" */

/* Six digits that came by a message: whoever has them holds the address. */
function Confirm() {
  const [code, set] = React.useState("");
  const [problem, refuse] = React.useState(/** @type {Problem | null} */ (null));
  const [done, tell] = React.useState("");
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    confirmContact(code).then(({ told, refused }) => {
      refuse(refused);
      if (!told) return;
      set("");
      tell(say("contacts.confirmed", { channel: say(`contacts.channel.${told.channel}`) }));
    });
  };
  return h(
    "form",
    { className: "contact-form", onSubmit: send },
    h(
      "label",
      { className: "field" },
      h("span", null, say("contacts.code")),
      h("input", {
        className: "text",
        value: code,
        inputMode: "numeric",
        autoComplete: "one-time-code",
        maxLength: 6,
        pattern: "[0-9]{6}",
        onChange: (/** @type {ReactInputEvent} */ e) => set(e.target.value.replace(/\D/g, "")),
      }),
    ),
    h(
      "button",
      { type: "submit", className: "act strong", disabled: code.length !== 6 },
      say("contacts.confirm"),
    ),
    done ? h("p", { role: "status" }, sign("good"), " ", done) : null,
    h(Refused, { problem }),
  );
}

/** @type {(props: {person: string}) => ReactElement} */
export function OwnNumbers({ person }) {
  const [own, set] = React.useState(
    /** @type {{revision: number, contacts: ContactShown[]} | null} */ (null),
  );
  const [problem, refuse] = React.useState(/** @type {Problem | null} */ (null));
  const [entering, enter] = React.useState(/** @type {Entering | null} */ (null));
  const load = React.useCallback(() => {
    showNumbers(person, "people").then(({ told, refused }) => {
      if (refused) refuse(refused);
      if (told) set(told);
    });
  }, [person]);
  React.useEffect(load, [load]);
  const edits = may("contact.change_own");
  /** @type {(refused: Problem | null) => void} */
  const done = (refused) => {
    refuse(refused);
    if (!refused) enter(null);
    load();
  };
  if (!own) return h("div", null, h(Refused, { problem }));
  /** @type {(one: ContactShown) => void} */
  const remove = (one) =>
    void editContact(person, {
      change: "removed",
      channel: one.channel,
      version: one.version,
      revision: own.revision,
    }).then(({ refused }) => done(refused));
  return h(
    "div",
    { className: "own-numbers" },
    own.contacts.map((one) =>
      h(
        "div",
        { key: one.channel + one.version, className: "contact-line" },
        h("span", null, say(`contacts.channel.${one.channel}`)),
        one.address
          ? h(NumberToDial, { channel: one.channel, address: one.address })
          : h("b", null, say("contacts.no_address")),
        edits
          ? h(
            "span",
            { className: "hands" },
            h("button", {
              type: "button",
              className: "act",
              onClick: () => enter({ version: one.version, channel: one.channel }),
            }, say("contacts.change")),
            h(SureButton, {
              label: say("contacts.remove"),
              ask: say("contacts.remove_sure"),
              act: () => remove(one),
            }),
          )
          : null,
      )
    ),
    own.contacts.length ? null : h("p", { className: "none" }, say("contacts.own_none")),
    edits && entering
      ? h(ContactForm, {
        key: entering.version,
        person,
        revision: own.revision,
        entering,
        done,
        cancel: () => enter(null),
      })
      : edits
      ? h("button", {
        type: "button",
        className: "act",
        onClick: () => enter({ version: "", channel: "sms" }),
      }, `＋ ${say("contacts.add")}`)
      : null,
    h(Refused, { problem }),
    h(Confirm),
  );
}
