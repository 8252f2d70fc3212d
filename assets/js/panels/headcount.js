/* Who is accounted for, and the people who are not: each one a click away from being so. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);

  /* Without an incident it is somebody's own line: the gravest of what all headcounts say. */
  function Person({ person, incident, muster }) {
    const id = person.person;
    const incidents = center.useIncidents();
    const account = incident ? person.accounts[incident.id] : person.account;
    const elsewhere = incident ? center.wantedElsewhere(incident, person, incidents) : [];
    const at = `person:${id}`;
    const act = (kind, data, label, strong) =>
      center.may(kind) ? h(center.Act, { key: kind, kind, data: Object.assign({ person: id }, data), at, label, strong }) : null;
    const missing = account === "missing";
    return h(
      "div",
      { className: "person-row" },
      center.sign(missing ? "urgent" : "warn"),
      h("div", { className: "who" }, h("b", null, center.text(person.name)), h("span", { className: "bits" }, h("span", null, say(`people.account.${account}`)), h("span", null, center.named(person.home)), elsewhere.map(({ kind, words }) => h("span", { key: words, className: "elsewhere" }, center.sign(kind), " ", words)))),
      h(
        "div",
        { className: "actions" },
        missing ? act("person.find", {}, say("command.find"), "strong") : act("person.check_in", { muster }, say("command.check_in"), "strong"),
        missing ? null : act("person.assign", {}, say("command.assign")),
        missing ? null : act("person.miss", {}, say("command.miss")),
      ),
      h(center.Answer, { at }),
    );
  }

  center.PersonToCount = Person;

  center.panel("headcount", function Headcount({ children }) {
    const { incident, of } = center.useCurrent();
    const people = center.useTopic("people");
    const phone = center.usePhone();
    const musters = center.site().musters || [];
    const [muster, setMuster] = center.useKept("command.muster", musters.length ? musters[0].id : "");
    const e = incident && incident.evacuation;
    const count = people.count;
    const open = center.unaccountedIn(incident, people, (a, b) => center.text(a.name).localeCompare(center.text(b.name), center.page.lang));
    const answer = e
      ? say("people.split", { safe: e.checked_in, assigned: e.assigned, open: e.not_accounted + e.missing, total: e.denominator })
      : count
        ? say("people.on_site", { n: count.on_site })
        : "";
    return h(
      center.Fold,
      { name: "headcount", about: incident && incident.id, title: of(say("command.headcount")), answer, kind: e && e.missing ? "urgent" : e && e.not_accounted && phone ? "warn" : "", matters: true, presses: Boolean(e && e.missing) },
      e
        ? h(
            React.Fragment,
            null,
            h(
              "div",
              { className: "split", role: "img", "aria-label": say("people.split", { safe: e.checked_in, assigned: e.assigned, open: e.not_accounted + e.missing, total: e.denominator }) },
              ["checked_in", "assigned", "not_accounted", "missing"].map((part) => h("i", { key: part, className: part, style: { flexGrow: e[part] } })),
            ),
            (e.areas || []).map((one) =>
              h(
                "p",
                { key: one.area, className: "zone-open" },
                say("command.zone_open", { zone: center.named(one.area), open: one.open, wardens: one.wardens.length ? one.wardens.map(center.named) : say("command.no_warden") }),
              ),
            ),
            open.length ? null : center.none(say("command.nobody_open")),
            open.length > 0 && center.may("person.check_in")
              ? h("label", { className: "inline" }, h("span", null, say("command.muster")), h("select", { value: muster, onChange: (event) => setMuster(event.target.value) }, musters.map((m) => h("option", { key: m.id, value: m.id }, center.text(m.name)))))
              : null,
            h("div", { className: "people-list" }, open.map((person) => h(Person, { key: person.person, person, incident, muster }))),
          )
        : center.none(say("command.no_evacuation")),
      children,
    );
  });
})((window.center = window.center || {}));
