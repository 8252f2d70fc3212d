/* How people can be reached, for those who may know: the dead and the unproven first. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);

  const CALLED = ["sms", "voice"]; /* what a telephone reaches, by a touch where it is one */

  /* One person's channels, each with its proof. */
  center.Channels = ({ contact }) =>
    contact.channels.map((one) =>
      h(
        "div",
        { key: one.channel + one.address, className: "channel" },
        center.sign(one.kind),
        h("span", null, say(`contacts.channel.${one.channel}`)),
        h("b", null, CALLED.includes(one.channel) ? h("a", { className: "thing", href: `tel:${one.address.replace(/[^+\d]/g, "")}` }, one.address) : one.address),
        h("em", { className: one.kind }, one.words),
      ),
    );

  function Contact({ contact }) {
    const roles = contact.posts.map(center.named).join(" · ");
    return h(
      "div",
      { className: "contact-row" },
      h("div", { className: "who" }, h("b", null, h(center.PersonHere, { id: contact.person })), h("span", null, [roles, contact.key_post ? say("contacts.key_post") : ""].filter(Boolean).join(" · "))),
      h(center.Channels, { contact }),
    );
  }

  center.panel("contacts_desk", function ContactsDesk() {
    const people = center.useTopic("people");
    const hour = Math.floor(center.useSecond() / 3600000) * 3600000;
    const [all, setAll] = center.useAddress("contacts");
    const contacts = React.useMemo(() => center.readContacts(people, hour), [people, hour]);
    if (!center.contactsReadable(people)) return h(React.Fragment, null, center.head(say("contacts.title"), ""), center.none(say("ready.contacts_hidden")));
    const failing = contacts.filter((one) => one.kind === "urgent").length;
    const stale = contacts.filter((one) => one.kind === "warn").length;
    const shown = all ? contacts : contacts.slice(0, failing + stale);
    return h(
      React.Fragment,
      null,
      h(
        "div",
        { className: "head-row" },
        center.head(say("contacts.title"), say("contacts.answer", { failing, stale, of: contacts.length })),
        h("label", { className: "inline" }, h("input", { type: "checkbox", checked: Boolean(all), onChange: (e) => setAll(e.target.checked ? "all" : "") }), h("span", null, say("contacts.all"))),
      ),
      shown.length ? shown.map((contact) => h(Contact, { key: contact.key, contact })) : center.none(say("contacts.proven")),
    );
  });
})((window.center = window.center || {}));
