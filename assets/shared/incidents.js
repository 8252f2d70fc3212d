/* Which incidents are open, the gravest first: by the site's own order of levels, then by age; and by
   what words one is told from another while there are several. */

import { page, text } from "../base/context.js";
import { turnTaken, verdictAt } from "../base/turns.js";
import { say, time } from "../base/words.js";
import { named, site } from "../live/plant.js";
import { useKind } from "../live/react_panels.js";

/** @import { IncidentRow, PersonRow, ReportRow, Sign, Turns } from "../types/rows.d.ts" */

/** Where somebody stands in a headcount.
 * @typedef {NonNullable<PersonRow["account"]>} Account */

/** @type {(rows: Record<string, IncidentRow>) => IncidentRow[]} */
export const openIncidents = (rows) => {
  const rank = site().levelRank;
  return Object.values(rows)
    .filter((incident) => incident.status === "open")
    .sort((a, b) => (rank[a.level] ?? 99) - (rank[b.level] ?? 99) || a.t0 - b.t0);
};
/** @type {() => IncidentRow[]} */
export const useIncidents = () => openIncidents(useKind("incident", ""));

/* "night shift leader", or that nobody commands. */
/** @type {(incident: Pick<IncidentRow, "commander">) => string} */
export const commanderOf = (incident) => {
  const held = incident.commander;
  if (!held) return say("incident.nobody_commands");
  const post = held.post ? named(held.post) : "";
  return post || text(held.name) || named(held.person);
};

/* What of its command wants a hand: {kind, words}, "" where nothing does. */
/** @type {(incident: Pick<IncidentRow, "answers">, now: number) => { kind: Sign, words: string }} */
export const readCommand = ({ answers: { command } }, now) => {
  const { kind, code } = verdictAt(command.turns, now);
  const words = code === "asked"
    ? say("pressing.asked", { n: command.asked })
    : code === "nobody"
    ? say("incident.nobody_commands")
    : "";
  return { kind, words };
};

/* How many steps of its plan were given, of how many, and how many of the others are past their time
   (domain/incidents/wall/behind.py); null where it has no plan. */
/** @type {(incident: Pick<IncidentRow, "answers">, now: number) =>
 *   { kind: Sign, given: number, total: number, overdue: number } | null} */
export const readPlan = ({ answers: { plan } }, now) => {
  if (!plan) return null;
  const { kind } = verdictAt(plan.turns, now);
  const [, overdue] = turnTaken(plan.counts, now) || [0, 0];
  return { kind, given: plan.given, total: plan.total, overdue };
};

/* "Plan 2 of 24, 5 overdue"; "" while nothing of it is. */
/** @type {(incident: Pick<IncidentRow, "answers">, now: number) => string} */
export const planOverdue = (incident, now) => {
  const plan = readPlan(incident, now);
  if (!plan || !plan.overdue) return "";
  return say("plan.overdue", { given: plan.given, total: plan.total, n: plan.overdue });
};

/* The steps of its plan that are due now: ready (domain/directives/plan_progress.py), and past the time at which
   they are given, as their turns say. By the time each must be done. */
/** @type {(incident: Pick<IncidentRow, "plan" | "progress" | "t0">, now: number) => string[]} */
export const dueSteps = (incident, now) => {
  /** @type {{ steps: { id: string, turns: Turns }[] } | undefined} */
  const plan = site().by.plans[incident.plan ?? ""];
  const turns = Object.fromEntries((plan?.steps || []).map((step) => [step.id, step.turns]));
  const ready = incident.progress?.ready || [];
  return ready.filter((step) =>
    ["to_give", "overdue"].includes(verdictAt(turns[step], now - incident.t0).code)
  );
};

/* Whether this session's own person commands it; a virtual commander of the same post is another. */
/** @type {(incident: Pick<IncidentRow, "commander">) => boolean} */
export const commands = ({ commander }) =>
  commander !== null && commander.kind !== "virtual" && commander.person === page.person;

