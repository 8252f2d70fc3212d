/* The chosen person, and the headcount while an evacuation is ordered. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const MOST = 20; /* at hand at once; the roster has them all, in the same order */
  const ACCOUNTS = { missing: "urgent", not_accounted: "warn", assigned: "note", checked_in: "good" };

  const fact = (word, value) => (value ? [h("dt", { key: `${word}.t` }, say(word)), h("dd", { key: word }, value)] : null);

  function Muster({ value, set }) {
    const musters = center.site().musters || [];
    return h("label", { className: "inline" }, h("span", null, say("command.muster")), h("select", { value, onChange: (event) => set(event.target.value) }, musters.map((m) => h("option", { key: m.id, value: m.id }, center.text(m.name)))));
  }
  const useMuster = () => {
    const musters = center.site().musters || [];
    return center.useKept("command.muster", musters.length ? musters[0].id : "");
  };

  center.panel("person_line", function PersonLine() {
    const [id, choose] = center.useAddress("person");
    const people = center.useTopic("people");
    const directives = center.useTopic("directives");
    const incidents = center.useIncidents();
    const now = center.useSecond();
    const [muster, setMuster] = useMuster();
    const row = people[id];
    const here = center.useIntoView(row && id);
    if (!row) return null;
    const [line] = center.readRoster({ count: people.count, [id]: row }, now);
    const [contact] = people[`contact:${id}`] ? center.readContacts({ [`contact:${id}`]: people[`contact:${id}`] }, now) : [];
    const open = center.liveDirectives(directives, now).filter((d) => d.directive.to && d.directive.to.person === id);
    const countable = row.account && row.account !== "checked_in" && center.may("person.check_in");
    return h(
      "section",
      { className: "panel ledger-line", "aria-label": line.name, ref: here },
      h("div", { className: "head-row" }, center.head(line.name, ""), h("button", { type: "button", className: "quiet", onClick: () => choose(""), "aria-label": say("command.dismiss") }, "×")),
      h("p", { className: "line-answer" }, center.sign(line.kind), " ", h("b", null, line.state), " ", h("span", null, [line.shift, line.status].filter(Boolean).join(" · "))),
      h(
        "dl",
        { className: "line-facts" },
        fact("people.posts", line.posts),
        fact("people.team", line.team),
        fact("people.area", line.area),
        fact("people.seen_column", center.seenWords(line.seen)),
        fact("people.account", center.accountWords(row, incidents)),
      ),
      open.map((d) => h("p", { key: d.directive.id, className: "line-directive" }, center.sign(d.kind), " ", h(center.Link, { id: d.directive.id, kind: "directive" }, center.text(d.directive.text)), " ", h("span", { className: "label" }, [center.stateOf(d.directive), d.clock].filter(Boolean).join(" · ")))),
      contact ? h(center.Channels, { contact }) : null,
      countable ? h(Muster, { value: muster, set: setMuster }) : null,
      countable ? h(center.PersonToCount, { person: row, muster }) : null,
    );
  });

  /* One for each open incident with an order to evacuate: nobody whom one of them seeks is left out. */
  center.panel("headcount_desk", function HeadcountDesk() {
    const incidents = center.useIncidents();
    const counting = incidents.filter((one) => one.evacuation);
    return counting.map((incident) => h(Headcount, { key: incident.id, incident, whose: center.whose(incident.id, incidents) }));
  });

  function Headcount({ incident, whose }) {
    const people = center.useTopic("people");
    const [account] = center.useAddress("account");
    const [counted] = center.useAddress("counted");
    const [muster, setMuster] = useMuster();
    const e = incident.evacuation;
    const title = whose ? say("incident.panel_of", { title: say("command.headcount"), place: whose }) : say("command.headcount");
    const open = center.unaccountedIn(incident, people);
    /* While there are several headcounts, what is chosen in one is of that one's people. */
    const mine = whose ? counted === incident.id : true;
    const choose = (part) => center.address.write({ account: part, counted: part && whose ? incident.id : "" });
    return h(
      "section",
      { className: "panel headcount-desk" },
      center.head(title, say("people.frozen", { n: e.denominator, time: center.time(e.ordered_at).slice(0, 5) })),
      h("div", { className: "split", "aria-hidden": true }, ["checked_in", "assigned", "not_accounted", "missing"].map((part) => h("i", { key: part, className: part, style: { flexGrow: e[part] } }))),
      h(center.Tally, { label: say("people.account"), counts: Object.entries(ACCOUNTS).map(([part, kind]) => [part, kind, say(`people.account.${part}`), e[part]]), value: mine ? account : "", set: choose }),
      open.length && center.may("person.check_in") ? h(Muster, { value: muster, set: setMuster }) : null,
      open.length ? h("div", { className: "people-list" }, open.slice(0, MOST).map((person) => h(center.PersonToCount, { key: person.person, person, incident, muster }))) : center.none(say("command.nobody_open")),
      open.length > MOST ? h("div", { className: "more" }, say("people.more_open", { n: open.length - MOST })) : null,
    );
  }
})((window.center = window.center || {}));
