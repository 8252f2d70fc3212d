/* The incident that a desk is about: the one chosen, else the gravest that was open when the page first had
   one. It stays that one until it closes, and goes with it to the one that proved to be the same event: a graver
   one that opens meanwhile is told on its tab, and takes no button from under a hand. One choice for all panels
   and forms of the page. */

import { useIncidents, whose } from "./incidents.js";
import { keptInTab } from "../base/browser_memory.js";
import { page } from "../base/context.js";
import { say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { site } from "../live/plant.js";

const KEPT = "command.incident";
let chosen = null;
const waiting = new Set();

const current = () => (chosen === null ? (chosen = keptInTab.get(KEPT) || "") : chosen);
const keep = (id) => {
  chosen = id;
  keptInTab.set(KEPT, id);
};
export const chooseIncident = (id) => {
  if (id === current()) return;
  keep(id);
  waiting.forEach((reader) => reader());
};
const subscribe = (reader) => {
  waiting.add(reader);
  return () => waiting.delete(reader);
};

/* Which incident leads the event of this one, that was perhaps withdrawn as the same as another. */
const leading = (id) => {
  const { withdrawn } = board.row("incident", id) || {};
  return withdrawn && withdrawn.same_as ? leading(withdrawn.same_as) : id;
};

/* {incidents, incident, of}: `of(title)` says whose a panel is while there are several. */
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
export const opensAt = (tag) => {
  const { place = null, plan = null } = (site().by.tags[tag] || {}).opens || {};
  return { place, plan: plan || undefined };
};

/* Whose word a click carries: one's own, or somebody's in the field, by radio. */
export const spokenFor = (person) =>
  !person || person === page.person ? {} : { via: "radio", speaker: person };

/* The same of a plain word about somebody, as whoever keeps the radio log enters it. */
export const wordOf = (person) =>
  ["commander", "controller"].includes(page.role) ? spokenFor(person) : {};
