/* Would the plan work tonight? Words for the gaps of topic `readiness`. The gaps and their
   figures are decided in command_center/domain/readiness/. */

import { text } from "../base/context.js";
import { weight } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { age, day as dayOf, listed, number, say, time, unitWord } from "../base/words.js";
import { named, site, sourceName } from "../live/plant.js";
import { rowsOfKind } from "../live/row_kinds.js";

/** @import { AgreementGap, AuthorityGap, Command, Held, ImpairedGap, InterimRow, KeyContactsRow, KeyForm, KitGap, NeverDone, NoLimits, ProvenChannelsRow, RoundGap, Row as RowOf, RowKinds, Sign, SilentSource, SmallPoolRow, Turns, Unheld, UnheldMatter, Upkeep, VacantPost, Words } from "../types/rows.d.ts" */

/** All rows of the topic.
 * @typedef {Record<string, RowOf<"readiness">>} Readiness
 */

/** A gap in words: `end` is what it lacks or costs, `fix` what would mend it, `page` where a hand begins to.
 * `detail` and `fix` may be several ways to say it, the longest first. `team` is whom nobody here may mobilise.
 * @typedef {object} GapWords
 * @property {string} name
 * @property {string | string[]} detail
 * @property {string} end
 * @property {string | string[]} fix
 * @property {string} page
 * @property {string | null} [team]
 *
 * @typedef {GapWords & {key: string, kind: Sign, interim: Interim | null}} Gap
 *
 * What somebody does until the gap is mended; `code` says interim or ending. The gap is no less a gap.
 * @typedef {InterimRow & {code: string}} Interim
 */

/** Who would command: the post as the plant tells of it; `when` they are here, where they are not now.
 * @typedef {{post: {id: string, name: Words}, person: string | null, here: boolean, when: string}} WouldCommand
 */

/** @type {(tag: string) => string} */
const tagged = (tag) => `/tanks?tag=${encodeURIComponent(tag)}`;

/* When somebody on site holds the post, by the roster. */
/** @type {(held: Held, now: number) => string} */
const whenIn = (held, now) =>
  held.in_at ? say("ready.in", { age: age(held.in_at - now) }) : say("ready.off_site");

/** @type {(row: Command) => GapWords | null} */
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

