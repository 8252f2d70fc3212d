/* The chosen person, and the headcount while an evacuation is ordered. */

import { ContactsOf } from "./contact_edit.js";
import { request } from "./numbers.js";
import { readContacts } from "./posts.js";
import { readRoster } from "./roster.js";
import { address, useAddress } from "../base/address.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { say, time } from "../base/words.js";
import { PersonToCount } from "../command/headcount.js";
import { site } from "../live/plant.js";
import { panel, useKept, useKind, useSecond } from "../live/react_panels.js";
import { liveDirectives, stateOf } from "../shared/directives.js";
import { Tally, useIntoView } from "../shared/grid.js";
import { useCountedPeople } from "../shared/counted_people.js";
import { accountWords, unaccountedIn, useIncidents, whose } from "../shared/incidents.js";
import { Link } from "../shared/links.js";

/** @import { IncidentRow, PersonRow, Sign } from "../types/rows.d.ts" */
/** @import { Part } from "../live/plant_index.js" */
/** @import { Outcome } from "./numbers.js" */
/** @typedef {NonNullable<PersonRow["account"]>} Account */

/** An incident with an order to evacuate.
 * @typedef {IncidentRow & {evacuation: NonNullable<IncidentRow["evacuation"]>}} Evacuating */

const MOST = 20; /* at hand at once; the roster has them all, in the same order */
/** @type {Record<Account, Sign>} */
const ACCOUNTS = {
  on_air: "warn",
  inside: "warn",
  missing: "urgent",
  not_accounted: "warn",
  assigned: "note",
  checked_in: "good",
};

/** @type {Account[]} */
const GRAVEST_FIRST = [
  "on_air",
  "inside",
  "missing",
  "not_accounted",
  "assigned",
  "checked_in",
];
const PARTS = GRAVEST_FIRST.slice().reverse();

/** @type {(word: Sayable, value: string | undefined) => ReactElement[] | null} */
const fact = (
  word,
  value,
) => (value ? [h("dt", { key: `${word}.t` }, say(word)), h("dd", { key: word }, value)] : null);

/** @type {() => Part[]} */
const musterPoints = () => site().musters || [];

/** @type {(props: {value: string, set: (id: string) => void}) => ReactElement} */
function Muster({ value, set }) {
  return h(
    "label",
    { className: "inline" },
    h("span", null, say("command.muster")),
    h(
      "select",
      { value, onChange: (/** @type {ReactSelectEvent} */ event) => set(event.target.value) },
      musterPoints().map((m) => h("option", { key: m.id, value: m.id }, text(m.name))),
    ),
  );
}
/** @type {() => [string, ReactSet<string>]} */
const useMuster = () => {
  const musters = musterPoints();
  return useKept("command.muster", musters.length ? musters[0].id : "");
};

panel("person_line", function PersonLine() {
  const [id, choose] = useAddress("person");
  const people = useKind("people", "");
  const positions = useKind("people", "position:");
  const { count } = useKind("people", "count");
  const contacts = useKind("people", "contact:");
  const directives = useKind("directives", "");
  const incidents = useIncidents();
  const now = useSecond();
  const [muster, setMuster] = useMuster();
  /** @type {PersonRow | undefined} */
  const row = people[id];
  const here = useIntoView(row && id);
  if (!row) return null;
  const [line] = readRoster({ [id]: row }, positions, count && count.shift, now);
  const reached = Object.entries(contacts).filter(([, one]) => one.person === id);
  const [contact] = readContacts(Object.fromEntries(reached), now);
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
    h(ContactsOf, { person: id, contact }),
    countable ? h(Muster, { value: muster, set: setMuster }) : null,
    countable ? h(PersonToCount, { person: row, muster }) : null,
  );
});

/** @type {(one: IncidentRow) => one is Evacuating} */
const isEvacuating = (one) => one.evacuation !== null;

