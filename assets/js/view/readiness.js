/* Would the plan work tonight? The gaps that the board's own data shows, none of them invented.

   Kit: a kit that cannot be made up from what can be had now. People: key posts that nobody holds,
   or whose holders' contacts are unproven. Authority: a plan's team beyond every commander's scope.
   It is as far off as the roster's next hour in which somebody with it is on site.
   Water: a pool smaller than its requirement, or without alarm limits. */
(function (center) {
  "use strict";

  const KEY_POST_DAYS = 30; /* a key post's contact unproven for longer is stale (DOMAIN) */
  const DAY = 86400000;

  /* `end`: what it lacks or costs; `fix`: what would mend it. */
  const gap = (key, name, detail, end, fix) => ({ key, kind: "warn", name, detail, end, fix });

  /* When somebody who has the key is on site again, by the ledger's own word on the line. */
  function opening(resources, resource, stores, now) {
    const at = stores.map((store) => ((resources[`stock:${resource}@${store}`] || {}).to_be_had || {}).opens_at).filter(Boolean);
    return at.length ? center.say("ready.key_in", { age: center.age(Math.min(...at) - now) }) : "";
  }

  function kit(resources, now) {
    /* A dispatch that went short names its kit and what it lacks too: it is no gap of tonight. */
    const lacking = Object.entries(resources).filter(([key, row]) => key.startsWith("kit:") && row.missing && !row.complete).map(([, row]) => row);
    return lacking.map((row) => {
      const line = row.lines.find((l) => l.had_now < l.needed);
      const locked = ((resources[`resource:${line.resource}`] || {}).locked || []).map((l) => l.store);
      const [near] = (row.nearest || []).filter((n) => n.resource === line.resource && n.unit);
      const of = center.say("short.of", { have: line.had_now, need: line.needed });
      return gap(
        `kit:${row.kit}`,
        center.say("ready.kit"),
        [locked.length ? center.say("ready.kit_locked", { kit: center.named(row.kit), stores: locked }) : center.named(row.kit), center.named(row.kit)],
        (locked.length && opening(resources, line.resource, locked, now)) || of,
        locked.length
          ? center.say("ready.fix_lock", { have: line.had_now, need: line.needed, what: center.named(line.resource), stores: locked })
          : near
            ? center.say("ready.fix_nearest", { unit: center.named(near.unit), n: near.quantity, age: near.minutes === null ? "–" : center.age(near.minutes * 60000) })
            : "",
      );
    });
  }

  function contacts(people, now) {
    const ages = (day) => (day ? (Date.parse(center.day(now)) - Date.parse(day)) / DAY : Infinity);
    const stale = ((people.count || {}).key_contacts || []).filter((c) => c.failed || ages(c.proven) > KEY_POST_DAYS);
    if (!stale.length) return [];
    const days = Math.max(...stale.map((c) => ages(c.oldest)).filter(Number.isFinite), 0);
    return [
      gap("contacts", center.say("ready.people"), center.say("ready.unproven", { n: stale.length }), days ? center.age(days * DAY) : "", center.say("ready.fix_contacts")),
    ];
  }

  function vacant(people) {
    const posts = (people.count || {}).posts;
    if (!posts) return [];
    return center
      .site()
      .posts.filter((post) => post.key && post.id in posts && !posts[post.id])
      .map((post) => gap(`vacant:${post.id}`, center.say("ready.people"), center.text(post.name), center.say("ready.vacant"), center.say("ready.fix_vacant")));
  }

  /* When somebody who holds the post is on site by the roster; "" while one is. */
  function whenIn(people, post, now) {
    const { posts = {}, in_at: inAt = {} } = people.count || {};
    if (posts[post] && onSite(people, posts[post])) return "";
    return inAt[post] ? center.say("ready.in", { age: center.age(inAt[post] - now) }) : center.say("ready.off_site");
  }

  function authority(people, now) {
    const plant = center.site();
    const grants = plant.authority;
    const posts = (people.count || {}).posts || {};
    if (!grants) return [];
    const commanding = plant.posts.filter((p) => p.commands && posts[p.id] && onSite(people, posts[p.id]));
    const lacking = new Map();
    for (const plan of plant.plans || []) {
      for (const step of plan.steps || []) {
        const team = step.mobilises && plant.by.teams[step.mobilises];
        if (!team) continue;
        const may = (post) =>
          grants.some((g) => g.post === post && g.capability === "mobilise" && g.scope.includes(team.area));
        if (commanding.length && !commanding.some((p) => may(p.id))) {
          const who = plant.posts.find((p) => may(p.id));
          lacking.set(team.id, { team, who });
        }
      }
    }
    return [...lacking.values()].map(({ team, who }) =>
      gap(
        `authority:${team.id}`,
        center.say("ready.authority"),
        [team.name, { zh: short(team.name.zh), en: short(team.name.en) }].map((name) =>
          who ? center.say("ready.only_by", { team: name, post: center.text(who.name) }) : center.say("ready.by_nobody", { team: name }),
        ),
        who ? whenIn(people, who.id, now) : "",
        who ? center.say("ready.fix_authority", { who: posts[who.id] ? center.named(posts[who.id]) : center.text(who.name) }) : "",
      ),
    );
  }

  const short = (name) => name.split(/[（(]/)[0].trim();

  const onSite = (people, person) => {
    const row = people[person];
    return !row || row.on_site !== false;
  };

  function water() {
    const plant = center.site();
    return (plant.pools || []).flatMap((pool) => {
      const gaps = [];
      const required = pool.required_m3;
      if (required && required > pool.to_weir_m3) {
        const lacks = center.number(required - pool.to_weir_m3, 0);
        gaps.push(
          gap(
            `pool:${pool.id}`,
            center.say("ready.water"),
            center.say("ready.pool_small", { have: center.number(pool.to_weir_m3, 0), need: center.number(required, 0) }),
            `−${lacks} ${center.say("unit.m3")}`,
            center.say("ready.fix_pool", { n: lacks }),
          ),
        );
      }
      const tag = plant.by.tags[pool.level];
      const limits = (tag && tag.limits) || {};
      if (![limits.h, limits.hh].some((v) => v !== null && v !== undefined)) {
        gaps.push(gap(`limits:${pool.id}`, center.say("ready.water"), center.say("ready.no_limits", { tag: pool.level }), center.say("ready.no_alarm"), center.say("ready.fix_limits", { tag: pool.level })));
      }
      return gaps;
    });
  }

  center.readGaps = (people, resources, now) => {
    return [...contacts(people, now), ...vacant(people), ...kit(resources, now), ...authority(people, now), ...water()];
  };

  /* Who would command, by the roster: [{post, person}] of commanding posts held on site. */
  center.readCommanders = (people) => {
    const posts = (people.count || {}).posts || {};
    return center
      .site()
      .posts.filter((post) => post.commands && posts[post.id])
      .map((post) => ({ post, person: posts[post.id], here: onSite(people, posts[post.id]) }))
      .sort((a, b) => Number(b.here) - Number(a.here));
  };
  center.contactsReadable = (people) => Object.keys(people).some((key) => key.startsWith("contact:"));
})((window.center = window.center || {}));
