/* The plan's own steps, issued by one click each: the text, the recipient, and whether it was
   issued. */

import { Calm } from "./calm.js";
import { placeOfStep } from "./due_batch.js";
import { IssueDue } from "./issue_due.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign, worst } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { say, span } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { oneselfSure } from "../hands/oneself.js";
import { named, site } from "../live/plant.js";
import { panel, useKind, useReady, useSecond } from "../live/react_panels.js";
import { CollapsibleOnPhone, usePhone } from "../shared/collapsible.js";
import { useCurrent } from "../shared/current.js";
import { readDirective, stateOf } from "../shared/directives.js";
import { dueSteps } from "../shared/incidents.js";
import { useLongList } from "../shared/long_list.js";

/** @import { DirectiveRow, IncidentRow, ShiftCount, Sign, Turns, Words } from "../types/rows.d.ts" */

/** A step of a plan as GET /api/v1/site tells of it. `turns` count from the incident's beginning.
 * @typedef {object} PlanStep
 * @property {string} id
 * @property {Words} text
 * @property {string} post
 * @property {number} due_s
 * @property {string | null} [mobilises]
 * @property {Turns} turns
 */

/** A plan as GET /api/v1/site tells of it. `reviewed` is a day of the plant, null before its first review; `review` says when it is due again.
 * @typedef {{id: string, name: Words, level: string, reviewed: string | null, review: Turns, steps: PlanStep[]}} Plan
 */

/** The directive that each step was given as.
 * @typedef {Record<string, DirectiveRow | undefined>} Issued
 */

/* The sign of a step: of the directive it was given as, else how its time stands (the step's own turns count
   from the incident's beginning; domain/directives/plan_progress.py). */
/** @type {(incident: IncidentRow, step: PlanStep, directive: DirectiveRow | undefined, now: number) => Sign} */
const kindOfStep = (incident, step, directive, now) =>
  directive ? readDirective(directive, now).kind : verdictAt(step.turns, now - incident.t0).kind;

/** @typedef {object} StepProps
 * @property {IncidentRow} incident
 * @property {PlanStep} step
 * @property {Plan} plan
 * @property {Issued} issued
 * @property {ShiftCount["posts"] | undefined} holders
 * @property {number} now
 * @property {boolean} hidden
 */

/** @type {(props: StepProps) => ReactElement} */
function Step({ incident, step, plan, issued, holders, now, hidden }) {
  const at = placeOfStep(incident.id, step.id);
  const directive = issued[step.id];
  const kind = kindOfStep(incident, step, directive, now);
  const waits = incident.progress?.waits[step.id] || [];
  const names = waits.map((id) => text(plan.steps.find((s) => s.id === id)?.text));
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
        sure: oneselfSure(step.post),
      })
      : null,
    h(Answer, { at }),
  );
}

panel("plan_steps", function PlanSteps() {
  const { incident, of } = useCurrent();
  const now = useSecond();
  const phone = usePhone();
  const directives = useKind("directives", "");
  /** @type {ShiftCount | undefined} */
  const count = useKind("people", "count").count;
  const ready = useReady();
  /** @type {Plan | undefined} */
  const plan = incident && incident.plan
    ? /** @type {Plan} */ (site().by.plans[incident.plan])
    : undefined;
  const progress = incident ? incident.progress : null;
  const given = Object.entries(progress ? progress.given : {});
  /** @type {Issued} */
  const issued = Object.fromEntries(given.map(([step, id]) => [step, directives[id]]));
  const steps = plan ? plan.steps.slice().sort((a, b) => a.due_s - b.due_s) : [];
  const holders = count?.posts;
  /* On a phone what was given stands among the directives only. */
  const shown = steps.filter((step) => !phone || !issued[step.id]);
  const open = incident && plan ? shown.map((step) => ({ incident, plan, step })) : [];
  /** @type {(one: {incident: IncidentRow, step: PlanStep}) => Sign} */
  const kindOf = ({ incident, step }) =>
    issued[step.id] ? "plain" : kindOfStep(incident, step, undefined, now);
  const rows = useLongList("steps", open, {
    idOf: ({ incident, step }) => `${incident.id} ${step.id}`,
    kindOf,
    draw: ({ incident, plan, step }, hidden) =>
      h(Step, { key: step.id, incident, step, plan, issued, holders, now, hidden }),
    words: "list.more_late",
  });
  if (!incident) return ready ? h(Calm) : null;
  const [title, answer, kind] = [
    of(plan ? text(plan.name) : say("command.steps")),
    plan
      ? say("command.steps_answer", { done: given.length, total: progress ? progress.total : 0 })
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
    plan && may("directive.issue")
      ? h(IssueDue, { key: incident.id, incident, due: dueSteps(incident, now) })
      : null,
    plan ? h("div", { className: "step-list" }, rows) : none(say("command.no_plan")),
  );
});