/* "Level II" of "Level II (company)". */
/** @type {(incident: Pick<IncidentRow, "level">) => string} */
export const levelWord = (incident) => {
  const level = site().by.levels[incident.level];
  return level ? text(level.name).split(/[（(]/)[0].trim() : incident.level;
};

/* Where it is, the fullest name first. No two open incidents are at one place (domain/incidents/opening.py),
   so it tells them apart wherever there is no room for their titles; a tank is called by its number. */
/** @type {(incident: Pick<IncidentRow, "place" | "source">) => string[]} */
export const placesOf = (incident) => {
  const tank = site().by.tanks[incident.source?.tank ?? ""];
  if (tank) return [tank.id];
  return [...new Set([named(incident.place), incident.place])];
};

/* Its title, with where it is if the title does not say. */
/** @type {(incident: Pick<IncidentRow, "place" | "source" | "title">) => string} */
export const titleAt = (incident) => {
  const [title, [place]] = [text(incident.title), placesOf(incident)];
  return title.includes(place) ? title : `${title} · ${place}`;
};

/* The first of these of an incident known by its id; "" while it is the only one, as then everything is of it. */
/** @type {(id: string | undefined, incidents: Pick<IncidentRow, "id" | "place" | "source">[]) => string} */
export const whose = (id, incidents) => {
  const incident = incidents.length > 1 && incidents.find((one) => one.id === id);
  return incident ? placesOf(incident)[0] : "";
};

/* The reports that wait for an incident, the newest first (domain/incidents/report.py). */
/** @type {(reports: Record<string, ReportRow>, now: number) => ReportRow[]} */
export const freeReports = (reports, now) =>
  Object.values(reports)
    .filter((report) => verdictAt(report.turns, now).code === "waits")
    .sort((a, b) => b.seq - a.seq);

/* Whether an incident's headcount has them missing, or any, where none is given; also on air or inside. */
/** @type {(person: Pick<PersonRow, "account" | "accounts" | "lost_in">, incident?: Pick<IncidentRow, "id"> | null) => boolean} */
export const isLost = ({ account, accounts, lost_in: within = [] }, incident) =>
  incident
    ? accounts?.[incident.id] === "missing" || within.includes(incident.id)
    : account === "missing" || within.length > 0;

/* How many of a headcount are missing, wherever they are. */
/** @type {(e: Pick<NonNullable<IncidentRow["evacuation"]>, "missing" | "lost_within">) => number} */
export const lostOf = (e) => e.missing + (e.lost_within || 0);

/* Where one of a headcount is, and that they are missing where they are on air or inside. */
/** @type {(person: PersonRow, incident: Pick<IncidentRow, "id">) => string} */
export const placeIn = (person, incident) => {
  const account = person.accounts[incident.id];
  const where = say(`people.account.${account}`);
  return isLost(person, incident) && account !== "missing"
    ? `${say("people.account.missing")} · ${where}`
    : where;
};

/* Rows of the people whom its headcount still wants, the missing first: missing there, whatever another says.
   `then` orders equals; without it they stand as they come. */
/** @type {Account[]} */
const WANTED = ["missing", "inside", "not_accounted"];
/** @type {(incident: Pick<IncidentRow, "id">, person: PersonRow) => number} */
const rankIn = (incident, person) =>
  isLost(person, incident) ? 0 : WANTED.indexOf((person.accounts || {})[incident.id]);
/** @type {(incident: Pick<IncidentRow, "id"> | null, people: Record<string, PersonRow>,
 *   then?: (a: PersonRow, b: PersonRow) => number) => PersonRow[]} */
export const unaccountedIn = (incident, people, then = () => 0) =>
  !incident ? [] : Object.values(people)
    .filter((person) => rankIn(incident, person) >= 0)
    .sort((a, b) => rankIn(incident, a) - rankIn(incident, b) || then(a, b));

/** @type {(id: string, account: Account, incidents: IncidentRow[]) => string} */
const saidOf = (id, account, incidents) => {
  const word = say(`people.account.${account}`);
  const place = whose(id, incidents);
  return place ? say("cell.other", { place, words: word }) : word;
};

/* Where somebody stands in the headcounts: one word where all say the same, else each by its place. */
/** @type {(person: PersonRow, incidents: IncidentRow[]) => string} */
export const accountWords = (person, incidents) => {
  const said = Object.entries(person.accounts || {});
  if (new Set(said.map(([, account]) => account)).size < 2) {
    return person.account ? say(`people.account.${person.account}`) : "";
  }
  return said.map(([id, account]) => saidOf(id, account, incidents)).join(" · ");
};

/* What the headcounts of other open incidents want of somebody otherwise than this one's does: [{kind, words}]. */
/** @type {(incident: Pick<IncidentRow, "id">, person: PersonRow, incidents: IncidentRow[]) =>
 *   { kind: Sign, words: string }[]} */
export const wantedElsewhere = (incident, person, incidents) =>
  Object.entries(person.accounts || {})
    .filter(([id, account]) =>
      id !== incident.id && WANTED.includes(account) && account !== person.accounts[incident.id]
    )
    .map(([id, account]) => ({
      kind: account === "missing" ? "urgent" : "warn",
      words: saidOf(id, account, incidents),
    }));

/* From what its clock counts, and when somebody opened it. */
/** @type {(incident: Pick<IncidentRow, "t0" | "t0_by" | "opened_at">) => string} */
export const beganWords = ({ t0, t0_by, opened_at }) =>
  t0_by === "opening"
    ? say("command.opened_by_hand", { t0: time(t0), opened: time(opened_at) })
    : say("command.opened", {
      t0: time(t0),
      by: say(`incident.began.${t0_by}`),
      opened: time(opened_at),
    });

/* To which muster point somebody was ordered: that of the area where they work, or the only one that any area was
   ordered to; null where none was, or several were and they work in none of these areas. */
/** @type {(person: Pick<PersonRow, "home" | "accounts">, incidents: Pick<IncidentRow, "id" | "evacuation">[]) => string | null} */
export const musterOf = (person, incidents) => {
  for (const { id, evacuation } of incidents) {
    if (!evacuation || !(id in person.accounts)) continue;
    const own = evacuation.musters[person.home ?? ""];
    const all = [...new Set(Object.values(evacuation.musters))];
    if (own || all.length === 1) return own || all[0];
  }
  return null;
};