/* One for each open incident with an order to evacuate: nobody whom one of them seeks is left out. */
panel("headcount_desk", function HeadcountDesk() {
  const incidents = useIncidents();
  const counting = incidents.filter(isEvacuating);
  return counting.map((incident) =>
    h(Headcount, { key: incident.id, incident, whose: whose(incident.id, incidents) })
  );
});

/** @typedef {{codes: {person: string, code: string}[]}} MusterCodes */

/* The codes of one muster point, by person, once they were asked for: two groups of four signs. */
/** @type {(incident: string, muster: string) => [Record<string, string>, () => void, string]} */
const useCodes = (incident, muster) => {
  const [codes, setCodes] = React.useState(/** @type {Record<string, string>} */ ({}));
  const [refused, refuse] = React.useState("");
  React.useEffect(() => setCodes({}), [incident, muster]); /* a code is of one point alone */
  const ask = () => {
    const path = `incidents/${encodeURIComponent(incident)}/muster-codes?muster=`;
    /** @type {Promise<Outcome<MusterCodes>>} */
    const asked = request("GET", path + encodeURIComponent(muster));
    asked.then(({ told, refused: why }) => {
      refuse(why ? why.detail || why.title || "" : "");
      const shown = told ? told.codes : [];
      setCodes(Object.fromEntries(
        shown.map((one) => [one.person, `${one.code.slice(0, 4)}-${one.code.slice(4)}`]),
      ));
    });
  };
  return [codes, ask, refused];
};

/** @type {(props: {incident: Evacuating, whose: string}) => ReactElement} */
function Headcount({ incident, whose }) {
  const people = useCountedPeople();
  const roster = useKind("people", "");
  const [account] = useAddress("account");
  const [counted] = useAddress("counted");
  const [muster, setMuster] = useMuster();
  const [codes, askCodes, noCodes] = useCodes(incident.id, muster);
  const e = incident.evacuation;
  const title = whose
    ? say("incident.panel_of", { title: say("command.headcount"), place: whose })
    : say("command.headcount");
  /* Who is not in the roster beside it can only be counted here, and stands first. */
  const open = unaccountedIn(
    incident,
    people,
    (a, b) => Number(a.person in roster) - Number(b.person in roster),
  );
  /* While there are several headcounts, what is chosen in one is of that one's people. */
  const mine = whose ? counted === incident.id : true;
  /** @type {(part: string) => void} */
  const choose = (part) =>
    address.write({ account: part, counted: part && whose ? incident.id : "" });
  return h(
    "section",
    { className: "panel headcount-desk" },
    head(title, say("people.frozen", { n: e.denominator, time: time(e.ordered_at).slice(0, 5) })),
    h(
      "div",
      { className: "split", "aria-hidden": true },
      PARTS.map((part) => h("i", { key: part, className: part, style: { flexGrow: e[part] } })),
    ),
    h(Tally, {
      label: say("people.account"),
      counts: GRAVEST_FIRST.map((part) => [
        part,
        ACCOUNTS[part],
        say(`people.account.${part}`),
        e[part],
      ]),
      value: mine ? account : "",
      set: choose,
    }),
    open.length && may("person.check_in") ? h(Muster, { value: muster, set: setMuster }) : null,
    open.length && may("person.check_in")
      ? h(
        "p",
        { className: "muster-codes" },
        h("button", { type: "button", className: "act", onClick: askCodes }, say("muster.codes")),
        h("span", { role: "status" }, noCodes || say("muster.codes_about")),
      )
      : null,
    open.length
      ? h(
        "div",
        { className: "people-list" },
        open.slice(0, MOST).map((person) =>
          h(PersonToCount, {
            key: person.person,
            person,
            incident,
            muster,
            code: codes[person.person],
          })
        ),
      )
      : none(say(e.on_air ? "command.rest_counted" : "command.nobody_open", { n: e.on_air })),
    open.length > MOST
      ? h("div", { className: "more" }, say("people.more_open", { n: open.length - MOST }))
      : null,
  );
}
