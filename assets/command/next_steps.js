/* What a new plant still lacks before the board can help, from its description, the board and the
   feeds; each item links to the page that fixes it, or gives the commands that do. Nothing is
   stored: completed items disappear by themselves. Commands are code, the same in every language.
   */

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

/** What to do next: `page` is where it is mended, or `code` are the commands that do it.
 * @typedef {{key: string, title: string, about: string, page: string, code: string[]}} NextStep
 */

const NAMES_SHOWN = 4;

/** @type {(parts: Part[]) => string[]} */
const names = (parts) => {
  const shown = parts.slice(0, NAMES_SHOWN).map((part) => text(part.name));
  return parts.length > NAMES_SHOWN ? [...shown, `+${parts.length - NAMES_SHOWN}`] : shown;
};
/* The form of a new row on the page of the plant. */
/** @type {(noun: string) => string} */
const newRow = (noun) => `/plant?noun=${noun}&row=%2B`;
/** @type {(id: string) => string} */
const quoted = (id) => JSON.stringify(id);

/** @type {(count: ShiftCount) => NextStep[]} */
function account(count) {
  if (count.commanders !== 0) return [];
  return [{
    key: "account",
    title: say("next.account"),
    about: say("next.account_about"),
    page: "/plant?show=accounts",
    code: [],
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
        page: "",
        code: [
          `command-center token add ${feed.source} --role gateway --source ${feed.source}`,
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
      page: newRow("posts"),
      code: [],
    }];
  }
  if (!vacant.length) return [];
  return [{
    key: "vacant",
    title: say("next.vacant", { posts: names(vacant) }),
    about: say("next.vacant_about"),
    page: newRow("roster"),
    code: [],
  }];
}

/** @type {(site: Described) => NextStep[]} */
function plans(site) {
  const bare = site.tanks.filter((tank) => site.unplanned.includes(tank.id));
  if (site.lacks.includes("plans") || !bare.length) {
    return []; /* no plan at all is a blank, below */
  }
  return [{
    key: "plans",
    title: say("next.unplanned", { tanks: names(bare) }),
    about: say("next.unplanned_about"),
    page: `/plant?noun=plans&row=${encodeURIComponent(site.plans[0].id)}`,
    code: [],
  }];
}

/* Parts of the description that are not begun at all: without them a whole question of the wall stays open. */
/** @type {[lack: string, key: "people" | "tanks" | "kits" | "plan" | "outside", noun: string][]} */
const BLANK = [
  ["people", "people", "people"],
  ["tanks", "tanks", "tanks"],
  ["kits", "kits", "kits"],
  ["plans", "plan", "plans"],
  ["outside", "outside", "outside"],
];

/** @type {(site: Described) => NextStep[]} */
const blanks = (site) =>
  BLANK.filter(([lack]) => site.lacks.includes(lack)).map(([, key, noun]) => ({
    key: `blank:${key}`,
    title: say(`next.no_${key}`),
    about: say(`next.no_${key}_about`),
    page: newRow(noun),
    code: [],
  }));

/* The most useful first. */
/** @type {(site: Described, count: ShiftCount, feeds: Record<string, FeedRow>) => NextStep[]} */
export const readNextSteps = (site, count, feeds) => [
  ...account(count),
  ...sources(site, feeds),
  ...posts(site, count),
  ...plans(site),
  ...blanks(site),
];
