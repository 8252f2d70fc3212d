/* Contacts are added, changed and removed where the person is shown. Whoever edits says which contacts they saw: if
   somebody else was quicker, the server says who, and nothing is lost. */

import { ContactForm } from "./contact_form.js";
import { Channels, Refused, SureButton } from "./contact_lines.js";
import { editContact, erasePerson, readsOf } from "./numbers.js";
import { may, page } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { day, say, time } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";

/** @import { ContactRead } from "./posts.js" */
/** @import { Entering } from "./contact_form.js" */
/** @import { NumberRead, Problem } from "./numbers.js" */
/** @typedef {ContactRead["channels"][number]} ChannelRead */

/** @type {(person: string) => boolean} */
const mayEdit = (person) =>
  may("contact.change") || (page.person === person && may("contact.change_own"));

/* Who was shown this person's numbers. */
/** @type {(props: {person: string}) => ReactElement} */
function Reads({ person }) {
  const [reads, set] = React.useState(/** @type {NumberRead[] | null} */ (null));
  const look = () => readsOf(person).then(({ told }) => set(told ? told.reads : []));
  if (!reads) {
    return h("button", { type: "button", className: "act", onClick: look }, say("contacts.reads"));
  }
  return h(
    "div",
    { className: "reads" },
    h("b", null, say("contacts.reads")),
    reads.length
      ? h(
        "ul",
        null,
        reads.slice(0, 20).map((one, n) =>
          h(
            "li",
            { key: n },
            `${day(one.at)} ${time(one.at).slice(0, 5)} · ${one.reader} · ${
              say(`role.${one.role}`)
            } · ${say(`contacts.why.${one.why}`)}`,
          )
        ),
      )
      : h("p", { className: "none" }, say("contacts.no_reads")),
  );
}

/* The contacts of one person, with what this role may do about them. */
/** @type {(props: {person: string, contact: ContactRead | undefined}) => ReactElement | null} */
export function ContactsOf({ person, contact }) {
  const [entering, enter] = React.useState(/** @type {Entering | null} */ (null));
  const [problem, refuse] = React.useState(/** @type {Problem | null} */ (null));
  const [erased, setErased] = React.useState("");
  React.useEffect(() => {
    enter(null);
    refuse(null);
    setErased("");
  }, [person]);
  const edits = mayEdit(person);
  const revision = contact ? contact.revision : 0;
  if (!contact && !edits) return null;
  /** @type {(refused: Problem | null) => void} */
  const done = (refused) => {
    refuse(refused);
    if (!refused) enter(null);
  };
  /** @type {(one: ChannelRead) => void} */
  const remove = (one) =>
    void editContact(person, {
      change: "removed",
      channel: one.channel,
      version: one.version,
      revision,
    }).then(({ refused }) => refuse(refused));
  /** @type {(one: ChannelRead) => ReactNode} */
  const hands = (one) =>
    entering && entering.version === one.version
      ? h(ContactForm, { person, revision, entering, done, cancel: () => enter(null) })
      : h(
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
      );
  const erase = () =>
    void erasePerson(person).then(({ told, refused }) => {
      refuse(refused);
      if (told) setErased(say("people.erased_now", { ...told }));
    });
  const at = `ask:${person}`;
  return h(
    "div",
    { className: "contacts-of" },
    h("h3", null, say("contacts.title")),
    contact ? h(Channels, { contact, more: edits ? hands : undefined }) : null,
    contact && contact.erased
      ? h("p", { className: "label" }, sign("gone"), " ", contact.erased)
      : null,
    contact && contact.differs
      ? h("p", { className: "label" }, sign("warn"), " ", say("contacts.differs"))
      : null,
    edits && entering && !entering.version
      ? h(ContactForm, { person, revision, entering, done, cancel: () => enter(null) })
      : null,
    h(
      "div",
      { className: "actions" },
      edits && !entering
        ? h("button", {
          type: "button",
          className: "act",
          onClick: () => enter({ version: "", channel: "sms" }),
        }, `＋ ${say("contacts.add")}`)
        : null,
      may("contacts.ask") && contact && contact.channels.length
        ? h(Act, {
          kind: "contacts.ask",
          data: { scope: "people", people: [person] },
          at,
          label: say("contacts.ask_person"),
        })
        : null,
      may("person.erase") ? h(Reads, { person }) : null,
      may("person.erase")
        ? h(SureButton, { label: say("people.erase"), ask: say("people.erase_sure"), act: erase })
        : null,
    ),
    h(Answer, { at }),
    erased ? h("p", { role: "status" }, sign("good"), " ", erased) : null,
    h(Refused, { problem }),
  );
}
