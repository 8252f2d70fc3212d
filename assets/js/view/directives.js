/* How a directive reads on a list: its sign, its clock, and its place among the others. */
(function (center) {
  "use strict";

  const CATEGORIES = ["people", "source", "water", "outside", "property"];
  const LIVE = new Set(["issued", "acknowledged", "in_progress", "done", "refused"]);
  const WARN_SHARE = 0.8; /* yellow past 80 % of the time for the work (DOMAIN, "Directive") */

  /* What is awaited now, from when and by when; null when nothing has a time any more. */
  function awaited(directive) {
    if (directive.state === "issued") return { from: directive.issued_at, by: directive.ack_by };
    if (directive.state === "acknowledged" || directive.state === "in_progress") {
      return { from: directive.acknowledged_at || directive.issued_at, by: directive.due_at };
    }
    return null;
  }

  /* Said to be done, while the plant or a lock says otherwise (domain/directives/disputed.py). */
  const disputed = (directive) => Boolean((directive.disputed || []).length);

  function reading(directive, now) {
    const waits = awaited(directive);
    const late = waits && waits.by !== null ? now - waits.by : null;
    let kind = "note";
    if (disputed(directive)) kind = "urgent";
    else if (directive.state === "refused" || (late !== null && late > 0)) kind = "urgent";
    else if (late !== null && now - waits.from > WARN_SHARE * (waits.by - waits.from)) kind = "warn";
    else if (directive.returned || directive.conflict) kind = "warn";
    const over = late !== null && late > 0;
    let [clock, clockWord] = ["", ""];
    if (late !== null) [clock, clockWord] = [over ? `+${center.span(late)}` : center.span(-late), over ? "late" : "left"];
    else if (directive.state === "done") [clock, clockWord] = [center.span(now - directive.done_at), "ago"];
    const waited = disputed(directive) ? now - directive.done_at : late; /* it waits for whoever commands */
    return { directive, kind, clock, clockWord, late: waited === null ? -Infinity : waited };
  }

  const place = (category) => {
    const index = CATEGORIES.indexOf(category);
    return index < 0 ? CATEGORIES.length : index;
  };

  /* A refused one is answered once its incident's step was given to somebody else. */
  const answered = (all) => (directive) =>
    directive.state === "refused" &&
    directive.step &&
    all.some((other) => other.incident === directive.incident && other.step === directive.step && other.issued_at > directive.issued_at);

  /* Open ones: people, source, water and air, outside, property; then lateness. */
  center.liveDirectives = (rows, now, incident) => {
    const all = Object.values(rows).filter((d) => !incident || d.incident === incident);
    const replaced = answered(all);
    return all
      .filter((d) => LIVE.has(d.state) && !replaced(d))
      .map((d) => reading(d, now))
      .sort(
        (a, b) =>
          place(a.directive.category) - place(b.directive.category) ||
          b.late - a.late ||
          a.directive.issued_at - b.directive.issued_at,
      );
  };

  /* Who has it: the post, and who holds it now; by radio if the last word came so. */
  center.recipientOf = (directive) => {
    const to = directive.to || {};
    const parts = [];
    if (to.post) parts.push(center.named(to.post));
    const name = center.text(to.name) || (to.person ? center.named(to.person) : "");
    if (name && name !== parts[0]) parts.push(name);
    if (to.post && !to.person) parts.push(center.say("directive.nobody_holds"));
    if (directive.via === "radio") parts.push(center.say("via.radio"));
    return parts.join(" · ");
  };

  /* What stands against it, in words. */
  center.disputeWords = (directive) =>
    (directive.disputed || []).map((one) =>
      center.say(`dispute.${one.code}`, {
        place: center.named(one.place),
        resource: one.resource ? center.named(one.resource) : "",
        had: one.had,
        need: one.need,
        state: one.state ? center.say(`valve.state.${one.state}`) : "",
      }),
    );
  center.disputeLine = (directive) => (disputed(directive) ? center.say("directive.disputed", { against: center.disputeWords(directive) }) : "");

  center.stateOf = (directive) => {
    if (disputed(directive)) return center.say("directive.state.disputed");
    const word = center.say(`directive.state.${directive.state}`);
    if (directive.state === "in_progress" && directive.progress) {
      return `${word} ${center.number(directive.progress)} %`;
    }
    return directive.returned && directive.state !== "done"
      ? `${word} · ${center.say("directive.returned")}`
      : word;
  };
  /* The same on the wall, where the chain's own line has no room: what came of telling it so far. */
  center.reachedState = (directive) => {
    if (disputed(directive)) return [center.stateOf(directive), ...center.disputeWords(directive)].join(" · ");
    if (directive.state !== "issued") return center.stateOf(directive);
    if (directive.exhausted_at) return center.say("directive.nobody_left");
    const told = (directive.chain || []).filter((step) => !step.skipped && (step.step === "deputy" || step.step === "superior")).pop();
    return told ? center.say(`directive.told_${told.step}`) : center.stateOf(directive);
  };
  center.readDirective = reading;
})((window.center = window.center || {}));
