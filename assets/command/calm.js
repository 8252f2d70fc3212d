/* The middle of the command page without an incident: what the plan lacks tonight and where to
   fix it, what is normal, and the plans, to be read beforehand. */

import { reviewedWords } from "./plan_reviewed.js";
import {
  countGaps,
  gapAddress,
  interimShort,
  interimWords,
  readCommanders,
  readGaps,
} from "./readiness.js";
import { alarmKind, alarmShort, noAlarmWords, readAlarms } from "../alarms/alarms.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, line, none, sign, worst } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { number, say, span } from "../base/words.js";
import { named, site, sourceName } from "../live/plant.js";
import { useKind, useSecond, useTopic } from "../live/react_panels.js";
import { useOnSite } from "../shared/counted_people.js";
import { readFeeds } from "../shared/feeds.js";
import { normalWords, readLevels } from "../tanks/levels.js";

/** @import { Plan as SitePlan } from "./plan_steps.js" */
/** @import { Gap as GapRead } from "./readiness.js" */

/** @type {(ways: string | string[]) => string} */
const first = (ways) => [ways].flat()[0] || "";

/* A gap, and its row on the page where hands mend it. */
/** @type {(props: {gap: GapRead}) => ReactElement} */
function Gap({ gap }) {
  return h(
    "a",
    { className: "calm-gap", href: gapAddress(gap.key), "data-gap": gap.key },
    sign(gap.kind),
    h(
      "div",
      { className: "what" },
      h("b", null, `${gap.name} · ${first(gap.detail)}`),
      h("span", null, gap.interim ? interimShort(gap.interim) : first(gap.fix)),
    ),
    h("em", { className: gap.kind }, gap.end),
    h("i", { "aria-hidden": true }, "→"),
  );
}

/** @type {(props: {now: number}) => ReactElement} */
function Gaps({ now }) {
  const gaps = readGaps(useTopic("readiness"), now);
  return h(
    React.Fragment,
    null,
    head(
      say("ready.question"),
      [
        `${number(countGaps(gaps).open)} ${say(gaps.length ? "ready.gaps" : "ready.no_gaps")}`,
        interimWords(gaps),
      ].filter(Boolean).join(" · "),
    ),
    gaps.length
      ? h("div", { className: "calm-gaps" }, gaps.map((gap) => h(Gap, { key: gap.key, gap })))
      : none(say("ready.no_gaps_detail")),
  );
}

/** @type {(props: {now: number}) => ReactElement} */
function Normal({ now }) {
  const here = useOnSite();
  const alarms = useKind("alarms", "");
  const heard = useKind("levels", "");
  const levels = readLevels(heard, alarms, [], now);
  const { shown, waiting } = readAlarms(alarms, now);
  const grave = waiting.length
    ? worst(waiting.map(alarmKind))
    : "plain"; /* what is known and owned is grey */
  const silent = readFeeds(useKind("feeds", ""), now).filter((feed) => feed.gone);
  const [commander] = readCommanders(useTopic("readiness"), now);
  const who = commander
    ? `${text(commander.post.name)} · ${named(commander.person)}`
    : say("ready.no_commander");
  return h(
    React.Fragment,
    null,
    head(say("calm.normal"), normalWords(levels)),
    line(
      "commander",
      !commander ? "urgent" : commander.here ? "good" : "plain",
      say("ready.commander"),
      who,
      commander ? say(commander.here ? "ready.on_site" : "ready.on_call") : "",
    ),
    line(
      "people",
      "plain",
      say("nav.people"),
      here,
      "",
    ),
    line(
      "alarms",
      grave,
      say("wall.alarms"),
      shown.length ? shown.slice(0, 2).map(alarmShort).join(" · ") : noAlarmWords(heard),
      shown.length ? say("alarm.standing", { n: shown.length }) : "",
    ),
    line(
      "feeds",
      silent.length ? "warn" : "plain",
      say("calm.feeds"),
      silent.map((one) => sourceName(one.feed.source)).join(" · "),
      silent.length ? say("calm.silent", { n: silent.length }) : say("calm.live"),
    ),
  );
}

/** @type {(props: {plan: SitePlan, now: number, open: boolean}) => ReactElement} */
function Plan({ plan, now, open }) {
  const late = verdictAt(plan.review, now).code === "due";
  const level = site().by.levels[plan.level];
  const told = [
    text(level.name),
    say("calm.steps", { n: plan.steps.length }),
    reviewedWords(plan.reviewed, now),
  ].join(" · ");
  return h(
    "details",
    { className: "calm-plan", "data-plan": plan.id, open },
    h(
      "summary",
      null,
      sign(verdictAt(plan.review, now).kind),
      h("b", null, text(plan.name)),
      h("span", null, told),
      late ? h("em", { className: "warn" }, say("calm.review_due")) : null,
    ),
    h(
      "ol",
      null,
      plan.steps
        .slice()
        .sort((a, b) => a.due_s - b.due_s)
        .map((step) =>
          h(
            "li",
            { key: step.id },
            h("time", null, span(step.due_s * 1000)),
            h("b", null, text(step.text)),
            h("span", null, named(step.post)),
          )
        ),
    ),
  );
}

export function Calm() {
  const now = useSecond();
  /** @type {SitePlan[]} */
  const plans = site().plans || [];
  return h(
    "div",
    { className: "calm-desk" },
    h(Gaps, { now }),
    h(Normal, { now }),
    head(say("calm.plans"), say("calm.plans_answer")),
    plans.length
      ? plans.map((plan) =>
        h(Plan, { key: plan.id, plan, now, open: plans.length === 1 && innerWidth > 960 })
      )
      : none(say("calm.no_plans")),
  );
}
