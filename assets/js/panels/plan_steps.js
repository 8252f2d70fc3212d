/* The plan's own steps, one click each: what the plan says, for whom, and whether it was issued. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);

  /* A step that was not given yet: past its time, past the moment to give it, or to come. */
  const waiting = (incident, step, now) => (now > incident.t0 + step.due_s * 1000 ? "urgent" : now > incident.t0 + step.at_s * 1000 ? "warn" : "plain");

  function Step({ incident, step, plan, issued, holders, now, hidden }) {
    const at = `step:${incident.id}:${step.id}`;
    const directive = issued[step.id];
    const kind = directive ? (directive.state === "verified" ? "good" : center.readDirective(directive, now).kind) : waiting(incident, step, now);
    const waits = (step.requires || []).filter((id) => !issued[id] || !["done", "verified"].includes(issued[id].state));
    const names = waits.map((id) => center.text(plan.steps.find((s) => s.id === id).text));
    const holder = holders && holders[step.post];
    const recipient = [center.named(step.post), holder ? center.named(holder) : say("directive.nobody_holds")].join(" · ");
    return h(
      "div",
      { className: `step-row ${directive ? "given" : ""}`, hidden, "data-mobilises": step.mobilises },
      center.sign(kind),
      h("span", { className: "at" }, center.span(step.due_s * 1000)),
      h(
        "div",
        { className: "what" },
        h("b", null, center.text(step.text)),
        h("span", null, recipient, waits.length && !directive ? ` · ${say("command.step_waits", { steps: names })}` : ""),
      ),
      directive
        ? h("span", { className: "state" }, center.stateOf(directive))
        : center.may("directive.issue")
          ? h(center.Act, { kind: "directive.issue", data: { incident: incident.id, step: step.id }, at, label: say("command.issue") })
          : null,
      h(center.Answer, { at }),
    );
  }

  center.panel("plan_steps", function PlanSteps() {
    const { incident, of } = center.useCurrent();
    const now = center.useSecond();
    const phone = center.usePhone();
    const directives = center.useTopic("directives");
    const people = center.useTopic("people");
    const ready = center.useReady();
    const plan = incident && center.site().by.plans[incident.plan];
    const issued = {};
    for (const d of Object.values(directives)) {
      if (!incident || d.incident !== incident.id || !d.step) continue;
      if (!issued[d.step] || d.issued_at > issued[d.step].issued_at) issued[d.step] = d;
    }
    for (const [step, d] of Object.entries(issued)) if (["refused", "withdrawn"].includes(d.state)) delete issued[step];
    const steps = plan ? plan.steps.slice().sort((a, b) => a.due_s - b.due_s) : [];
    const holders = people.count && people.count.posts;
    const open = steps.filter((step) => !phone || !issued[step.id]); /* there what was given stands among the directives only */
    const kindOf = (step) => (issued[step.id] ? "plain" : waiting(incident, step, now));
    const rows = center.useRest("steps", incident ? open : [], {
      idOf: (step) => `${incident.id} ${step.id}`,
      kindOf,
      draw: (step, hidden) => h(Step, { key: step.id, incident, step, plan, issued, holders, now, hidden }),
      words: "list.more_late",
    });
    if (!incident) return ready ? h(center.Calm) : null;
    const [title, answer, kind] = [of(plan ? center.text(plan.name) : say("command.steps")), plan ? say("command.steps_answer", { done: Object.keys(issued).length, total: steps.length }) : "", center.worst([...open.map(kindOf), "plain"])];
    return h(
      center.PhoneFold,
      { name: "steps", about: incident.id, title, answer, kind, presses: kind === "urgent", head: center.head(title, answer) },
      plan ? h("div", { className: "step-list" }, rows) : center.none(say("command.no_plan")),
    );
  });
})((window.center = window.center || {}));
