/* The wall's right side: in an incident the directives that need somebody, else the gaps that the data
   shows in tonight's plan; and their number, which answers *would the plan work tonight?* */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const SHOWN = 5;

  /* Under the mark of an exercise and over the bar of a replay five rows are lower (wall.css). */
  const low = () => Boolean(center.replay) || ["exercise", "suspended"].includes(document.documentElement.dataset.scene);

  function Directive({ reading, whose }) {
    const d = reading.directive;
    const who = [center.recipientOf(d), center.named((d.to || {}).post || (d.to || {}).person)];
    const to = whose ? center.cutWays(who.map((one) => `${whose} · ${one}`)) : who;
    return h(
      "div",
      { className: "directive" },
      center.sign(reading.kind),
      h(
        "div",
        { className: "what" },
        h(center.Words, { tag: "b", ways: center.beginnings(center.text(d.text)), steps: low() ? [1, 2] : [2, 3], whole: true }),
        h(
          "div",
          { className: "who" },
          h(center.Words, { ways: to, steps: [1] }),
          h("em", { className: reading.kind }, center.reachedState(d)),
        ),
      ),
      h("div", { className: `clock ${reading.kind}` }, h("span", null, reading.clock), reading.clockWord ? h("small", null, say(`directive.clock.${reading.clockWord}`)) : null),
      h(
        "div",
        { className: "progress", role: "progressbar", "aria-valuenow": d.progress || 0, "aria-label": say("directive.progress_of", { what: d.text }) },
        h("i", { className: reading.kind, style: { width: `${d.state === "done" ? 100 : d.progress || 0}%` } }),
      ),
    );
  }

  /* How many of the last n are late. */
  const lateAmong = (live, n) => live.slice(live.length - n).filter((r) => r.kind === "urgent").length;

  /* What was granted by telephone to who asked, and entered by the same hand. */
  const byAsker = (incidents) =>
    incidents
      .flatMap((one) => ((one.authority || {}).asked || []).filter((asked) => asked.by_asker && asked.state === "granted"))
      .map((asked) => center.line(`authority:${asked.id}`, "warn", center.authorityWords(asked), say("authority.state.granted", { name: center.text(asked.name) }), say("authority.by_asker")));

  function Directives({ incidents }) {
    const now = center.useSecond();
    const rows = center.useTopic("directives");
    const live = center.liveDirectives(rows, now).filter((r) => incidents.some((i) => i.id === r.directive.incident));
    const disputed = live.filter((r) => (r.directive.disputed || []).length).length;
    const late = live.filter((r) => r.kind === "urgent").length - disputed;
    const rest = live.slice(SHOWN);
    return h(
      React.Fragment,
      null,
      center.head(say("wall.directives"), [say("wall.directives_answer", { open: live.length, late }), disputed ? say("wall.disputed", { n: disputed }) : ""].filter(Boolean).join(" · ")),
      byAsker(incidents),
      live.length ? null : center.none(say("wall.no_directives")),
      h(
        center.Fit,
        { beyond: rest.length, more: (n) => say(lateAmong(live, n) ? "list.more_late" : "list.more", { n, late: lateAmong(live, n) }) },
        live.slice(0, SHOWN).map((reading) => h(Directive, { key: reading.directive.id, reading, whose: center.whose(reading.directive.incident, incidents) })),
      ),
    );
  }

  /* What lacks, what that comes to, and under it what would mend it. */
  function Gap({ gap }) {
    return h(
      "div",
      { className: "item gap" },
      center.sign(gap.kind),
      h("b", null, gap.name),
      h(center.Words, { tag: "span", className: "lacks", ways: [].concat(gap.detail), steps: [1, 1, 2] }),
      h("em", { className: gap.kind }, gap.end),
      h(center.Words, { tag: "div", className: "detail", ways: [].concat(gap.fix), steps: [1, 1, 2] }),
    );
  }

  /* How many gaps: what the quiet wall answers first, where in an incident the four answers stand. */
  center.Verdict = function Verdict() {
    const now = center.useSecond();
    const gaps = center.readGaps(center.useTopic("people"), center.useTopic("resources"), now);
    return h(
      "section",
      { className: "panel verdict-panel" },
      center.head(say("ready.question")),
      h(
        "div",
        { className: "verdict" },
        h("span", { className: "huge" }, center.number(gaps.length)),
        h("div", null, h("b", null, say(gaps.length ? "ready.gaps" : "ready.no_gaps")), h("span", null, say(gaps.length ? "ready.gaps_detail" : "ready.no_gaps_detail"))),
      ),
    );
  };

  function Ready() {
    const now = center.useSecond();
    const people = center.useTopic("people");
    const resources = center.useTopic("resources");
    const gaps = center.readGaps(people, resources, now);
    const [first, second] = center.readCommanders(people, now);
    const reviews = center.useRunningReviews().map((review) => ({ review, reading: center.readReview(review, now) })).filter(({ review, reading }) => reading.kind === "urgent" || review.unreached);
    const commander = (c, word) =>
      center.line(word, c.here ? "good" : "plain", say(word), `${center.text(c.post.name)} · ${center.named(c.person)}`, c.here ? say("ready.on_site") : [say("ready.on_call"), c.when].join(" · "));
    return h(
      React.Fragment,
      null,
      center.head(say("ready.each"), say("ready.basis")),
      h(center.Fit, { className: "gaps", more: (n) => say("list.more", { n }) }, gaps.map((g) => h(Gap, { key: g.key, gap: g }))),
      reviews.map(({ review, reading }) => center.line(`review:${review.id}`, "urgent", say(reading.over ? "review.overdue_line" : "review.late_line"), center.text(review.title), review.unreached && reading.kind !== "urgent" ? say("review.unreached") : reading.word)),
      first ? commander(first, "ready.commander") : center.line("commander", "urgent", say("ready.commander"), say("ready.no_commander")),
      second ? commander(second, "ready.deputy") : null,
      center.readFeeds(center.useTopic("feeds"), now).map(({ feed, silent, gone }) =>
        center.line(`feed:${feed.source}`, gone ? "gone" : "plain", center.sourceName(feed.source), say("feeds.tags", { n: feed.tags }), feed.last_ts === null ? say("feeds.never") : center.age(silent)),
      ),
    );
  }

  center.panel("wall_side", function WallSide() {
    const incidents = center.useIncidents();
    if (!center.useReady()) return null;
    return incidents.length ? h(Directives, { incidents }) : h(Ready);
  });
})((window.center = window.center || {}));
