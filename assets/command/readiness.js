/* Would the plan work tonight? The gaps that the board's own data shows, none of them invented.

   Kit: a kit that cannot be made up from what can be had now. People: key posts that nobody holds,
   or whose holders' contacts are unproven; it costs what the chain of an urgent order takes to tell
   somebody else who is here. Authority: a plan's team beyond every commander's scope; it costs at most
   what must be waited before one may act in need. Water: a pool smaller than its requirement, by when
   the plan's own water has filled it; or one without alarm limits. */

import { text } from "../base/context.js";
import { age, day as dayOf, number, say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { named, site } from "../live/plant.js";
import { isStale } from "../tanks/levels.js";

const KEY_POST_DAYS = 30; /* a key post's contact unproven for longer is stale (DOMAIN) */
const UNANSWERED_MS =
  120000; /* then the on-scene commander may act in need (DOMAIN, "Authority") */
const DAY = 86400000;

/* `end`: what it lacks or costs; `fix`: what would mend it; `page`: where a hand begins to. */
const PAGES = {
  contacts: "/people",
  vacant: "/people",
  kit: "/resources",
  authority: "/people",
  pool: "/tanks",
  limits: "/tanks",
};
const gap = (key, name, detail, end, fix, more = "") => ({
  key,
  kind: "warn",
  name,
  detail,
  end,
  fix,
  page: `${PAGES[key.split(":")[0]]}${more}`,
});

/* When somebody who has the key is on site again, by the ledger's own word on the line. */
function opening(resources, resource, stores, now) {
  const at = stores.map((store) =>
    ((resources[`stock:${resource}@${store}`] || {}).to_be_had || {}).opens_at
  ).filter(Boolean);
  return at.length ? say("ready.key_in", { age: age(Math.min(...at) - now) }) : "";
}

function kit(resources, now) {
  /* A dispatch that went short names its kit and what it lacks too: it is no gap of tonight. */
  const lacking = Object.entries(resources).filter(([key, row]) =>
    key.startsWith("kit:") && row.missing && !row.complete
  ).map(([, row]) => row);
  return lacking.map((row) => {
    const line = row.lines.find((l) => l.had_now < l.needed);
    const locked = ((resources[`resource:${line.resource}`] || {}).locked || []).map((l) =>
      l.store
    );
    const [near] = (row.nearest || []).filter((n) => n.resource === line.resource && n.unit);
    const of = say("short.of", { have: line.had_now, need: line.needed });
    return gap(
      `kit:${row.kit}`,
      say("ready.kit"),
      [
        locked.length
          ? say("ready.kit_locked", { kit: named(row.kit), stores: locked })
          : named(row.kit),
        named(row.kit),
      ],
      (locked.length && opening(resources, line.resource, locked, now)) || of,
      locked.length
        ? say("ready.fix_lock", {
          have: line.had_now,
          need: line.needed,
          what: named(line.resource),
          stores: locked,
        })
        : near
        ? say("ready.fix_nearest", {
          unit: named(near.unit),
          n: near.quantity,
          age: near.minutes === null ? "–" : age(near.minutes * 60000),
        })
        : "",
    );
  });
}

function contacts(people, now) {
  const ages = (day) => (day ? (Date.parse(dayOf(now)) - Date.parse(day)) / DAY : Infinity);
  const stale = ((people.count || {}).key_contacts || []).filter((c) =>
    c.failed || ages(c.proven) > KEY_POST_DAYS
  );
  if (!stale.length) return [];
  const days = Math.max(...stale.map((c) => ages(c.oldest)).filter(Number.isFinite), 0);
  /* Of the posts they hold now: how long until their chain tells somebody else who is here, if it ever does. */
  const waits = stale.flatMap((c) => c.waits_ms);
  const told = waits.filter((ms) => ms !== null);
  const never = waits.length - told.length;
  const later = told.length ? say("age.minutes", { n: Math.ceil(Math.max(...told) / 60000) }) : "";
  const end = [later && `+${later}`, never && say("ready.never", { n: never })].filter(Boolean);
  const who = [
    later && say("ready.deputy_after", { age: later }),
    never && say("ready.no_deputy", { n: never }),
  ].filter(Boolean);
  const call = say("ready.fix_contacts");
  const oldest = days ? say("ready.oldest", { age: age(days * DAY) }) : "";
  const ways = [[...who, oldest, call], [...who, call], [oldest, call], [call]].map((words) =>
    words.filter(Boolean).join(" ")
  );
  return [
    gap(
      "contacts",
      say("ready.people"),
      say("ready.unproven", { n: stale.length }),
      end.length ? end.join(" · ") : days ? age(days * DAY) : "",
      ways,
    ),
  ];
}

function vacant(people) {
  const posts = (people.count || {}).posts;
  if (!posts) return [];
  return site()
    .posts.filter((post) => post.key && post.id in posts && !posts[post.id])
    .map((post) =>
      gap(
        `vacant:${post.id}`,
        say("ready.people"),
        text(post.name),
        say("ready.vacant"),
        say("ready.fix_vacant"),
      )
    );
}

/* When somebody who holds the post is on site by the roster; "" while one is. */
function whenIn(people, post, now) {
  const { posts = {}, in_at: inAt = {} } = people.count || {};
  if (posts[post] && onSite(people, posts[post])) return "";
  return inAt[post] ? say("ready.in", { age: age(inAt[post] - now) }) : say("ready.off_site");
}

function authority(people, now) {
  const plant = site();
  const grants = plant.authority;
  const posts = (people.count || {}).posts || {};
  if (!grants) return [];
  const commanding = plant.posts.filter((p) =>
    p.commands && posts[p.id] && onSite(people, posts[p.id])
  );
  const lacking = new Map();
  for (const plan of plant.plans || []) {
    for (const step of plan.steps || []) {
      const team = step.mobilises && plant.by.teams[step.mobilises];
      if (!team) continue;
      const may = (post) =>
        grants.some((g) =>
          g.post === post && g.capability === "mobilise" && g.scope.includes(team.area)
        );
      if (commanding.length && !commanding.some((p) => may(p.id))) {
        const who = plant.posts.find((p) => may(p.id));
        lacking.set(team.id, { team, who });
      }
    }
  }
  return [...lacking.values()].map(({ team, who }) =>
    gap(
      `authority:${team.id}`,
      say("ready.authority"),
      [team.name, { zh: short(team.name.zh), en: short(team.name.en) }].map((name) =>
        who
          ? say("ready.only_by", { team: name, post: text(who.name) })
          : say("ready.by_nobody", { team: name })
      ),
      who ? say("ready.at_most", { age: age(UNANSWERED_MS) }) : "",
      who
        ? asking(posts[who.id] ? named(posts[who.id]) : text(who.name), whenIn(people, who.id, now))
        : "",
    )
  );
}

function asking(name, when) {
  const who = when ? say("ready.who_when", { who: name, when }) : name;
  return [
    say("ready.fix_authority_wait", { who, age: age(UNANSWERED_MS) }),
    say("ready.fix_authority", { who }),
    say("ready.fix_authority", { who: name }),
  ];
}

const short = (name) => name.split(/[（(]/)[0].trim();

const onSite = (people, person) => {
  const row = people[person];
  return !row || row.on_site !== false;
};

/* Minutes from the plan's water on until the weir runs, at the pool's level now; null where nobody knows. */
function fullIn(pool, tag, now) {
  const row = board.row("levels", pool.level);
  if (!pool.design_inflow_m3_min || !row || isStale(tag, row, now)) return null;
  return Math.max(0, pool.to_weir_m3 - row.value) / pool.design_inflow_m3_min;
}

function water(now) {
  const plant = site();
  return (plant.pools || []).flatMap((pool) => {
    const gaps = [];
    const required = pool.required_m3;
    const tag = plant.by.tags[pool.level];
    const tagged = `?tag=${encodeURIComponent(pool.level)}`;
    if (required && required > pool.to_weir_m3) {
      const lacks = number(required - pool.to_weir_m3, 0);
      const minutes = fullIn(pool, tag, now);
      const room = say("ready.fix_pool", { n: lacks });
      gaps.push(
        gap(
          `pool:${pool.id}`,
          say("ready.water"),
          say("ready.pool_small", { have: number(pool.to_weir_m3, 0), need: number(required, 0) }),
          minutes === null
            ? `−${lacks} ${say("unit.m3")}`
            : say("ready.full_in", { n: number(minutes, 0) }),
          minutes === null ? room : [
            say("ready.design_inflow", { rate: number(pool.design_inflow_m3_min, 1), room }),
            room,
          ],
          tagged,
        ),
      );
    }
    const limits = (tag && tag.limits) || {};
    if (![limits.h, limits.hh].some((v) => v !== null && v !== undefined)) {
      gaps.push(
        gap(
          `limits:${pool.id}`,
          say("ready.water"),
          say("ready.no_limits", { tag: pool.level }),
          say("ready.no_alarm"),
          say("ready.fix_limits", { tag: pool.level }),
          tagged,
        ),
      );
    }
    return gaps;
  });
}

export const readGaps = (people, resources, now) => {
  return [
    ...contacts(people, now),
    ...vacant(people),
    ...kit(resources, now),
    ...authority(people, now),
    ...water(now),
  ];
};

/* Who would command, by the roster: [{post, person}] of commanding posts held on site. */
export const readCommanders = (people, now) => {
  const posts = (people.count || {}).posts || {};
  return site()
    .posts.filter((post) => post.commands && posts[post.id])
    .map((post) => ({
      post,
      person: posts[post.id],
      here: onSite(people, posts[post.id]),
      when: whenIn(people, post.id, now),
    }))
    .sort((a, b) => Number(b.here) - Number(a.here));
};
export const contactsReadable = (people) =>
  Object.keys(people).some((key) => key.startsWith("contact:"));
