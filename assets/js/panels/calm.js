/* The middle of a quiet command page: what the plan lacks tonight and where that is mended, what is
   normal, and the plans to be read before they are needed. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const DAY = 86400000;
  const REVIEWED_DAYS = 183; /* a plan is reviewed every half-year (DOMAIN, "Emergency") */

  const first = (ways) => [].concat(ways)[0] || "";

  /* A gap, and the page where a hand can mend it. */
  function Gap({ gap }) {
    return h(
      "a",
      { className: "calm-gap", href: gap.page, "data-gap": gap.key },
      center.sign(gap.kind),
      h("div", { className: "what" }, h("b", null, `${gap.name} · ${first(gap.detail)}`), h("span", null, first(gap.fix))),
      h("em", { className: gap.kind }, gap.end),
      h("i", { "aria-hidden": true }, "→"),
    );
  }

  function Gaps({ now }) {
    const gaps = center.readGaps(center.useTopic("people"), center.useTopic("resources"), now);
    return h(
      React.Fragment,
      null,
      center.head(say("ready.question"), `${center.number(gaps.length)} ${say(gaps.length ? "ready.gaps" : "ready.no_gaps")}`),
      gaps.length ? h("div", { className: "calm-gaps" }, gaps.map((gap) => h(Gap, { key: gap.key, gap }))) : center.none(say("ready.no_gaps_detail")),
    );
  }

  function Normal({ now }) {
    const people = center.useTopic("people");
    const alarms = center.useTopic("alarms");
    const { normal } = center.readLevels(center.useTopic("levels"), alarms, [], now);
    const { shown, waiting } = center.readAlarms(alarms, now);
    const grave = waiting.length ? center.worst(waiting.map(center.alarmKind)) : "plain"; /* what is known and owned is grey */
    const silent = center.readFeeds(center.useTopic("feeds"), now).filter((feed) => feed.gone);
    const [commander] = center.readCommanders(people, now);
    const who = commander ? `${center.text(commander.post.name)} · ${center.named(commander.person)}` : say("ready.no_commander");
    return h(
      React.Fragment,
      null,
      center.head(say("calm.normal"), say("level.normal", { n: normal })),
      center.line("commander", !commander ? "urgent" : commander.here ? "good" : "plain", say("ready.commander"), who, commander ? say(commander.here ? "ready.on_site" : "ready.on_call") : ""),
      center.line("people", "plain", say("nav.people"), say("people.on_site", { n: (people.count || {}).on_site || 0 }), ""),
      center.line("alarms", grave, say("wall.alarms"), shown.length ? shown.slice(0, 2).map(center.alarmShort).join(" · ") : say("alarm.none"), shown.length ? say("alarm.standing", { n: shown.length }) : ""),
      center.line("feeds", silent.length ? "warn" : "plain", say("calm.feeds"), silent.map((one) => center.sourceName(one.feed.source)).join(" · "), silent.length ? say("calm.silent", { n: silent.length }) : say("calm.live")),
    );
  }

  function Plan({ plan, now, open }) {
    const days = Math.round((now - Date.parse(plan.reviewed)) / DAY);
    const late = days > REVIEWED_DAYS;
    const level = center.site().levels.find((one) => one.id === plan.level);
    const told = [center.text(level.name), say("calm.steps", { n: plan.steps.length }), say("calm.reviewed", { age: center.age(days * DAY) })].join(" · ");
    return h(
      "details",
      { className: "calm-plan", "data-plan": plan.id, open },
      h("summary", null, center.sign(late ? "warn" : "plain"), h("b", null, center.text(plan.name)), h("span", null, told), late ? h("em", { className: "warn" }, say("calm.review_due")) : null),
      h(
        "ol",
        null,
        plan.steps
          .slice()
          .sort((a, b) => a.due_s - b.due_s)
          .map((step) => h("li", { key: step.id }, h("time", null, center.span(step.due_s * 1000)), h("b", null, center.text(step.text)), h("span", null, center.named(step.post)))),
      ),
    );
  }

  center.Calm = function Calm() {
    const now = center.useSecond();
    const plans = center.site().plans || [];
    return h(
      "div",
      { className: "calm-desk" },
      h(Gaps, { now }),
      h(Normal, { now }),
      center.head(say("calm.plans"), say("calm.plans_answer")),
      plans.length ? plans.map((plan) => h(Plan, { key: plan.id, plan, now, open: plans.length === 1 && innerWidth > 960 })) : center.none(say("calm.no_plans")),
    );
  };
})((window.center = window.center || {}));
