/* What a plant of one's own still lacks before the board can help, from its description, the board
   and the feeds; each with the command or the lines that mend it. Nothing is kept: what is done is
   gone by itself. Commands and keys of the site file are code, alike in every language. */

import { text } from "../base/context.js";
import { say } from "../base/words.js";

/** @import { FeedRow, ShiftCount, Words } from "../types/rows.d.ts" */

/** What is read of the plant, as GET /api/v1/site tells of it. `lacks`: the lists that are not begun,
 * `unplanned`: the tanks that no plan is for.
 * @typedef {{id: string, name: Words}} Part
 *
 * @typedef {object} Described
 * @property {(Part & {commands?: boolean})[]} posts
 * @property {Part[]} people
 * @property {Part[]} [sources]
 * @property {{id: string, source: string, low: number, high: number}[]} tags
 * @property {Part[]} tanks
 * @property {{id: string, places: string[]}[]} plans
 * @property {string[]} lacks
 * @property {string[]} unplanned
 */

/** What to do next: `code` are the lines that do it, `about` says where they belong.
 * @typedef {{key: string, title: string, about: string, code: string[]}} NextStep
 */

const NAMES_SHOWN = 4;

/** @type {(parts: Part[]) => string[]} */
const names = (parts) => {
  const shown = parts.slice(0, NAMES_SHOWN).map((part) => text(part.name));
  return parts.length > NAMES_SHOWN ? [...shown, `+${parts.length - NAMES_SHOWN}`] : shown;
};
/** @type {(id: string) => string} */
const quoted = (id) => JSON.stringify(id);

/* Who would lead by the roster: the account that is missing could speak as them. */
/** @type {(site: Described, posts: ShiftCount["posts"]) => string | null | undefined} */
function leader(site, posts) {
  const held = site.posts.find((post) => post.commands && posts[post.id]);
  return held ? posts[held.id] : site.people[0]?.id;
}

/** @type {(site: Described, count: ShiftCount) => NextStep[]} */
function account(site, count) {
  if (count.commanders !== 0) return [];
  const person = leader(site, count.posts);
  const speaks = person ? ` --person ${person}` : "";
  return [{
    key: "account",
    title: say("next.account"),
    about: say("next.account_about"),
    code: [`command-center user add NAME --role commander${speaks}`],
  }];
}

/* One reading in the middle of the tag's range, which is nobody's alarm. */
/** @type {(source: string, tag: Described["tags"][number]) => string} */
function curl(source, tag) {
  const body = `{"source": ${quoted(source)}, "readings": [{"tag": ${
    quoted(tag.id)
  }, "ts": '$(date +%s000)', "value": ${(tag.low + tag.high) / 2}}]}`;
  return `curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '${body}' ${location.origin}/api/v1/readings`;
}

/** @type {(site: Described, feeds: Record<string, FeedRow>) => NextStep[]} */
function sources(site, feeds) {
  return Object.values(feeds)
    .filter((feed) => feed.last_ts === null)
    .map((feed) => {
      const known = (site.sources || []).find((s) => s.id === feed.source);
      const tag = site.tags.find((t) => t.source === feed.source);
      return {
        key: `source:${feed.source}`,
        title: say("next.source", { source: known ? known.name : feed.source }),
        about: say("next.source_about", { n: feed.tags }),
        code: [
          `command-center token add ${feed.source} --role gateway`,
          ...(tag ? [curl(feed.source, tag)] : []),
          `CC_FEED_TOKEN=$TOKEN command-center feed FILE.csv --source ${feed.source} --url ${location.origin}`,
        ],
      };
    });
}

/* Held by nobody in this shift nor in one to come: a hole of the roster, not of a night. */
/** @type {(site: Described, count: ShiftCount) => NextStep[]} */
function posts(site, count) {
  const vacant = site.posts.filter((post) => count.unheld.includes(post.id));
  if (site.lacks.includes("commanding_post")) {
    return [{
      key: "posts",
      title: say("next.no_command"),
      about: say("next.no_command_about"),
      code: ["posts:", "  - {id: leader, name: {zh: …, en: …}, commands: true}"],
    }];
  }
  if (!vacant.length) return [];
  const person = (site.people[0] || { id: "PERSON" }).id;
  return [{
    key: "vacant",
    title: say("next.vacant", { posts: names(vacant) }),
    about: say("next.vacant_about"),
    code: ["roster:", `  - {post: ${vacant[0].id}, person: ${person}, shift: always}`],
  }];
}

/** @type {(site: Described) => NextStep[]} */
function people(site) {
  if (!site.lacks.includes("people")) return [];
  return [{
    key: "people",
    title: say("next.no_people"),
    about: say("next.no_people_about"),
    code: [
      "people:",
      "  - {id: zhang-wei, name: {zh: 张伟, en: Zhang Wei}, contacts: [{channel: sms, address: …}]}",
    ],
  }];
}

/** @type {(site: Described) => NextStep[]} */
function plans(site) {
  const bare = site.tanks.filter((tank) => site.unplanned.includes(tank.id));
  if (site.lacks.includes("plans") || !bare.length) {
    return []; /* no plan at all is a blank, below */
  }
  const [first] = site.plans;
  const code = [
    "plans:",
    `  - id: ${first.id}`,
    `    places: [${[...first.places, bare[0].id].join(", ")}]`,
  ];
  return [{
    key: "plans",
    title: say("next.unplanned", { tanks: names(bare) }),
    about: say("next.unplanned_about"),
    code,
  }];
}

/* Parts of the file that are not begun at all: without them a whole question of the wall stays open. */
/** @type {[lack: string, key: string, code: string[]][]} */
const BLANK = [
  ["tanks", "tanks", [
    "tanks:",
    "  - {id: T-101, name: {zh: …, en: …}, x: …, y: …, product: {zh: …, en: …}, diameter_m: …, height_m: …, area: …, level: TAG}",
  ]],
  ["kits", "kits", [
    "resources:",
    "  - {id: suit, name: {zh: …, en: …}, kind: equipment, unit: {zh: 套, en: set}}",
    "stock:",
    "  - {resource: suit, store: …, quantity: 4}",
    "kits:",
    "  - {id: entry-kit, name: {zh: …, en: …}, lines: [{resource: suit, quantity: 4}]}",
  ]],
  ["plans", "plan", ["plans:", "  - {id: leak, places: […], level: …, steps: […], …}"]],
  ["outside", "outside", [
    "outside:",
    "  - {id: fire-119, name: {zh: …, en: …}, kind: fire, phone: 119, minutes_day: …, minutes_night: …}",
  ]],
];

/** @type {(site: Described) => NextStep[]} */
const blanks = (site) =>
  BLANK.filter(([lack]) => site.lacks.includes(lack)).map(([, key, code]) => ({
    key: `blank:${key}`,
    title: say(`next.no_${key}`),
    about: say(`next.no_${key}_about`),
    code,
  }));

/* The most useful first. */
/** @type {(site: Described, count: ShiftCount, feeds: Record<string, FeedRow>) => NextStep[]} */
export const readNextSteps = (site, count, feeds) => [
  ...account(site, count),
  ...sources(site, feeds),
  ...people(site),
  ...posts(site, count),
  ...plans(site),
  ...blanks(site),
];
