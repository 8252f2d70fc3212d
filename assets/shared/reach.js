/* How a directive reached its people: each channel's last word, and the steps of the chain.
   Times are minutes and seconds since it was issued. */

import { text } from "../base/context.js";
import { verdictAt } from "../base/turns.js";
import { say, span } from "../base/words.js";

/** @import { Attempt, NextStep, NotReached, Sign, StepTaken } from "../types/rows.d.ts" */

/** What somebody is told of: a directive, or a request for authority, which has no chain. `reach`: how far who it is
 * for was told, by the attempts on record.
 * @typedef {{ issued_at: number, state: string, reach: Told | null, attempts: Attempt[], chain?: StepTaken[],
 *   next_step?: NextStep | null, exhausted_at?: number | null }} Telling */

/** @typedef {{ kind: Sign, words: string }} Said */
/** @typedef {NotReached["reach"]} Told */

/** The people who were told, the recipient first, then whom the chain told; the steps of the chain; the one that
 * comes next; `exhausted`: nobody is left to tell; `unsent`: why nothing has left for the recipient yet.
 * @typedef {{ people: { person: string, channels: Said[] }[], steps: Said[], next: NextStep | null,
 *   exhausted: boolean, unsent: Said | null }} ReachRead */

/** @type {Attempt["channel"][]} */
const CHANNELS = ["im", "sms", "push", "email", "voice"];
/** @type {(directive: Telling, at: number | undefined) => string} */
const since = (directive, at = directive.issued_at) => span(Math.max(0, at - directive.issued_at));

/* The best a channel has done for a person: read, then delivered, then on its way, then failed. */
const RANK = { read: 0, delivered: 1, sent: 2, failed: 3 };

/** @type {(directive: Telling, notices: Attempt[]) => Said} */
function channelWords(directive, notices) {
  const best = notices.slice().sort((a, b) => RANK[a.state] - RANK[b.state])[0];
  const words = {
    answered: () =>
      say("reach.answered", {
        at: since(directive, best.answered_at),
        word: say(`notice.answer.${best.answer}`),
      }),
    read: () => say("reach.read", { at: since(directive, best.read_at) }),
    delivered: () => say("reach.delivered", { at: since(directive, best.delivered_at) }),
    sent: () => say("reach.sent", { at: since(directive, best.sent_at) }),
    failed: () => say("reach.failed", { why: say(`error.${best.error}`) }),
  }[best.answer ? "answered" : best.state]();
  const again = notices.some((notice) => (notice.attempt ?? 1) > 1)
    ? ` (${say("reach.again")})`
    : "";
  return {
    kind: best.state === "failed" ? "urgent" : best.state === "sent" ? "gone" : "good",
    words: `${say(`reach.${best.channel}`)} ${words}${again}`,
  };
}

/** @type {(directive: Telling) => ReachRead["people"]} */
function people(directive) {
  /** @type {Map<string, Attempt[]>} */
  const found = new Map();
  for (const notice of directive.attempts || []) {
    const notices = found.get(notice.person) || [];
    found.set(notice.person, notices);
    notices.push(notice);
  }
  return Array.from(found, ([person, notices]) => ({
    person,
    channels: CHANNELS.map((channel) => notices.filter((n) => n.channel === channel)).filter((
      list,
    ) => list.length).map((list) => channelWords(directive, list)),
  }));
}

/* Whether an attempt has left for somebody and did not fail. */
/** @type {(reach: Told) => boolean} */
export const leftFor = (reach) => ["answered", "read", "delivered", "sent"].includes(reach);

/* Somebody who is to be told, and why nobody can say that they were. */
/** @type {(who: string, reach: Told) => string} */
export const toBeTold = (who, reach) =>
  say("reach.to_be_told", { who, why: say(`reach.unsent.${reach}`) });

/** @type {(step: string) => string} */
const whom = (step) => say(`reach.step.${step}`);

/* The recipient once more. */
/** @type {(step: string) => boolean} */
const isOwn = (step) => step === "repeat" || step === "ask_again";

/* By how much it was late, and whether because no process ran when it was due. */
/** @type {(step: StepTaken, what: string) => string} */
function late(step, what) {
  if (!step.late_ms) return what;
  return say(step.outage ? "reach.late_outage" : "reach.late", { what, late: span(step.late_ms) });
}

/** @type {(directive: Telling, step: StepTaken) => Said} */
function stepWords(directive, step) {
  if (step.step === "exhausted") return { kind: "urgent", words: say("reach.exhausted") };
  const own = isOwn(step.step);
  const who = step.name && !own ? `${whom(step.step)} ${text(step.name)}` : whom(step.step);
  if (step.skipped) {
    return {
      kind: "warn",
      words: late(step, say("reach.skipped", { who, why: say(`reason.${step.skipped}`) })),
    };
  }
  const at = since(directive, step.at);
  if (step.reach && !leftFor(step.reach)) {
    const why = say(`reach.unsent.${step.reach}`);
    const words = own
      ? say("reach.to_be_told_again", { what: who, why })
      : say("reach.to_be_told", { who, why });
    return { kind: "warn", words: late(step, words) };
  }
  return {
    kind: step.late_ms ? "warn" : "plain",
    words: late(step, own ? `${who} ${at}` : say("reach.told", { who, at })),
  };
}

/** @type {(directive: Telling) => ReachRead} */
export const readReach = (directive) => ({
  people: people(directive),
  steps: (directive.chain || []).map((step) => stepWords(directive, step)),
  next: directive.next_step ?? null,
  exhausted: Boolean(directive.exhausted_at) && directive.state === "issued",
  unsent: ["issued", "asked"].includes(directive.state) && directive.reach &&
      !leftFor(directive.reach) && directive.reach !== "failed"
    ? { kind: "warn", words: toBeTold(say("reach.recipient"), directive.reach) }
    : null,
});

/* What comes next if nobody answers, counted down. */
/** @type {(next: NextStep, now: number) => string} */
export const nextStepWords = (next, now) => {
  const who = whom(next.step), what = who, left = span(next.at - now);
  if (verdictAt(next.turns, now).code === "come") {
    return isOwn(next.step)
      ? say("reach.next_again", { what, span: left })
      : say("reach.next", { who, span: left });
  }
  return isOwn(next.step) ? say("reach.next_again_now", { what }) : say("reach.next_now", { who });
};
