/* The gaps of topic readiness in words: a reader adds none, drops none and judges none. */

import { countGaps, gapAddress, readCommanders, readGaps } from "../../assets/command/readiness.js";
import { readContacts } from "../../assets/people/posts.js";
import { givePlant } from "./fakes/plant.js";
import { equal, test } from "./testing.js";

const NOW = Date.UTC(2026, 11, 1, 18);
const HOUR = 3600000;
const post = (/** @type {string} */ id) => ({ id, name: { zh: id, en: id } });
const PLANT = {
  by: {
    posts: { gm: post("gm"), chief: post("chief") },
    teams: { c: { id: "c", name: { zh: "丙班（三车间）", en: "Team C (shop 3)" } } },
  },
  places: { "shop-3": { name: { zh: "三车间", en: "Shop 3" } } },
};

/** @type {(readiness: Record<string, Answered>) => Answered[]} */
function gaps(readiness) {
  givePlant(PLANT);
  return readGaps(readiness, NOW);
}

/** @type {(code: string, at?: number) => Answered} */
const contact = (code, at = 0) => ({
  turns: [[0, "plain", "proven"], [at, "warn", code]],
  oldest: "2026-10-02",
  waits_ms: [60000, null],
});

test("contacts are counted by the turn that has come", () => {
  const row = {
    contacts: [contact("unproven"), contact("unproven", NOW), contact("unproven", NOW + 1)],
  };
  const [gap] = gaps({ contacts: row });
  equal(gap.detail, "ready.unproven 2");
  equal(gap.end, "+age.minutes 1 · ready.never 2");
  equal(gaps({ contacts: { contacts: [contact("unproven", NOW + 1)] } }), []);
});

test("nobody on site who would command is a gap, and the list says who would come", () => {
  const held = { post: "gm", person: "wu", on_site: false, in_at: NOW + 4 * HOUR };
  const commanders = { held: [held], lacking: true };
  equal(gaps({ commanders }).map((one) => one.detail), ["ready.nobody_commands"]);
  equal(gaps({ commanders: { held: [held], lacking: false } }), []);
  equal(readCommanders({ commanders }, NOW).map((one) => [one.person, one.here, one.when]), [
    ["wu", false, "ready.in 14400 s"],
  ]);
});

test("authority that is missing names the team or the area, and who may be asked", () => {
  const row = {
    plan: "p",
    level: "II",
    step: "s",
    capability: "mobilise",
    area: "shop-3",
    team: "c",
  };
  const gm = { post: "gm", person: null, on_site: false, in_at: null };
  const [asked] = gaps({ "authority:p:s": { ...row, asked: [gm], wait_ms: 120000 } });
  equal([asked.detail[1], asked.end, asked.team], [
    "ready.only_by [object Object] gm",
    "ready.at_most 120 s",
    "c",
  ]);
  const nobody = { ...row, capability: "direct", team: null, asked: [], wait_ms: 0 };
  const [direct] = gaps({ "authority:p:s": nobody });
  equal([direct.detail[0], direct.end, direct.fix], [
    "ready.direct_by_nobody [object Object]",
    "",
    "",
  ]);
});

test("each pool has its own gap, with minutes only where the row has them", () => {
  const row = { level: "LT-9", to_weir_m3: 300, required_m3: 400, lacks_m3: 100, inflow_m3_min: 3 };
  const found = gaps({
    "pool:one": { ...row, pool: "one", full_after_min: 0 },
    "pool:two": { ...row, pool: "two", full_after_min: null },
    "limits:two": {
      pool: "two",
      level: "LT-9",
      unit: "m3",
      proposed: { h: 180, hh: 240, needed_min: 20 },
    },
  });
  equal(found.map((one) => [one.key, one.end]), [
    ["pool:one", "ready.full_in 0"],
    ["pool:two", "−100 unit.m3"],
    ["limits:two", "ready.no_alarm"],
  ]);
  equal(found[2].page, "/tanks?tag=LT-9");
  equal(found[2].fix[1], "ready.proposed 180 240 m3 20");
});

test("a kit behind a lock says when its key comes, any other what is short", () => {
  const row = { kit: "four", resource: "suit", had: 2, needed: 4, nearest: null };
  equal(
    gaps({ "kit:four": { ...row, locked: ["vault"], opens_at: NOW + HOUR } })[0].end,
    "ready.key_in 3600 s",
  );
  equal(gaps({ "kit:four": { ...row, locked: [], opens_at: null } })[0].end, "short.of 2 4");
});

test("a person is as bad as the turn of their worst address", () => {
  const address = {
    channel: "sms",
    version: "1",
    masked: "•••• 1",
    asked: null,
    verified: null,
    failed: null,
    proven: null,
  };
  const row = (/** @type {Answered} */ turns, /** @type {Answered} */ more) => ({
    person: "li",
    key_post: true,
    holds_now: [],
    call: null,
    revision: 0,
    differs: false,
    erased_at: null,
    contacts: [{ ...address, turns, ...more }],
  });
  /** @type {(turns: unknown[], more?: Answered) => string[]} */
  const said = (turns, more = {}) => {
    const [one] = readContacts({ "contact:li": row(turns, more) }, NOW);
    return [one.kind, one.channels[0].words];
  };
  const day = { proven: "2026-12-01", reached_at: NOW - HOUR };
  const month = { proven: "2026-11-01", reached_at: NOW - 30 * 24 * HOUR };
  const turns = [[0, "plain", "proven"], [NOW, "warn", "unproven"]];
  equal(said([[0, "plain", "reached"]], day), ["plain", "contacts.reached 17:00"]);
  equal(said([turns[0]], day), ["plain", "contacts.verified 86400 s"]);
  equal(said(turns, month), ["warn", "contacts.verified 2592000 s"]);
  equal(said([[0, "warn", "never"]]), ["warn", "contacts.never"]);
  equal(said([[0, "urgent", "failed"]], { error: "not_in_service", failed_at: NOW })[0], "urgent");
});

test("an interim measure bridges its gap until its end, is counted apart and stands last", () => {
  const limits = (/** @type {string} */ pool) => ({
    pool,
    level: `LT-${pool}`,
    unit: "m",
    proposed: { why: "no_time" },
  });
  const measure = (/** @type {number} */ until) => ({
    gap: "limits:a",
    person: "wu",
    name: post("wu").name,
    by: post("wu").name,
    what: "watch",
    evidence: null,
    at: NOW - HOUR,
    until,
    turns: [[0, "warn", "interim"], [until, "gone", "over"]],
  });
  const rows = (/** @type {number} */ until) => ({
    "limits:a": limits("a"),
    "limits:b": limits("b"),
    "interim:limits:a": measure(until),
  });
  const bridged = gaps(rows(NOW + HOUR));
  equal(bridged.map((one) => [one.key, one.interim?.code || null]), [
    ["limits:b", null],
    ["limits:a", "interim"],
  ]);
  equal(countGaps(/** @type {Answered} */ (bridged)), { open: 1, interim: 1 });
  const over = gaps(rows(NOW));
  equal(over.map((one) => [one.key, one.interim]), [["limits:a", null], ["limits:b", null]]);
  equal(countGaps(/** @type {Answered} */ (over)), { open: 2, interim: 0 });
  equal(gapAddress("kit:a b"), "/readiness?gap=kit%3Aa+b");
});
