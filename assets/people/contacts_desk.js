/* How people can be reached, for those who may know: the dead and the unproven first. */

import { readContacts } from "./posts.js";
import { PersonHere } from "./posts_desk.js";
import { useAddress } from "../base/address.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { named } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";

/** @import { ContactRead } from "./posts.js" */

const CALLED = ["sms", "voice"]; /* what a telephone reaches, by a touch where it is one */

/* One person's channels, each with its proof. */
/** @type {(props: {contact: ContactRead}) => ReactElement[]} */
export const Channels = ({ contact }) =>
  contact.channels.map((one) =>
    h(
      "div",
      { key: one.channel + one.address, className: "channel" },
      sign(one.kind),
      h("span", null, say(`contacts.channel.${one.channel}`)),
      h(
        "b",
        null,
        CALLED.includes(one.channel)
          ? h(
            "a",
            { className: "thing", href: `tel:${one.address.replace(/[^+\d]/g, "")}` },
            one.address,
          )
          : one.address,
      ),
      h("em", { className: one.kind }, one.words),
    )
  );

/** @type {(props: {contact: ContactRead}) => ReactElement} */
function Contact({ contact }) {
  const roles = contact.posts.map(named).join(" · ");
  return h(
    "div",
    { className: "contact-row" },
    h(
      "div",
      { className: "who" },
      h("b", null, h(PersonHere, { id: contact.person })),
      h(
        "span",
        null,
        [roles, contact.key_post ? say("contacts.key_post") : ""].filter(Boolean).join(" · "),
      ),
    ),
    h(Channels, { contact }),
  );
}

panel("contacts_desk", function ContactsDesk() {
  const rows = useKind("people", "contact:");
  const hour = Math.floor(useSecond() / 3600000) * 3600000;
  const [all, setAll] = useAddress("contacts");
  const contacts = React.useMemo(() => readContacts(rows, hour), [rows, hour]);
  if (!Object.keys(rows).length) {
    return h(
      React.Fragment,
      null,
      head(say("contacts.title"), ""),
      none(say("ready.contacts_hidden")),
    );
  }
  const failing = contacts.filter((one) => one.kind === "urgent").length;
  const stale = contacts.filter((one) => one.kind === "warn").length;
  const shown = all ? contacts : contacts.slice(0, failing + stale);
  return h(
    React.Fragment,
    null,
    h(
      "div",
      { className: "head-row" },
      head(say("contacts.title"), say("contacts.answer", { failing, stale, of: contacts.length })),
      h(
        "label",
        { className: "inline" },
        h("input", {
          type: "checkbox",
          checked: Boolean(all),
          onChange: (/** @type {ReactInputEvent} */ e) => setAll(e.target.checked ? "all" : ""),
        }),
        h("span", null, say("contacts.all")),
      ),
    ),
    shown.length
      ? shown.map((contact) => h(Contact, { key: contact.key, contact }))
      : none(say("contacts.proven")),
  );
});
