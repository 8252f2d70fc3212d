/* Which incidents are open, the gravest first: by the site's own order of levels, then by age; and by
   what words one is told from another while there are several. */

import { page, text } from "../base/context.js";
import { verdictAt } from "../base/turns.js";
import { say } from "../base/words.js";
import { named, site } from "../live/plant.js";
import { useTopic } from "../live/react_panels.js";

/** @import { Sign } from "../types/rows.d.ts" */

export const openIncidents = (rows) => {
  const rank = site().levelRank;
  return Object.values(rows)
    .filter((incident) => incident.status === "open")
    .sort((a, b) => (rank[a.level] ?? 99) - (rank[b.level] ?? 99) || a.t0 - b.t0);
};
export const useIncidents = () => openIncidents(useTopic("incident"));

/* "night shift leader", or that nobody commands. */
export const commanderOf = (incident) => {
  const held = incident.commander;
  if (!held) return say("incident.nobody_commands");
  const post = held.post ? named(held.post) : "";
  return post || text(held.name) || named(held.person);
};

/* What of its command wants a hand: {kind, words}, "" where nothing does. */
/** @type {(incident: Row, now: number) => {kind: Sign, words: string}} */
export const readCommand = ({ answers: { command } }, now) => {
  const { kind, code } = verdictAt(command.turns, now);
  const words = code === "asked"
    ? say("pressing.asked", { n: command.asked })
    : code === "nobody"
    ? say("incident.nobody_commands")
    : "";
  return { kind, words };
};

/* How many steps of its plan were given, of how many, and how many of the others are past their time. */
export const readPlan = (incident, now) => {
  const plan = site().by.plans[incident.plan];
  if (!plan || !incident.progress) return null;
  const { given, total } = incident.progress;
  const waiting = plan.steps.filter((step) => !given[step.id]);
  const overdue = waiting.filter((step) =>
    verdictAt(step.turns, now - incident.t0).code === "overdue"
  );
  return { given: Object.keys(given).length, total, overdue: overdue.length };
};

/* Whether this session's own person commands it; a virtual commander of the same post is another. */
export const commands = ({ commander }) =>
  Boolean(commander) && commander.kind !== "virtual" && commander.person === page.person;

/* "Level II" of "Level II (company)". */
export const levelWord = (incident) => {
  const level = site().by.levels[incident.level];
  return level ? text(level.name).split(/[（(]/)[0].trim() : incident.level;
};

/* Where it is, the fullest name first. No two open incidents are at one place (domain/incidents/opening.py),
   so it tells them apart wherever there is no room for their titles; a tank is called by its number. */
export const placesOf = (incident) => {
  const tank = site().by.tanks[(incident.source || {}).tank];
  if (tank) return [tank.id];
  return [...new Set([named(incident.place), incident.place])];
};

/* Its title, with where it is if the title does not say. */
export const titleAt = (incident) => {
  const [title, [place]] = [text(incident.title), placesOf(incident)];
  return title.includes(place) ? title : `${title} · ${place}`;
};

/* The first of these of an incident known by its id; "" while it is the only one, as then everything is of it. */
export const whose = (id, incidents) => {
  const incident = incidents.length > 1 && incidents.find((one) => one.id === id);
  return incident ? placesOf(incident)[0] : "";
};

/* The reports that wait for an incident, the newest first (domain/incidents/free_reports.py). */
export const freeReports = (rows, now) =>
  Object.entries(rows)
    .filter(([key, report]) =>
      key.startsWith("report:") && verdictAt(report.turns, now).code === "waits"
    )
    .map(([, report]) => report)
    .sort((a, b) => b.seq - a.seq);

/* Rows of the people whom its headcount still wants, the missing first: missing there, whatever another says.
   `then` orders equals; without it they stand as they come. */
const WANTED = ["missing", "not_accounted"];
const rankIn = (incident, person) => WANTED.indexOf((person.accounts || {})[incident.id]);
/** @type {(incident: Row | null, people: Rows, then?: (a: Row, b: Row) => number) => Row[]} */
export const unaccountedIn = (incident, people, then = () => 0) =>
  Object.values(people)
    .filter((person) => incident && rankIn(incident, person) >= 0)
    .sort((a, b) => rankIn(incident, a) - rankIn(incident, b) || then(a, b));

const saidOf = (id, account, incidents) => {
  const word = say(`people.account.${account}`);
  const place = whose(id, incidents);
  return place ? say("cell.other", { place, words: word }) : word;
};

/* Where somebody stands in the headcounts: one word where all say the same, else each by its place. */
export const accountWords = (person, incidents) => {
  const said = Object.entries(person.accounts || {});
  if (new Set(said.map(([, account]) => account)).size < 2) {
    return person.account ? say(`people.account.${person.account}`) : "";
  }
  return said.map(([id, account]) => saidOf(id, account, incidents)).join(" · ");
};

/* What the headcounts of other open incidents want of somebody otherwise than this one's does: [{kind, words}]. */
/** @type {(incident: Row, person: Row, incidents: Row[]) => {kind: Sign, words: string}[]} */
export const wantedElsewhere = (incident, person, incidents) =>
  Object.entries(person.accounts || {})
    .filter(([id, account]) =>
      id !== incident.id && WANTED.includes(account) && account !== person.accounts[incident.id]
    )
    .map(([id, account]) => ({
      kind: account === "missing" ? "urgent" : "warn",
      words: saidOf(id, account, incidents),
    }));
