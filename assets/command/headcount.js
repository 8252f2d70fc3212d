/* The headcount: who is accounted for, and the others, each with a button to check them in. */

import { placeOfPerson, tickedWith } from "./count_groups.js";
import { CountTogether } from "./count_together.js";
import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { none, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { named, site } from "../live/plant.js";
import { panel, useKept } from "../live/react_panels.js";
import { Collapsible } from "../shared/collapsible.js";
import { useCountedPeople, useOnSite } from "../shared/counted_people.js";
import { useCurrent } from "../shared/current.js";
import {
  isLost,
  lostOf,
  placeIn,
  unaccountedIn,
  useIncidents,
  wantedElsewhere,
} from "../shared/incidents.js";
import { ToldOf } from "../shared/paging_line.js";

/** @import { IncidentRow, PersonRow, Words } from "../types/rows.d.ts" */

/* The parts of a headcount, as they stand beside each other. */
const PARTS = /** @type {const} */ ([
  "checked_in",
  "assigned",
  "on_air",
  "inside",
  "not_accounted",
  "missing",
]);

/** A muster point, as GET /api/v1/site tells of it.
 * @typedef {{id: string, name: Words}} Muster
 */

/* Whose people somebody is, where they are not the plant's own. */
/** @type {(person: string) => string} */
const companyOf = (person) => site().by.people[person]?.company || "";

/* Without an incident it is somebody's own line: the gravest of what all headcounts say. */
/** @type {(props: {person: PersonRow, incident?: IncidentRow | null, muster?: string, ticked?: boolean,
 *   tick?: (on: boolean) => void, code?: string}) => ReactElement} */
export function PersonToCount({ person, incident, muster, ticked, tick, code }) {
  const id = person.person;
  const incidents = useIncidents();
  const account = incident ? person.accounts[incident.id] : person.account;
  const elsewhere = incident ? wantedElsewhere(incident, person, incidents) : [];
  const at = placeOfPerson(id);
  /** @type {(kind: "person.find" | "person.check_in" | "person.assign" | "person.miss", data: {muster?: string}, label: string, strong?: string) => ReactElement | null} */
  const act = (kind, data, label, strong) =>
    may(kind)
      ? h(Act, { key: kind, kind, data: Object.assign({ person: id }, data), at, label, strong })
      : null;
  const missing = isLost(person, incident);
  const counts = !missing && account !== "inside"; /* who is inside is written out of the permit */
  return h(
    "div",
    { className: "person-row" },
    sign(missing ? "urgent" : "warn"),
    h(
      "div",
      { className: "who" },
      tick && counts
        ? h(
          "label",
          { className: "inline" },
          h("input", {
            type: "checkbox",
            checked: ticked,
            onChange: (/** @type {{target: HTMLInputElement}} */ event) =>
              tick(event.target.checked),
          }),
          h("b", null, text(person.name)),
        )
        : h("b", null, text(person.name)),
      h(
        "span",
        { className: "bits" },
        h("span", null, incident ? placeIn(person, incident) : say(`people.account.${account}`)),
        h("span", null, named(person.home)),
        companyOf(id) ? h("span", { className: "company" }, companyOf(id)) : null,
        code ? h("code", { className: "muster-code" }, code) : null,
        elsewhere.map(({ kind, words }) =>
          h("span", { key: words, className: "elsewhere" }, sign(kind), " ", words)
        ),
      ),
    ),
    h(
      "div",
      { className: "actions" },
      missing
        ? act("person.find", {}, say("command.find"), "strong")
        : counts
        ? act("person.check_in", { muster }, say("command.check_in"), "strong")
        : h("span", null, say("command.write_out")),
      counts ? act("person.assign", {}, say("command.assign")) : null,
      missing ? null : act("person.miss", {}, say("command.miss")),
    ),
    h(Answer, { at }),
  );
}

panel("headcount", function Headcount(/** @type {{children?: unknown}} */ { children }) {
  const { incident, of } = useCurrent();
  const people = useCountedPeople();
  const here = useOnSite();
  /** @type {Muster[]} */
  const musters = site().musters || [];
  const [muster, setMuster] = useKept("command.muster", musters.length ? musters[0].id : "");
  const [ticked, tick] = React.useState(/** @type {string[]} */ ([]));
  /** @type {IncidentRow["evacuation"]} */
  const e = incident && incident.evacuation;
  const open = unaccountedIn(
    incident,
    people,
    (a, b) => text(a.name).localeCompare(text(b.name), page.lang),
  );
  /* Who is missing is found first. */
  const countable = incident
    ? open.filter((person) => person.accounts[incident.id] === "not_accounted")
    : [];
  const counts = may("person.check_in");
  const split = e
    ? [
      e.on_air ? say("people.air_n", { n: e.on_air }) : "",
      say("people.split", {
        safe: e.checked_in,
        assigned: e.assigned,
        open: e.not_accounted + e.missing + e.inside,
        total: e.denominator,
      }),
    ].filter(Boolean).join(", ")
    : "";
  const answer = split || here;
  return h(
    Collapsible,
    {
      name: "headcount",
      about: incident && incident.id,
      title: of(say("command.headcount")),
      answer,
      kind: e && lostOf(e)
        ? "urgent"
        : e && (e.not_accounted || e.inside || e.on_air)
        ? "warn"
        : "",
      matters: true,
      presses: Boolean(e && lostOf(e)),
    },
    e
      ? h(
        React.Fragment,
        null,
        h(
          "div",
          {
            className: "split",
            role: "img",
            "aria-label": split,
          },
          PARTS.map((part) => h("i", { key: part, className: part, style: { flexGrow: e[part] } })),
        ),
        incident ? h(ToldOf, { kind: "evacuation", about: incident.id }) : null,
        e.areas.map((one) =>
          h(
            "p",
            { key: one.area, className: "zone-open" },
            say("command.zone_open", {
              zone: named(one.area),
              open: one.open,
              wardens: one.wardens.length ? one.wardens.map(named) : say("command.no_warden"),
            }),
          )
        ),
        open.length
          ? null
          : none(say(e.on_air ? "command.rest_counted" : "command.nobody_open", { n: e.on_air })),
        open.length > 0 && counts
          ? h(
            "label",
            { className: "inline" },
            h("span", null, say("command.muster")),
            h(
              "select",
              {
                value: muster,
                onChange: (/** @type {{target: HTMLSelectElement}} */ event) =>
                  setMuster(event.target.value),
              },
              musters.map((m) => h("option", { key: m.id, value: m.id }, text(m.name))),
            ),
          )
          : null,
        counts && countable.length
          ? h(CountTogether, { open: countable, ticked, tick, muster })
          : null,
        h(
          "div",
          { className: "people-list" },
          open.map((person) =>
            h(PersonToCount, {
              key: person.person,
              person,
              incident,
              muster,
              ticked: ticked.includes(person.person),
              tick: counts
                ? (/** @type {boolean} */ on) => tick(tickedWith(ticked, [person.person], on))
                : undefined,
            })
          ),
        ),
      )
      : none(say("command.no_evacuation")),
    children,
  );
});
