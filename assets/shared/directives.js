/* How a directive reads on a list: its sign, its clock, and its place among the others. */

import { text } from "../base/context.js";
import { number, say, span } from "../base/words.js";
import { named } from "../live/plant.js";

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

export function readDirective(directive, now) {
  const waits = awaited(directive);
  const until = waits && waits.by !== null ? waits : null;
  const late = until ? now - until.by : null;
  let kind = "note";
  if (disputed(directive)) kind = "urgent";
  else if (directive.state === "refused" || (late !== null && late > 0)) kind = "urgent";
  else if (until && now - until.from > WARN_SHARE * (until.by - until.from)) kind = "warn";
  else if (directive.returned || directive.conflict) kind = "warn";
  const over = late !== null && late > 0;
  let [clock, clockWord] = ["", ""];
  if (late !== null) {
    [clock, clockWord] = [over ? `+${span(late)}` : span(-late), over ? "late" : "left"];
  } else if (directive.state === "done") {
    [clock, clockWord] = [span(now - directive.done_at), "ago"];
  }
  const waited = disputed(directive)
    ? now - directive.done_at
    : late; /* it waits for whoever commands */
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
  all.some((other) =>
    other.incident === directive.incident && other.step === directive.step &&
    other.issued_at > directive.issued_at
  );

/* Open ones: people, source, water and air, outside, property; then lateness. */
export const liveDirectives = (rows, now, incident) => {
  const all = Object.values(rows).filter((d) => !incident || d.incident === incident);
  const replaced = answered(all);
  return all
    .filter((d) => LIVE.has(d.state) && !replaced(d))
    .map((d) => readDirective(d, now))
    .sort(
      (a, b) =>
        place(a.directive.category) - place(b.directive.category) ||
        b.late - a.late ||
        a.directive.issued_at - b.directive.issued_at,
    );
};

/* Who has it: the post, and who holds it now; by radio if the last word came so. */
export const recipientOf = (directive) => {
  const to = directive.to || {};
  const parts = [];
  if (to.post) parts.push(named(to.post));
  const name = text(to.name) || (to.person ? named(to.person) : "");
  if (name && name !== parts[0]) parts.push(name);
  if (to.post && !to.person) parts.push(say("directive.nobody_holds"));
  if (directive.via === "radio") parts.push(say("via.radio"));
  return parts.join(" · ");
};

/* What stands against it, in words. */
export const disputeWords = (directive) =>
  (directive.disputed || []).map((one) =>
    say(`dispute.${one.code}`, {
      place: named(one.place),
      resource: one.resource ? named(one.resource) : "",
      had: one.had,
      need: one.need,
      state: one.state ? say(`valve.state.${one.state}`) : "",
    })
  );
export const disputeLine = (
  directive,
) => (disputed(directive) ? say("directive.disputed", { against: disputeWords(directive) }) : "");

export const stateOf = (directive) => {
  if (disputed(directive)) return say("directive.state.disputed");
  const word = say(`directive.state.${directive.state}`);
  if (directive.state === "in_progress" && directive.progress) {
    return `${word} ${number(directive.progress)} %`;
  }
  return directive.returned && directive.state !== "done"
    ? `${word} · ${say("directive.returned")}`
    : word;
};
/* The same on the wall, where the chain's own line has no room: what came of telling it so far. */
export const reachedState = (directive) => {
  if (disputed(directive)) return [stateOf(directive), ...disputeWords(directive)].join(" · ");
  if (directive.state !== "issued") return stateOf(directive);
  if (directive.exhausted_at) return say("directive.nobody_left");
  const told = (directive.chain || []).filter((step) =>
    !step.skipped && (step.step === "deputy" || step.step === "superior")
  ).pop();
  return told ? say(`directive.told_${told.step}`) : stateOf(directive);
};
