/* The roster as rows of a grid: who matters most first, and nobody's last position drawn as live. */

import { text } from "../base/context.js";
import { age, say, time } from "../base/words.js";
import { named, site } from "../live/plant.js";

const FADE_MS = 60000; /* a position is live for a minute (DOMAIN, "People, headcount, entry") */
const UNKNOWN_MS = 300000; /* and says nothing any more after five */

/* State -> its sign; in the order of the list. */
const STATES = {
  missing: "urgent",
  not_accounted: "warn",
  responding: "note",
  on_call: "gone",
  on_site: "plain",
  away: "plain",
};
export const rosterStates = Object.keys(STATES);
export const signOfPresence = (state) => STATES[state];
export const wordOfPresence = (state) => say(`people.state.${state}`);

function stateOf(row) {
  if (row.account === "missing" || row.account === "not_accounted") return row.account;
  const moving = row.account === "assigned" ||
    ["en_route", "staged", "on_scene"].includes(row.status);
  if (moving || (row.directive && row.on_site)) return "responding";
  if (row.on_site) return "on_site";
  return row.posts.length ? "on_call" : "away";
}

/* Age of a position in ms as it is shown: 0 while live, then whole minutes, so that a row changes
   no oftener than its words. null: never seen. */
export const seenFor = (position, now) => {
  if (!position) return null;
  const age = now - position.ts;
  return age < FADE_MS ? 0 : Math.floor(age / FADE_MS) * FADE_MS;
};
export const seenWords = (seen) => {
  if (seen === null || seen === undefined) return "";
  if (seen < FADE_MS) return say("people.seen_now");
  return say(seen < UNKNOWN_MS ? "people.seen" : "people.seen_unknown", { age: age(seen) });
};

const confirmedBy = (
  row,
) => (row.status_by && row.status_by !== "self" ? ` · ${say(`status_by.${row.status_by}`)}` : "");

/* What a person's row and the running shift say; it changes only when they do. */
function lasting(row, shift) {
  const state = stateOf(row);
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
    shift: row.on_site
      ? text((site().by.shifts[shift] || {}).name)
      : row.posts.length
      ? say("ready.on_call")
      : "",
    status: [
      row.status
        ? say("people.status_at", {
          status: say(`status.${row.status}`),
          time: time(row.status_at).slice(0, 5),
        }) + confirmedBy(row)
        : "",
      row.stood_down_at ? say("people.in_person") : "",
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

const known = new WeakMap(); /* a person's row -> what was made of it, for that shift */

/* Rows of topic `people` as flat rows; posts and teams by the site's names. */
export const readRoster = (people, now) => {
  const shift = (people.count || {}).shift;
  const rows = [];
  for (const row of Object.values(people)) {
    if (!row.person || !row.name) continue;
    let made = known.get(row);
    if (!made || made.of !== shift) {
      made = { of: shift, row: lasting(row, shift), seen: undefined };
      known.set(row, made);
    }
    const seen = seenFor(row.position, now);
    if (made.seen !== seen) {
      made.seen = seen;
      made.row = Object.assign({}, made.row, {
        seen,
        seenKind: seen !== null && seen >= UNKNOWN_MS ? "gone" : "",
      });
    }
    rows.push(made.row);
  }
  return rows;
};

/* `of`: the incident whose headcount `account` is of; else the gravest that any says. */
export const filterRoster = (rows, { find, state, team, area, account, of }) => {
  const words = (find || "").toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      words.every((word) => row.text.includes(word)) &&
      (!state || row.stateId === state) &&
      (!team || row.teamId === team) &&
      (!area || row.areaId === area) &&
      (!account || (of ? row.accounts[of] : row.accountId) === account),
  );
};
