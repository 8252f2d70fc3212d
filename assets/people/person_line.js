/* The chosen person, and the headcount while an evacuation is ordered. */

import { Channels } from "./contacts_desk.js";
import { readContacts } from "./posts.js";
import { readRoster } from "./roster.js";
import { address, useAddress } from "../base/address.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { say, time } from "../base/words.js";
import { PersonToCount } from "../command/headcount.js";
import { site } from "../live/plant.js";
import { panel, useKept, useSecond, useTopic } from "../live/react_panels.js";
import { liveDirectives, stateOf } from "../shared/directives.js";
import { Tally, useIntoView } from "../shared/grid.js";
import { accountWords, unaccountedIn, useIncidents, whose } from "../shared/incidents.js";
import { Link } from "../shared/links.js";

const MOST = 20; /* at hand at once; the roster has them all, in the same order */
const ACCOUNTS = { missing: "urgent", not_accounted: "warn", assigned: "note", checked_in: "good" };

const fact = (
  word,
  value,
) => (value ? [h("dt", { key: `${word}.t` }, say(word)), h("dd", { key: word }, value)] : null);

function Muster({ value, set }) {
  const musters = site().musters || [];
  return h(
    "label",
    { className: "inline" },
    h("span", null, say("command.muster")),
    h(
      "select",
      { value, onChange: (event) => set(event.target.value) },
      musters.map((m) => h("option", { key: m.id, value: m.id }, text(m.name))),
    ),
  );
}
const useMuster = () => {
  const musters = site().musters || [];
  return useKept("command.muster", musters.length ? musters[0].id : "");
};

panel("person_line", function PersonLine() {
  const [id, choose] = useAddress("person");
  const people = useTopic("people");
  const directives = useTopic("directives");
  const incidents = useIncidents();
  const now = useSecond();
  const [muster, setMuster] = useMuster();
  const row = people[id];
  const here = useIntoView(row && id);
  if (!row) return null;
  const [line] = readRoster({ count: people.count, [id]: row }, now);
  const [contact] = people[`contact:${id}`]
    ? readContacts({ [`contact:${id}`]: people[`contact:${id}`] }, now)
    : [];
  const open = liveDirectives(directives, now).filter((d) =>
    d.directive.to && d.directive.to.person === id
  );
  const countable = row.account && row.account !== "checked_in" && may("person.check_in");
  return h(
    "section",
    { className: "panel ledger-line", "aria-label": line.name, ref: here },
    h(
      "div",
      { className: "head-row" },
      head(line.name, ""),
      h("button", {
        type: "button",
        className: "quiet",
        onClick: () => choose(""),
        "aria-label": say("command.dismiss"),
      }, "×"),
    ),
    h(
      "p",
      { className: "line-answer" },
      sign(line.kind),
      " ",
      h("b", null, line.state),
      " ",
      h("span", null, [line.shift, line.status].filter(Boolean).join(" · ")),
    ),
    h(
      "dl",
      { className: "line-facts" },
      fact("people.posts", line.posts),
      fact("people.team", line.team),
      fact("people.area", line.area),
      fact("people.seen_column", line.seenWords),
      fact("people.account", accountWords(row, incidents)),
    ),
    open.map((d) =>
      h(
        "p",
        { key: d.directive.id, className: "line-directive" },
        sign(d.kind),
        " ",
        h(Link, { id: d.directive.id, kind: "directive" }, text(d.directive.text)),
        " ",
        h(
          "span",
          { className: "label" },
          [stateOf(d.directive), d.clock].filter(Boolean).join(" · "),
        ),
      )
    ),
    contact ? h(Channels, { contact }) : null,
    countable ? h(Muster, { value: muster, set: setMuster }) : null,
    countable ? h(PersonToCount, { person: row, muster }) : null,
  );
});

/* One for each open incident with an order to evacuate: nobody whom one of them seeks is left out. */
panel("headcount_desk", function HeadcountDesk() {
  const incidents = useIncidents();
  const counting = incidents.filter((one) => one.evacuation);
  return counting.map((incident) =>
    h(Headcount, { key: incident.id, incident, whose: whose(incident.id, incidents) })
  );
});

function Headcount({ incident, whose }) {
  const people = useTopic("people");
  const [account] = useAddress("account");
  const [counted] = useAddress("counted");
  const [muster, setMuster] = useMuster();
  const e = incident.evacuation;
  const title = whose
    ? say("incident.panel_of", { title: say("command.headcount"), place: whose })
    : say("command.headcount");
  const open = unaccountedIn(incident, people);
  /* While there are several headcounts, what is chosen in one is of that one's people. */
  const mine = whose ? counted === incident.id : true;
  const choose = (part) =>
    address.write({ account: part, counted: part && whose ? incident.id : "" });
  return h(
    "section",
    { className: "panel headcount-desk" },
    head(title, say("people.frozen", { n: e.denominator, time: time(e.ordered_at).slice(0, 5) })),
    h(
      "div",
      { className: "split", "aria-hidden": true },
      ["checked_in", "assigned", "not_accounted", "missing"].map((part) =>
        h("i", { key: part, className: part, style: { flexGrow: e[part] } })
      ),
    ),
    h(Tally, {
      label: say("people.account"),
      counts: Object.entries(ACCOUNTS).map((
        [part, kind],
      ) => [part, kind, say(`people.account.${part}`), e[part]]),
      value: mine ? account : "",
      set: choose,
    }),
    open.length && may("person.check_in") ? h(Muster, { value: muster, set: setMuster }) : null,
    open.length
      ? h(
        "div",
        { className: "people-list" },
        open.slice(0, MOST).map((person) =>
          h(PersonToCount, { key: person.person, person, incident, muster })
        ),
      )
      : none(say("command.nobody_open")),
    open.length > MOST
      ? h("div", { className: "more" }, say("people.more_open", { n: open.length - MOST }))
      : null,
  );
}
