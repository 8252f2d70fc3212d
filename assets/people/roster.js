/* The roster as rows of a grid: who matters most first, and nobody's last position drawn as live. */

import { positionIn } from "./positions.js";
import { text } from "../base/context.js";
import { verdictAt } from "../base/turns.js";
import { age, day, say, time } from "../base/words.js";
import { named, site } from "../live/plant.js";

/** @import { PersonRow, PositionSeen, Sign } from "../types/rows.d.ts" */
/** @import { Positions } from "./positions.js" */
/** @typedef {PersonRow["presence"]} Presence */
/** A position's age in ms, its sign, and the code of its words.
 * @typedef {{ms: number, kind: Sign, code: string}} Seen */
/** A row of the roster's grid.
 * @typedef {ReturnType<typeof lasting> & {seen?: number | null, seenWords?: string, seenKind?: string}} RosterLine */
/** What the page chose; "" chooses nothing.
 * @typedef {{find: string, state: string, team: string, area: string, account: string, of: string}} RosterChoice */

const HALF_MINUTE = 30000;
const MINUTE = 60000;

/* State -> its sign; in the order of the list. */
/** @type {Record<Presence, Sign>} */
const STATES = {
  on_air: "warn",
  inside: "warn",
  missing: "urgent",
  not_accounted: "warn",
  responding: "note",
  on_call: "gone",
  on_site: "plain",
  away: "plain",
};
export const rosterStates = /** @type {Presence[]} */ (Object.keys(STATES));
/** @type {(state: Presence) => Sign} */
export const signOfPresence = (state) => STATES[state];
/** @type {(state: Presence) => string} */
export const wordOfPresence = (state) => say(`people.state.${state}`);

/* How old a position is: {ms, kind, code}. `ms` is 0 while it is live, then whole minutes, so that a row changes
   no oftener than its words. null: never seen. */
/** @type {(position: Pick<PositionSeen, "ts" | "ages"> | null, now: number) => Seen | null} */
export const seenOf = (position, now) => {
  if (!position) return null;
  const age = Math.max(0, now - position.ts);
  const { kind, code } = verdictAt(site().position_ages[position.ages], age);
  const step = age < MINUTE ? HALF_MINUTE : MINUTE;
  return { ms: code === "live" ? 0 : Math.floor(age / step) * step, kind, code };
};
/** @type {(seen: Seen | null) => string} */
export const seenWords = (seen) => {
  if (!seen) return "";
  if (seen.code === "live") return say("people.seen_now");
  const unknown = seen.code === "unknown";
  return say(unknown ? "people.seen_unknown" : "people.seen", { age: age(seen.ms) });
};

/** @type {(row: PersonRow) => string} */
const confirmedBy = (
  row,
) => (row.status_by && row.status_by !== "self" ? ` · ${say(`status_by.${row.status_by}`)}` : "");

/** @type {(shift: string | null | undefined) => string} */
const nameOfShift = (shift) => (shift ? text((site().by.shifts[shift] || {}).name) : "");

/* What a person's row and the running shift say; it changes only when they do. */
/** @param {PersonRow} row
 * @param {string | null | undefined} shift */
function lasting(row, shift) {
  const state = row.presence;
  const posts = row.posts.map(named);
  const employer = row.employer === "site" ? "" : say(`people.employer.${row.employer}`);
  return {
    key: row.person,
    kind: STATES[state],
    rank: rosterStates.indexOf(state),
    stateId: state,
    state: wordOfPresence(state),
    name: text(row.name),
    posts: posts.join(" · ") || employer,
    team: named(row.team),
    teamId: row.team || "",
    area: named(row.home),
    areaId: row.home || "",
    shift: row.on_site ? nameOfShift(shift) : row.posts.length ? say("ready.on_call") : "",
    status: [
      row.status
        ? say("people.status_at", {
          status: say(`status.${row.status}`),
          time: row.status_at ? time(row.status_at).slice(0, 5) : "–",
        }) + confirmedBy(row)
        : "",
      row.stood_down_at ? say("people.in_person") : "",
      row.erased_at ? say("people.erased", { day: day(row.erased_at) }) : "",
    ].filter(Boolean).join(" · "),
    directive: row.directive || "",
    account: row.account ? say(`people.account.${row.account}`) : "",
    accountId: row.account || "",
    accounts: row.accounts || {},
    text: `${row.person} ${row.name.zh} ${row.name.en} ${posts.join(" ")} ${named(row.team)} ${
      named(row.home)
    } ${row.directive || ""}`.toLowerCase(),
  };
}

/* A person's row -> what was made of it, for that shift. */
/** @type {WeakMap<PersonRow, {of: string | null | undefined, row: RosterLine, seen: string | null | undefined}>} */
const known = new WeakMap();

/* People as flat rows; posts and teams by the site's names. `shift` is the one that is on. */
/** @type {(people: Record<string, PersonRow>, positions: Positions, shift: string | null | undefined, now: number) => RosterLine[]} */
export const readRoster = (people, positions, shift, now) => {
  /** @type {RosterLine[]} */
  const rows = [];
  for (const row of Object.values(people)) {
    let made = known.get(row);
    if (!made || made.of !== shift) {
      made = { of: shift, row: lasting(row, shift), seen: undefined };
      known.set(row, made);
    }
    const seen = seenOf(positionIn(positions, row.person), now);
    const told = seen && `${seen.code} ${seen.ms}`;
    if (made.seen !== told) {
      made.seen = told;
      made.row = Object.assign({}, made.row, {
        seen: seen && seen.ms,
        seenWords: seenWords(seen),
        seenKind: seen && seen.kind === "gone" ? "gone" : "",
      });
    }
    rows.push(made.row);
  }
  return rows;
};

/* `of`: the incident whose headcount `account` is of; else the gravest that any says. */
/** @type {(rows: RosterLine[], choice: RosterChoice) => RosterLine[]} */
export const filterRoster = (rows, { find, state, team, area, account, of }) => {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      words.every((word) => row.text.includes(word)) &&
      (!state || row.stateId === state) &&
      (!team || row.teamId === team) &&
      (!area || row.areaId === area) &&
      (!account || (of ? row.accounts[of] : row.accountId) === account),
  );
};
