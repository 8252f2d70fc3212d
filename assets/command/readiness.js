/* Would the plan work tonight? The gaps of topic `readiness`, each put into words. Which gaps there are, and every
   figure of them, is decided in command_center/domain/readiness/. */

import { verdictAt } from "../base/turns.js";
import { age, day as dayOf, number, say } from "../base/words.js";
import { named, site, sourceName } from "../live/plant.js";

const tagged = (tag) => `/tanks?tag=${encodeURIComponent(tag)}`;

/* When somebody on site holds the post, by the roster. */
const whenIn = (held, now) =>
  held.in_at ? say("ready.in", { age: age(held.in_at - now) }) : say("ready.off_site");

function command(row) {
  if (!row.lacking) return null;
  return {
    name: say("ready.people"),
    detail: say("ready.nobody_commands"),
    end: say("ready.vacant"),
    fix: say("ready.fix_nobody_commands"),
    page: "/people",
  };
}

function contacts(row, now) {
  const stale = row.contacts.filter((one) => verdictAt(one.turns, now).code === "unproven");
  if (!stale.length) return null;
  const oldest = stale.map((one) => one.oldest).filter(Boolean).sort()[0];
  const days = oldest && age(Math.max(0, Date.parse(dayOf(now)) - Date.parse(oldest)));
  /* Of the posts they hold now: how long until their chain tells somebody else who is here, if it ever does. */
  const waits = stale.flatMap((one) => one.waits_ms);
  const told = waits.filter((ms) => ms !== null);
  const never = waits.length - told.length;
  const later = told.length ? say("age.minutes", { n: Math.ceil(Math.max(...told) / 60000) }) : "";
  const end = [later && `+${later}`, never && say("ready.never", { n: never })].filter(Boolean);
  const who = [
    later && say("ready.deputy_after", { age: later }),
    never && say("ready.no_deputy", { n: never }),
  ].filter(Boolean);
  const call = say("ready.fix_contacts");
  const old = days ? say("ready.oldest", { age: days }) : "";
  return {
    name: say("ready.people"),
    detail: say("ready.unproven", { n: stale.length }),
    end: end.length ? end.join(" · ") : days || "",
    fix: [[...who, old, call], [...who, call], [old, call], [call]].map((words) =>
      words.filter(Boolean).join(" ")
    ),
    page: "/people",
  };
}

function vacant(row) {
  return {
    name: say("ready.people"),
    detail: named(row.post),
    end: say("ready.vacant"),
    fix: say("ready.fix_vacant"),
    page: "/people",
  };
}

function kit(row, now) {
  const of = say("short.of", { have: row.had, need: row.needed });
  const near = row.nearest && row.nearest.unit ? row.nearest : null;
  const stores = row.locked;
  return {
    name: say("ready.kit"),
    detail: stores.length
      ? [say("ready.kit_locked", { kit: named(row.kit), stores }), named(row.kit)]
      : named(row.kit),
    end: row.opens_at ? say("ready.key_in", { age: age(row.opens_at - now) }) : of,
    fix: stores.length
      ? say("ready.fix_lock", {
        have: row.had,
        need: row.needed,
        what: named(row.resource),
        stores,
      })
      : near
      ? say("ready.fix_nearest", {
        unit: named(near.unit),
        n: near.quantity,
        age: near.minutes === null ? "–" : age(near.minutes * 60000),
      })
      : "",
    page: "/resources",
  };
}

const short = (name) => name.split(/[（(]/)[0].trim();

/* Team or area, in full and without what stands in brackets. */
function beyond(row) {
  const part = row.team ? site().by.teams[row.team] : site().places[row.area];
  const name = part ? part.name : { zh: row.area, en: row.area };
  return [name, { zh: short(name.zh), en: short(name.en) }];
}

function authority(row, now) {
  const [first] = row.asked;
  const way = row.team ? "" : "direct_";
  return {
    name: say("ready.authority"),
    detail: beyond(row).map((team) =>
      first
        ? say(`ready.${way}only_by`, { team, post: named(first.post) })
        : say(`ready.${way}by_nobody`, { team })
    ),
    end: first ? say("ready.at_most", { age: age(row.wait_ms) }) : "",
    fix: first ? asking(first, row.wait_ms, now) : "",
    page: "/people",
    team: row.team,
  };
}

function asking(first, wait, now) {
  const name = named(first.person || first.post);
  const who = first.on_site ? name : say("ready.who_when", { who: name, when: whenIn(first, now) });
  return [
    say("ready.fix_authority_wait", { who, age: age(wait) }),
    say("ready.fix_authority", { who }),
    say("ready.fix_authority", { who: name }),
  ];
}

function pool(row) {
  const lacks = number(row.lacks_m3, 0);
  const room = say("ready.fix_pool", { n: lacks });
  const minutes = row.full_after_min;
  return {
    name: say("ready.water"),
    detail: say("ready.pool_small", {
      have: number(row.to_weir_m3, 0),
      need: number(row.required_m3, 0),
    }),
    end: minutes === null
      ? `−${lacks} ${say("unit.m3")}`
      : say("ready.full_in", { n: number(minutes, 0) }),
    fix: minutes === null
      ? room
      : [say("ready.design_inflow", { rate: number(row.inflow_m3_min, 1), room }), room],
    page: tagged(row.level),
  };
}

function limits(row) {
  return {
    name: say("ready.water"),
    detail: say("ready.no_limits", { tag: row.level }),
    end: say("ready.no_alarm"),
    fix: say("ready.fix_limits", { tag: row.level }),
    page: tagged(row.level),
  };
}

function source(row, now) {
  return {
    name: say("ready.source"),
    detail: say("ready.source_silent", { source: sourceName(row.source) }),
    end: age(now - row.since),
    fix: say("ready.fix_source", { n: row.tags }),
    page: "/alarms",
  };
}

/* How each kind of row is worded, in the order of the lists. */
/** @type {[kind: string, worded: (row: Row, now: number) => Row | null][]} */
const KINDS = [
  ["source", source],
  ["commanders", command],
  ["contacts", contacts],
  ["vacant", vacant],
  ["kit", kit],
  ["authority", authority],
  ["pool", pool],
  ["limits", limits],
];

/* [{key, kind, name, detail, end, fix, page}]: `end` is what it lacks or costs, `fix` what would mend it, `page`
   where a hand begins to; `detail` and `fix` may be several ways to say it, the longest first. */
/** @type {(readiness: Rows, now: number) => Row[]} */
export const readGaps = (readiness, now) =>
  KINDS.flatMap(([kind, worded]) =>
    Object.keys(readiness)
      .filter((key) => key.split(":")[0] === kind)
      .map((key) => ({ key, gap: worded(readiness[key], now) }))
      .filter(({ gap }) => gap)
      .map(({ key, gap }) => Object.assign({ key, kind: "warn" }, gap))
  );

/* Who would command, those on site first: [{post, person, here, when}]. */
/** @type {(readiness: Rows, now: number) => Row[]} */
export const readCommanders = (readiness, now) =>
  (readiness.commanders || { held: [] }).held.map((held) => ({
    post: site().by.posts[held.post],
    person: held.person,
    here: held.on_site,
    when: held.on_site ? "" : whenIn(held, now),
  }));

export const contactsReadable = (people) =>
  Object.keys(people).some((key) => key.startsWith("contact:"));
