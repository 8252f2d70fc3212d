/* How people can be reached, for those who may know: the dead and the unproven first. */

import { Channels } from "./contact_lines.js";
import { readContacts } from "./posts.js";
import { PersonHere } from "./posts_desk.js";
import { useAddress } from "../base/address.js";
import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { day, say } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { named } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";

/** @import { CampaignRow } from "../types/rows.d.ts" */
/** @import { ContactRead } from "./posts.js" */

/* What became of the campaigns of late: how many confirmed, failed, and are still asked. */
/** @type {(props: {campaigns: CampaignRow[], now: number}) => ReactElement | null} */
function Campaigns({ campaigns, now }) {
  if (!campaigns.length) return null;
  return h(
    "ul",
    { className: "campaigns" },
    campaigns.sort((a, b) => b.at - a.at).map((one) => {
      const { kind, code } = verdictAt(one.turns, now);
      const open = one.of - one.confirmed - one.failed;
      return h(
        "li",
        { key: one.campaign },
        sign(open ? kind : one.failed ? "warn" : "good"),
        " ",
        h("b", null, `${one.campaign} · ${day(one.at)}`),
        " ",
        say("campaign.counts", {
          confirmed: one.confirmed,
          of: one.of,
          failed: one.failed,
          open,
          how: say(`campaign.${code}`),
        }),
      );
    }),
  );
}

/* Ask everybody who matters for proof, in one touch. */
function AskForProof() {
  if (!may("contacts.ask")) return null;
  return h(
    "div",
    { className: "actions" },
    h(Act, {
      kind: "contacts.ask",
      data: { scope: "key_posts" },
      at: "ask:all",
      label: say("contacts.ask_key_posts"),
    }),
    h(Act, {
      kind: "contacts.ask",
      data: { scope: "everybody" },
      at: "ask:all",
      label: say("contacts.ask_everybody"),
      sure: say("contacts.ask_sure"),
    }),
    h(Answer, { at: "ask:all" }),
  );
}

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
  const campaigns = useKind("people", "campaign:");
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
    h(AskForProof),
    may("contact.show") && document.querySelector('.menu a[href="/plant"]')
      ? h(
        "p",
        { className: "actions" },
        h(
          "a",
          { className: "act", href: "/plant?noun=people&show=contacts" },
          say("contact_table.open"),
        ),
      )
      : null,
    h(Campaigns, { campaigns: Object.values(campaigns), now: hour }),
    shown.length
      ? shown.map((contact) => h(Contact, { key: contact.key, contact }))
      : none(say("contacts.proven")),
  );
});
