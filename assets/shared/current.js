/* The incident that a desk works on: the chosen one, else the gravest open one when the page
   first had one. It stays until it closes (or moves to the incident that is the same event): a
   graver one that opens meanwhile is shown on its tab and moves no button. One choice for all
   panels and forms of the page. */

import { useIncidents, whose } from "./incidents.js";
import { keptInTab } from "../base/browser_memory.js";
import { page } from "../base/context.js";
import { say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { site } from "../live/plant.js";

/** @import { IncidentRow } from "../types/rows.d.ts" */

const KEPT = "command.incident";
/** @type {string | null} */
let chosen = null;
/** @type {Set<() => void>} */
const waiting = new Set();

/** @type {() => string} */
const current = () => (chosen === null ? (chosen = keptInTab.get(KEPT) || "") : chosen);
/** @type {(id: string) => void} */
const keep = (id) => {
  chosen = id;
  keptInTab.set(KEPT, id);
};
/** @type {(id: string) => void} */
export const chooseIncident = (id) => {
  if (id === current()) return;
  keep(id);
  waiting.forEach((reader) => reader());
};
/** @type {(reader: () => void) => () => void} */
const subscribe = (reader) => {
  waiting.add(reader);
  return () => waiting.delete(reader);
};

/* Which incident leads the event of this one, that was perhaps withdrawn as the same as another. */
/** @type {(id: string) => string} */
const leading = (id) => {
  /** @type {IncidentRow | undefined} */
  const incident = board.kind("incident", "")[id];
  return incident?.withdrawn?.same_as ? leading(incident.withdrawn.same_as) : id;
};

/* Its id, for what is no panel. */
/** @type {() => string} */
export const currentIncident = () => leading(current());

/* {incidents, incident, of}: `of(title)` says whose a panel is while there are several. */
/** @type {() => { incidents: IncidentRow[], incident: IncidentRow | null, of: (title: string) => string }} */
export const useCurrent = () => {
  const incidents = useIncidents();
  const id = React.useSyncExternalStore(subscribe, current);
  const incident = incidents.find((one) => one.id === leading(id)) || incidents[0] || null;
  React.useEffect(() => {
    if (incident) keep(incident.id); /* all panels read the same: no other needs to hear of it */
  }, [incident && incident.id]);
  const place = incident ? whose(incident.id, incidents) : "";
  return {
    incidents,
    incident,
    of: (title) => (place ? say("incident.panel_of", { title, place }) : title),
  };
};

/* Where an incident of an alarm would be, and by which plan: {place, plan} (domain/site/opens_at.py). */
/** @type {(tag: string) => { place: string | null, plan: string | undefined }} */
export const opensAt = (tag) => {
  const { place = null, plan = null } = (site().by.tags[tag] || {}).opens || {};
  return { place, plan: plan || undefined };
};

/* Whose word a click carries: one's own, or somebody's in the field, by radio. */
/** @type {(person: string | null | undefined) => Pick<Spoken, "via" | "speaker">} */
export const spokenFor = (person) =>
  !person || person === page.person ? {} : { via: "radio", speaker: person };

/* The same of a plain word about somebody, as whoever keeps the radio log enters it. */
/** @type {(person: string | null) => ReturnType<typeof spokenFor>} */
export const wordOf = (person) =>
  ["commander", "controller"].includes(page.role) ? spokenFor(person) : {};