/** @type {(row: KeyContactsRow, now: number) => GapWords | null} */
function contacts(row, now) {
  const stale = row.contacts.filter((one) => verdictAt(one.turns, now).code === "unproven");
  if (!stale.length) return null;
  const oldest = stale.map((one) => one.oldest).filter(Boolean).sort()[0];
  const days = oldest && age(Math.max(0, Date.parse(dayOf(now)) - Date.parse(oldest)));
  /* Of the posts they hold now: how long until their chain tells somebody else who is here, if it ever does. */
  const waits = stale.flatMap((one) => one.waits_ms);
  const told = waits.flatMap((ms) => ms === null ? [] : [ms]);
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

/* Holders of key posts whom one dead channel would cut off. */
/** @type {(row: ProvenChannelsRow, now: number) => GapWords & {kind: Sign} | null} */
function channels(row, now) {
  const codes = row.people.map((one) => verdictAt(one.turns, now)).filter((one) =>
    one.kind === "urgent"
  );
  if (!codes.length) return null;
  const none = codes.filter((one) => one.code === "none").length;
  return {
    kind: "urgent",
    name: say("ready.people"),
    detail: say("ready.few_channels", { n: codes.length }),
    end: none ? say("ready.no_channel", { n: none }) : "",
    fix: say("ready.fix_few_channels"),
    page: "/people",
  };
}

/** @type {(row: VacantPost) => GapWords} */
function vacant(row) {
  return {
    name: say("ready.people"),
    detail: named(row.post),
    end: say("ready.vacant"),
    fix: say("ready.fix_vacant"),
    page: "/people",
  };
}

/** @type {(row: KitGap, now: number) => GapWords} */
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

/** @type {(name: string) => string} */
const short = (name) => name.split(/[（(]/)[0].trim();

/* Team or area, in full and without what stands in brackets. */
/** @type {(row: AuthorityGap) => Words[]} */
function beyond(row) {
  const part = /** @type {{id: string, name: Words} | undefined} */ (
    row.team ? site().by.teams[row.team] : site().places[row.area]
  );
  const name = part ? part.name : { zh: row.area, en: row.area };
  return [name, { zh: short(name.zh), en: short(name.en) }];
}

/** @type {(row: AuthorityGap, now: number) => GapWords} */
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

/** @type {(first: Held, wait: number, now: number) => string[]} */
function asking(first, wait, now) {
  const name = named(first.person || first.post);
  const who = first.on_site ? name : say("ready.who_when", { who: name, when: whenIn(first, now) });
  return [
    say("ready.fix_authority_wait", { who, age: age(wait) }),
    say("ready.fix_authority", { who }),
    say("ready.fix_authority", { who: name }),
  ];
}

/** @type {(row: SmallPoolRow) => GapWords} */
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

/** @type {(row: NoLimits) => GapWords} */
function limits(row) {
  const { h, hh, why, needed_min: n } = row.proposed;
  /** @type {Record<string, Sayable>} */
  const lacking = {
    no_time: "ready.no_time",
    no_rate: "ready.no_rate",
    too_fast: "ready.too_fast",
  };
  const fix = say("ready.fix_limits", { tag: row.level });
  const proposed = why
    ? say(lacking[why])
    : say("ready.proposed", { h: number(h, 2), hh: number(hh, 2), unit: unitWord(row.unit), n });
  return {
    name: say(row.unit === "m" ? "ready.level" : "ready.water"),
    detail: say("ready.no_limits", { tag: row.level }),
    end: say("ready.no_alarm"),
    fix: why === "no_time" ? [fix] : [`${fix} · ${proposed}`, proposed, fix],
    page: tagged(row.level),
  };
}

/** @type {(row: ImpairedGap, now: number) => GapWords} */
function impaired(row, now) {
  return {
    name: row.equipment.split("@").map(named).join(" · "),
    detail: say("ready.impaired", {
      number: row.number,
      title: row.title,
      age: age(now - row.since),
    }),
    end: say("ready.out_of_service"),
    fix: say("ready.fix_impaired", { number: row.number }),
    page: `/matters/${encodeURIComponent(row.matter)}`,
  };
}

/* A round or check that nobody made in time; the gap goes when it is made. */
/** @type {(row: RoundGap, now: number) => GapWords | null} */
function round(row, now) {
  if (verdictAt(row.turns, now).code !== "overdue") return null;
  return {
    name: text(row.title),
    detail: say("ready.round_over", {
      where: row.place ? named(row.place) : row.subject ? named(row.subject) : row.number,
      number: row.number,
    }),
    end: age(now - row.due_at),
    fix: say("ready.fix_round", { number: row.number }),
    page: `/matters/${encodeURIComponent(row.matter)}`,
  };
}

/** @type {(row: SilentSource, now: number) => GapWords} */
function source(row, now) {
  return {
    name: say("ready.source"),
    detail: say("ready.source_silent", { source: sourceName(row.source) }),
    end: age(now - row.since),
    fix: say("ready.fix_source", { n: row.tags }),
    page: "/alarms",
  };
}

/* How much of the ledger is overdue or past its date; each a gap of its own. */
/** @typedef {GapWords & {kind: Sign, of: string}} UpkeepGap */
/** @type {(row: Upkeep, now: number) => UpkeepGap[]} */
function upkeep(row, now) {
  /** @type {(turns: Turns) => number} */
  const many = (turns) => Number(verdictAt(turns, now).code || 0);
  /** @type {(name: string, n: number, kind: Sign, detail: Sayable, fix: Sayable) => UpkeepGap[]} */
  const gap = (of, n, kind, detail, fix) =>
    n
      ? [{
        of,
        kind,
        name: say("ready.upkeep"),
        detail: say(detail, { n }),
        end: number(n),
        fix: say(fix),
        page: "/resources",
      }]
      : [];
  const soon = many(row.expiring);
  return [
    ...gap("expired", many(row.expired), "urgent", "ready.expired", "ready.fix_expired"),
    ...gap(
      "inspections",
      many(row.inspections),
      "warn",
      "ready.inspections_over",
      "ready.fix_inspections",
    ),
    ...gap("counts", many(row.counts), "warn", "ready.counts_over", "ready.fix_counts"),
    ...gap("expiring", soon, "note", "ready.expiring", "ready.fix_expiring"),
  ];
}

/* What nobody looks after: matters without a holder, deadlines that told nobody, what could not be opened. */
/** @type {(row: Unheld, now: number) => UpkeepGap[]} */
function unheld(row, now) {
  /** @type {(one: UnheldMatter) => string} */
  const called = (one) => [one.number, one.place && named(one.place)].filter(Boolean).join(" · ");
  /** @type {(of: string, n: number, first: UnheldMatter[], detail: Sayable, fix: Sayable) => UpkeepGap[]} */
  const gap = (of, n, first, detail, fix) => {
    if (!n) return [];
    const which = first.map(called).join(", ");
    const [one] = first;
    return [{
      of,
      kind: "warn",
      name: say("ready.unheld"),
      detail: say(detail, { n, which }),
      end: number(n),
      fix: say(fix, { number: one ? one.number : "" }),
      page: one ? `/matters/${encodeURIComponent(one.matter)}` : "/people",
    }];
  };
  const again = Number(verdictAt(row.again, now).code || 0);
  return [
    ...gap("nobody", row.nobody, row.nobody_first, "ready.unheld_nobody", "ready.fix_unheld"),
    ...gap("untold", row.untold, row.untold_first, "ready.unheld_untold", "ready.fix_unheld"),
    ...gap(
      "not_opened",
      row.not_opened,
      row.not_opened_first,
      "ready.unheld_not_opened",
      "ready.fix_not_opened",
    ),
    ...gap("again", again, [], "ready.unheld_again", "ready.fix_unheld_again"),
  ];
}

/* What nobody has done yet on a new plant. */
/** @type {(row: NeverDone) => UpkeepGap[]} */
const never = (row) => [
  ...(row.lines
    ? [{
      of: "counts",
      kind: /** @type {Sign} */ ("warn"),
      name: say("ready.upkeep"),
      detail: say("ready.never_counted", { n: row.lines, of: row.of }),
      end: number(row.lines),
      fix: say("ready.fix_never_counted"),
      page: "/resources",
    }]
    : []),
  ...(row.plans.length
    ? [{
      of: "reviews",
      kind: /** @type {Sign} */ ("warn"),
      name: say("ready.plans"),
      detail: say("ready.never_reviewed", { plans: listed(row.plans.map(planName)) }),
      end: number(row.plans.length),
      fix: say("ready.fix_never_reviewed"),
      page: `/plant?${new URLSearchParams({ noun: "plans" })}`,
    }]
    : []),
];

/** @type {(id: string) => string} */
const planName = (id) => {
  const plan = site().plans.find((/** @type {{ id: string }} */ one) => one.id === id);
  return plan ? text(plan.name) : id;
};

/** @type {(row: AgreementGap, now: number) => GapWords | null} */
function agreement(row, now) {
  if (verdictAt(row.turns, now).code !== "over") return null;
  return {
    name: say("ready.agreement"),
    detail: say("ready.agreement_over", { unit: named(row.unit) }),
    end: row.expires,
    fix: say("ready.fix_agreement", { unit: named(row.unit) }),
    page: "/people",
  };
}

/* Of a row that is several gaps: each under the row's key and what it counts. */
/** @type {<F extends "upkeep" | "unheld" | "never">(form: F, worded: (row: RowKinds["readiness"][F], now: number) => UpkeepGap[]) => (rows: Readiness, now: number) => Gap[]} */
const gapsWithin = (form, worded) => (rows, now) =>
  Object.values(rowsOfKind("readiness", form, rows)).flatMap((row) =>
    worded(row, now).map(({ of, ...gap }) => {
      const key = `${form}:${of}`;
      return { key, interim: interimOf(rows, key, now), ...gap };
    })
  );

/** @type {() => GapWords} */
const silent = () => ({
  name: say("ready.people"),
  detail: say("ready.no_channels"),
  end: say("ready.nobody_told"),
  fix: [say("ready.fix_no_channel"), say("ready.fix_no_channel_short")],
  page: "/outbox",
});

/* The measure in force for a gap. */
/** @type {(rows: Readiness, key: string, now: number) => Interim | null} */
function interimOf(rows, key, now) {
  const row = rowsOfKind("readiness", "interim:", rows)[`interim:${key}`];
  const code = row ? verdictAt(row.turns, now).code : "over";
  return row && code !== "over" ? { ...row, code } : null;
}

/* The gaps of one kind of row, by how such a row is worded. */
/** @type {<F extends KeyForm<"readiness">>(form: F, worded: (row: RowKinds["readiness"][F], now: number) => GapWords | null) => (rows: Readiness, now: number) => Gap[]} */
const gapsOf = (form, worded) => (rows, now) =>
  Object.entries(rowsOfKind("readiness", form, rows)).flatMap(([key, row]) => {
    const gap = worded(row, now);
    return gap ? [{ key, kind: "warn", interim: interimOf(rows, key, now), ...gap }] : [];
  });

/* In the order of the lists. */
const KINDS = [
  gapsOf("no_channel", silent),
  gapsOf("source:", source),
  gapsOf("commanders", command),
  gapsOf("contacts", contacts),
  gapsOf("channels", channels),
  gapsOf("vacant:", vacant),
  gapsOf("kit:", kit),
  gapsOf("authority:", authority),
  gapsOf("pool:", pool),
  gapsOf("limits:", limits),
  gapsOf("impaired:", impaired),
  gapsOf("round:", round),
  gapsWithin("unheld", unheld),
  gapsOf("agreement:", agreement),
  gapsWithin("upkeep", upkeep),
  gapsWithin("never", never),
];

/** Those without an interim measure first, and the gravest of them.
 * @type {(readiness: Readiness, now: number) => Gap[]} */
export function readGaps(readiness, now) {
  const gaps = KINDS.flatMap((gaps) => gaps(readiness, now));
  const gravest = gaps.sort((a, b) => weight(a.kind) - weight(b.kind));
  return [...gravest.filter((gap) => !gap.interim), ...gravest.filter((gap) => gap.interim)];
}

/* How many are open, and how many are bridged by an interim measure: never one number. */
/** @type {(gaps: Gap[]) => {open: number, interim: number}} */
export const countGaps = (gaps) => {
  const interim = gaps.filter((gap) => gap.interim).length;
  return { open: gaps.length - interim, interim };
};

/* "5 gaps known", and beside it those that are bridged. */
/** @type {(gaps: Gap[]) => string} */
export const interimWords = (gaps) => {
  const { interim } = countGaps(gaps);
  return interim ? say("readiness.interim_n", { n: number(interim) }) : "";
};

/** Until when and by whom, short: as a list has room for.
 * @type {(interim: Interim) => string} */
export const interimShort = (interim) =>
  say("readiness.interim_short", {
    until: untilWords(interim.until),
    name: interim.name || interim.person,
  });

/* A day and a time without seconds, as a list has room for: 11-28 08:00. */
/** @type {(ms: number) => string} */
export const untilWords = (ms) => `${dayOf(ms).slice(5)} ${time(ms).slice(0, 5)}`;

/* The row of a gap on the page that mends gaps. */
/** @type {(key: string) => string} */
export const gapAddress = (key) => `/readiness?${new URLSearchParams({ gap: key })}`;

/** @type {(readiness: Readiness) => Held[]} */
const held = (readiness) => {
  /** @type {Command | undefined} */
  const row = rowsOfKind("readiness", "commanders", readiness).commanders;
  return row ? row.held : [];
};

/* Who would command, those on site first. */
/** @type {(readiness: Readiness, now: number) => WouldCommand[]} */
export const readCommanders = (readiness, now) =>
  held(readiness).map((held) => ({
    post: /** @type {WouldCommand["post"]} */ (site().by.posts[held.post]),
    person: held.person,
    here: held.on_site,
    when: held.on_site ? "" : whenIn(held, now),
  }));
