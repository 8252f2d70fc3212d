/* What a plant of one's own still lacks, each with the page that mends it. */

import { readNextSteps } from "../../assets/command/next_steps.js";
import { equal, ok, test } from "./testing.js";

/** @import { Described } from "../../assets/command/next_steps.js" */
/** @import { FeedRow, ShiftCount } from "../../assets/types/rows.d.ts" */

/** @type {(id: string) => {id: string, name: {zh: string, en: string}}} */
const part = (id) => ({ id, name: { zh: id, en: `name of ${id}` } });

/** @type {Described} */
const WHOLE = {
  posts: [{ ...part("leader"), commands: true }, part("guard")],
  people: [part("ann"), part("bob")],
  sources: [part("dcs")],
  tags: [{ id: "LT", source: "dcs", low: 0, high: 8 }],
  tanks: [part("T1"), part("T2")],
  plans: [{ id: "leak", places: ["T1", "T2"] }],
  lacks: [],
  unplanned: [],
};

/** @type {ShiftCount} */
const COUNT = {
  shift: "day",
  since: 0,
  on_site: 2,
  posts: { leader: "bob", guard: null },
  commanders: 1,
  next: {},
  held: {},
  unheld: [],
  pages_off: {},
  leads: null,
};

/** @type {Record<string, FeedRow>} */
const HEARD = { dcs: { source: "dcs", last_ts: 1, tags: 1, period_s: 1 } };

/** @type {(site?: Partial<Described>, count?: Partial<ShiftCount>, feeds?: Record<string, FeedRow>) => ReturnType<typeof readNextSteps>} */
const steps = (site = {}, count = {}, feeds = HEARD) =>
  readNextSteps({ ...WHOLE, ...site }, { ...COUNT, ...count }, feeds);

/* The address of the page, which a command that sends readings names. */
Object.assign(globalThis, { location: { origin: "https://plant.example" } });

test("a plant that lacks nothing has nothing to do", () => equal(steps(), []));

test("without an account that commands, the page that adds accounts is named", () => {
  const [account, ...others] = steps({}, { commanders: 0 });
  equal([account.key, account.page, others], ["account", "/plant?show=accounts", []]);
});

test("a source that was never heard is told how to send, with a value in the middle of its range", () => {
  const [source, ...others] = steps({}, {}, { dcs: { ...HEARD.dcs, last_ts: null } });
  equal([source.key, others], ["source:dcs", []]);
  equal(source.code[0], "command-center token add dcs --role gateway --source dcs");
  ok(source.code[1].includes('"tag": "LT"') && source.code[1].includes('"value": 4}'));
  ok(source.code[1].endsWith(" https://plant.example/api/v1/readings"));
});

test("a source that no tag names has no reading to send", () => {
  const feeds = { other: { ...HEARD.dcs, source: "other", last_ts: null } };
  const [source] = steps({}, {}, feeds);
  equal(source.code.map((line) => line.split(" ")[0]), ["command-center", "CC_FEED_TOKEN=$TOKEN"]);
});

test("posts that nobody holds in any shift are named, a post that commands comes first", () => {
  const [vacant] = steps({}, { unheld: ["guard"] });
  equal([vacant.key, vacant.title], ["vacant", "next.vacant name of guard"]);
  equal(vacant.page, "/plant?noun=roster&row=%2B");
  const [none, ...others] = steps({ lacks: ["commanding_post"] }, { unheld: ["guard"] });
  equal([none.key, others], ["posts", []]);
});

test("of many names the first four are shown, and how many more there are", () => {
  const posts = ["a", "b", "c", "d", "e", "f"].map(part);
  const [vacant] = steps({ posts }, { unheld: posts.map(({ id }) => id) });
  ok(vacant.title.endsWith("name of d,+2"), vacant.title);
});

test("a tank without a plan leads to the first plan; where there is none, that is what is lacking", () => {
  const [plans] = steps({ unplanned: ["T2"], plans: [{ id: "leak", places: ["T1"] }] });
  equal(plans.page, "/plant?noun=plans&row=leak");
  const lacking = steps({ unplanned: ["T1", "T2"], plans: [], lacks: ["plans", "kits"] });
  equal(lacking.map(({ key, page }) => [key, page]), [
    ["blank:kits", "/plant?noun=kits&row=%2B"],
    ["blank:plan", "/plant?noun=plans&row=%2B"],
  ]);
});
