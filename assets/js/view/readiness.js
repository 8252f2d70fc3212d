/* Would the plan work tonight? The gaps that the board's own data shows, none of them invented.

   Kit: a kit that cannot be made up from what can be had now. People: key posts that nobody holds,
   or whose holders' contacts are unproven. Authority: a plan's team beyond every commander's scope.
   Water: a pool smaller than its requirement, or without alarm limits. */
(function (center) {
  "use strict";

  const KEY_POST_DAYS = 30; /* a key post's contact unproven for longer is stale (DOMAIN) */
  const DAY = 86400000;

  const gap = (key, kind, name, detail, end) => ({ key, kind, name, detail, end });

  function kit(resources) {
    const lacking = Object.values(resources).filter((row) => row.kit && row.lines && !row.complete);
    return lacking.map((row) => {
      const line = row.lines.find((l) => l.had_now < l.needed);
      const locked = ((resources[`resource:${line.resource}`] || {}).locked || []).map((l) => l.store);
      return gap(
        `kit:${row.kit}`,
        "warn",
        center.say("ready.kit"),
        locked.length
          ? center.say("ready.kit_locked", { kit: center.named(row.kit), stores: locked })
          : center.named(row.kit),
        center.say("short.of", { have: line.had_now, need: line.needed }),
      );
    });
  }

  function unproven(people, now) {
    const stale = [];
    for (const [key, row] of Object.entries(people)) {
      if (!key.startsWith("contact:") || !row.key_post) continue;
      const ages = row.contacts.map((c) => {
        if (c.failed) return Infinity;
        return c.verified ? (Date.parse(center.day(now)) - Date.parse(c.verified)) / DAY : Infinity;
      });
      if (ages.length && Math.min(...ages) <= KEY_POST_DAYS && !row.contacts.some((c) => c.failed)) continue;
      const finite = ages.filter(Number.isFinite);
      stale.push(finite.length ? Math.max(...finite) : null);
    }
    return stale;
  }

  function contacts(people, now) {
    const readable = Object.keys(people).some((key) => key.startsWith("contact:"));
    if (!readable) return [];
    const stale = unproven(people, now);
    if (!stale.length) return [];
    const days = Math.max(...stale.filter((d) => d !== null), 0);
    return [
      gap(
        "contacts",
        "warn",
        center.say("ready.people"),
        center.say("ready.unproven", { n: stale.length }),
        days ? center.age(days * DAY) : "",
      ),
    ];
  }

  function vacant(people) {
    const posts = (people.count || {}).posts;
    if (!posts) return [];
    return center
      .site()
      .posts.filter((post) => post.key && post.id in posts && !posts[post.id])
      .map((post) => gap(`vacant:${post.id}`, "warn", center.say("ready.people"), center.text(post.name), center.say("ready.vacant")));
  }

  function authority(people) {
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
        "warn",
        center.say("ready.authority"),
        who
          ? center.say("ready.only_by", { team: center.text(team.name), post: center.text(who.name) })
          : center.say("ready.by_nobody", { team: center.text(team.name) }),
        "",
      ),
    );
  }

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
        gaps.push(
          gap(
            `pool:${pool.id}`,
            "warn",
            center.say("ready.water"),
            center.say("ready.pool_small", { have: center.number(pool.to_weir_m3, 0), need: center.number(required, 0) }),
            `−${center.number(required - pool.to_weir_m3, 0)} ${center.say("unit.m3")}`,
          ),
        );
      }
      const tag = plant.by.tags[pool.level];
      const limits = (tag && tag.limits) || {};
      if (![limits.h, limits.hh].some((v) => v !== null && v !== undefined)) {
        gaps.push(gap(`limits:${pool.id}`, "warn", center.say("ready.water"), center.say("ready.no_limits", { tag: pool.level }), center.say("ready.no_alarm")));
      }
      return gaps;
    });
  }

  center.readGaps = (people, resources, now) => {
    const all = [...kit(resources), ...authority(people), ...contacts(people, now), ...vacant(people), ...water()];
    return all;
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
