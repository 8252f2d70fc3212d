/* The plan's own steps, one click each: what the plan says, for whom, and whether it was issued. */

import { Calm } from "./calm.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign, worst } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { say, span } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { named, site } from "../live/plant.js";
import { panel, useReady, useSecond, useTopic } from "../live/react_panels.js";
import { CollapsibleOnPhone, usePhone } from "../shared/collapsible.js";
import { useCurrent } from "../shared/current.js";
import { readDirective, stateOf } from "../shared/directives.js";
import { useLongList } from "../shared/long_list.js";

/* The sign of a step: of the directive it was given as, else how its time stands (the step's own turns count
   from the incident's beginning; domain/directives/plan_progress.py). */
const kindOfStep = (incident, step, directive, now) =>
  directive ? readDirective(directive, now).kind : verdictAt(step.turns, now - incident.t0).kind;

function Step({ incident, step, plan, issued, holders, now, hidden }) {
  const at = `step:${incident.id}:${step.id}`;
  const directive = issued[step.id];
  const kind = kindOfStep(incident, step, directive, now);
  const waits = incident.progress.waits[step.id] || [];
  const names = waits.map((id) => text(plan.steps.find((s) => s.id === id).text));
  const holder = holders && holders[step.post];
  const recipient = [named(step.post), holder ? named(holder) : say("directive.nobody_holds")].join(
    " · ",
  );
  return h(
    "div",
    { className: `step-row ${directive ? "given" : ""}`, hidden, "data-mobilises": step.mobilises },
    sign(kind),
    h("span", { className: "at" }, span(step.due_s * 1000)),
    h(
      "div",
      { className: "what" },
      h("b", null, text(step.text)),
      h(
        "span",
        null,
        recipient,
        waits.length && !directive ? ` · ${say("command.step_waits", { steps: names })}` : "",
      ),
    ),
    directive
      ? h("span", { className: "state" }, stateOf(directive))
      : may("directive.issue")
      ? h(Act, {
        kind: "directive.issue",
        data: { incident: incident.id, step: step.id },
        at,
        label: say("command.issue"),
      })
      : null,
    h(Answer, { at }),
  );
}

panel("plan_steps", function PlanSteps() {
  const { incident, of } = useCurrent();
  const now = useSecond();
  const phone = usePhone();
  const directives = useTopic("directives");
  const people = useTopic("people");
  const ready = useReady();
  const plan = incident && site().by.plans[incident.plan ?? ""];
  const given = Object.entries((incident && incident.progress && incident.progress.given) || {});
  const issued = Object.fromEntries(given.map(([step, id]) => [step, directives[id]]));
  const steps = plan ? plan.steps.slice().sort((a, b) => a.due_s - b.due_s) : [];
  const holders = people.count && people.count.posts;
  const open = steps.filter((step) =>
    !phone || !issued[step.id]
  ); /* there what was given stands among the directives only */
  const kindOf = (step) => issued[step.id] ? "plain" : kindOfStep(incident, step, null, now);
  const rows = useLongList("steps", incident ? open : [], {
    idOf: (step) => `${incident?.id} ${step.id}`,
    kindOf,
    draw: (step, hidden) =>
      h(Step, { key: step.id, incident, step, plan, issued, holders, now, hidden }),
    words: "list.more_late",
  });
  if (!incident) return ready ? h(Calm) : null;
  const [title, answer, kind] = [
    of(plan ? text(plan.name) : say("command.steps")),
    plan
      ? say("command.steps_answer", { done: given.length, total: incident.progress?.total })
      : "",
    worst([...open.map(kindOf), "plain"]),
  ];
  return h(
    CollapsibleOnPhone,
    {
      name: "steps",
      about: incident.id,
      title,
      answer,
      kind,
      presses: kind === "urgent",
      head: head(title, answer),
    },
    plan ? h("div", { className: "step-list" }, rows) : none(say("command.no_plan")),
  );
});
