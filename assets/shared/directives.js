/* How a directive reads on a list: its sign, its clock, and its place among the others. */

import { leftFor, toBeTold } from "./reach.js";
import { text } from "../base/context.js";
import { verdictAt } from "../base/turns.js";
import { number, say, span } from "../base/words.js";
import { named } from "../live/plant.js";

/** @import { DirectiveRow, IncidentRow, Sign } from "../types/rows.d.ts" */

/** A directive as it reads now. `clock` is a span, and `clockWord` whether it is what is `left`, by how much it is
 * `late`, or how long `ago` it was done.
 * @typedef {{ directive: DirectiveRow, kind: Sign, code: string, clock: string, clockWord: string }} DirectiveRead */

const NEVER = Number.MAX_SAFE_INTEGER;

/* Said to be done, while the plant or a lock says otherwise (domain/directives/disputed.py). */
/** @type {(directive: DirectiveRow) => boolean} */
const disputed = (directive) => Boolean((directive.disputed || []).length);

/* How pressing it is, as its row says (domain/directives/verdict.py), and its clock. */
/** @type {(directive: DirectiveRow, now: number) => DirectiveRead} */
export function readDirective(directive, now) {
  const { kind, code } = verdictAt(directive.turns, now);
  const waits = directive.awaits;
  let [clock, clockWord] = ["", ""];
  if (directive.state === "done") {
    [clock, clockWord] = [span(now - (directive.done_at ?? now)), "ago"];
  } else if (waits && code === "late") [clock, clockWord] = [`+${span(now - waits.by)}`, "late"];
  else if (waits) [clock, clockWord] = [span(waits.by - now), "left"];
  return { directive, kind, code, clock, clockWord };
}

/* Open ones: people, source, water and air, outside, property; then whatever was to come first. */
/** @type {(rows: Record<string, DirectiveRow>, now: number, incident?: string) => DirectiveRead[]} */
export const liveDirectives = (rows, now, incident) =>
  Object.values(rows)
    .filter((d) => d.live && (!incident || d.incident === incident))
    .sort((a, b) =>
      a.order - b.order ||
      (a.awaits ? a.awaits.by : NEVER) - (b.awaits ? b.awaits.by : NEVER) ||
      a.issued_at - b.issued_at
    )
    .map((d) => readDirective(d, now));

/* How many are late, and how many are said to be done and disputed: these are urgent, and not late. */
/** @type {(live: Pick<DirectiveRead, "directive" | "kind">[]) => { late: number, disputed: number }} */
const countGrave = (live) => {
  const grave = live.filter(({ kind }) => kind === "urgent");
  const disputed = grave.filter(({ directive }) => directive.disputed.length).length;
  return { late: grave.length - disputed, disputed };
};

/** @type {(told: string, disputed: number) => string} */
const withDisputed = (told, disputed) =>
  disputed ? `${told} · ${say("wall.disputed", { n: disputed })}` : told;

/* How many are open, late and disputed. */
/** @type {(live: Pick<DirectiveRead, "directive" | "kind">[]) => string} */
export const tellOpen = (live) => {
  const { late, disputed } = countGrave(live);
  return withDisputed(say("wall.directives_answer", { open: live.length, late }), disputed);
};

/* What is said of these incidents while no directive is open: that none was ever issued, or how all of them ended. */
/** @type {(rows: Record<string, DirectiveRow>, incidents: Pick<IncidentRow, "id">[]) => string} */
export const tellNoneOpen = (rows, incidents) => {
  const given = Object.values(rows).filter((d) => incidents.some(({ id }) => id === d.incident));
  const otherwise = given.filter((d) => d.state !== "verified").length;
  if (!given.length) return say("wall.no_directives");
  return otherwise
    ? say("wall.none_open", { n: given.length, verified: given.length - otherwise })
    : say("wall.all_verified");
};

/* How many of those that a list has no room for are late and disputed. */
/** @type {(rest: Pick<DirectiveRead, "directive" | "kind">[]) => string} */
export const tellRest = (rest) => {
  const { late, disputed } = countGrave(rest);
  const told = say(late ? "list.more_late" : "list.more", { n: rest.length, late });
  return withDisputed(told, disputed);
};

/* Who has it: the post, and who holds it now; by radio if the last word came so. */
/** @type {(directive: DirectiveRow) => string} */
export const recipientOf = (directive) => {
  /** @type {Partial<DirectiveRow["to"]>} */
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
/** @type {(directive: DirectiveRow) => string[]} */
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
/** @type {(directive: DirectiveRow) => string} */
export const disputeLine = (
  directive,
) => (disputed(directive) ? say("directive.disputed", { against: disputeWords(directive) }) : "");

/** @type {(directive: DirectiveRow) => string} */
export const stateOf = (directive) => {
  if (disputed(directive)) return say("directive.state.disputed");
  if (directive.state === "refused" && directive.live) return say("directive.state.give_anew");
  const word = say(`directive.state.${directive.state}`);
  if (directive.state === "in_progress" && directive.progress) {
    return `${word} ${number(directive.progress)} %`;
  }
  return directive.returned && directive.state !== "done"
    ? `${word} · ${say("directive.returned")}`
    : word;
};
/* The same on the wall, where the chain's own line has no room: what came of telling it so far. */
/** @type {(directive: DirectiveRow) => string} */
export const reachedState = (directive) => {
  if (disputed(directive)) return [stateOf(directive), ...disputeWords(directive)].join(" · ");
  if (directive.state !== "issued") return stateOf(directive);
  if (directive.exhausted_at) return say("directive.nobody_left");
  const told = (directive.chain || []).filter((step) =>
    !step.skipped && (step.step === "deputy" || step.step === "superior")
  ).pop();
  if (!told) return stateOf(directive);
  return told.reach && !leftFor(told.reach)
    ? say("directive.unanswered", { what: toBeTold(say(`reach.step.${told.step}`), told.reach) })
    : say(`directive.told_${told.step}`);
};
