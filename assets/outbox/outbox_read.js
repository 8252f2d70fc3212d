/* The outbox prepared for drawing: pure functions over the answer of GET /api/v1/outbox. The
   status of a channel or message is decided in command_center/domain/notifications/. */

import { age, number, say, span, timeOrDay } from "../base/words.js";

/** @import { Sign } from "../types/rows.d.ts" */

/**
 * @typedef {{ code: "up" | "failing" | "down" | "unserved" | "unproven" | "untried" | "unconfirmed", sign: Sign, since: number | null }} ChannelState
 *
 * @typedef {object} ChannelTold
 * @property {string} id
 * @property {string} type
 * @property {"im" | "sms" | "voice" | "email" | "push"} kind
 * @property {string | null} fallback
 * @property {string | null} taken_over
 * @property {ChannelState} state
 * @property {string} why
 * @property {number | null} worked_at
 * @property {number | null} probed_at
 * @property {boolean} probes
 * @property {number | null} retry_in_ms
 * @property {Record<string, string | number>} detail
 * @property {number} waiting
 * @property {number | null} oldest_at
 * @property {number} sent
 * @property {number} failed
 * @property {number | null} typical_ms
 * @property {number | null} slow_ms
 * @property {number} used
 * @property {number | null} per_minute
 * @property {number | null} cost
 *
 * @typedef {"accepted" | "temporary" | "permanent" | "unknown" | "lost" | "held" | "merged"} TryOutcome
 * @typedef {{ channel: string, at: number, outcome: TryOutcome, why: string, took_ms: number, again: boolean }} TryTold
 * @typedef {{ channel: string, at: number, outcome: "delivered" | "read" | "failed" | "answered",
 *   word: "acknowledge" | "start" | "refuse" | "safe" | null, state: string }} ReceiptTold
 * @typedef {"waiting" | "held" | "sending" | "sent" | "delivered" | "read" | "answered" | "perhaps" | "failed" | "expired" | "withdrawn" | "merged"} DeliveryCode
 *
 * @typedef {object} DeliveryTold
 * @property {string} id
 * @property {string} subject
 * @property {string} step
 * @property {string} person
 * @property {string} title
 * @property {"life_safety" | "urgent" | "normal" | "routine"} urgency
 * @property {string | null} drill
 * @property {"im" | "sms" | "voice" | "email" | "push"} kind
 * @property {string} channel
 * @property {{ code: DeliveryCode, sign: Sign }} state
 * @property {number} planned_at
 * @property {number | null} next_try_at
 * @property {number} expires_at
 * @property {number | null} sent_at
 * @property {TryTold[]} tries
 * @property {ReceiptTold[]} receipts
 *
 * @typedef {object} OutboxTold
 * @property {number} now
 * @property {boolean} configured
 * @property {boolean} simulated
 * @property {boolean} answers
 * @property {string} trouble
 * @property {ChannelTold[]} channels
 * @property {{ number: number, life_safety: number, oldest_at: number | null }} waiting
 * @property {DeliveryTold[]} deliveries
 */

/** A program that is told of facts, and a fact that it never took.
 * @typedef {{ id: string, url: string, sent: number, sent_at: number | null, waiting: number, dead: number,
 *   error: string | null, state: "good" | "trying" | "dead" }} HookTold
 * @typedef {{ seq: number, attempts: number, error: string | null, updated_at: number }} LetterTold
 */

/** How a channel's name and state are said. `big` is what an operator asks first: how long it takes, or who took over.
 * @typedef {{ name: string, sign: Sign, state: string, big: string, lines: string[] }} ChannelRead
 *
 * One line of a message: by which channel, when, what came of it.
 * @typedef {{ key: string, channel: string, when: string, sign: Sign, words: string }} LineRead
 *
 * @typedef {{ key: string, title: string, about: string, subject: string, person: string, drill: boolean,
 *   sign: Sign, state: string, lines: LineRead[], answer: string }} DeliveryRead
 */

/** @type {(ms: number) => string} */
const took = (ms) => say("outbox.seconds", { s: number(ms / 1000, 1) });

/** @type {(channel: ChannelTold) => string} */
const speed = ({ typical_ms, slow_ms }) =>
  typical_ms === null || slow_ms === null
    ? say("outbox.no_figures")
    : say("outbox.took", { typical: took(typical_ms), slow: took(slow_ms) });

/** @type {(channel: ChannelTold, now: number) => string} */
const stateWords = ({ state }, now) =>
  say(`outbox.state.${state.code}`, {
    age: state.since === null ? "" : span(Math.max(0, now - state.since)),
    days: state.since === null ? "" : age(Math.max(0, now - state.since)),
  });

/* What probes of our own providers find; another's word stands as it is. */
const FOUND = /** @type {const} */ ([
  "waiting",
  "signal",
  "battery",
  "sent",
  "failed",
  "messages_left",
  "certificate_days",
]);
const FOUND_IN_WORDS =
  /** @type {const} */ (["line.free", "anybody_reads.yes", "anybody_reads.no"]);

/** @type {(name: string, value: string | number) => string} */
function detailWords(name, value) {
  const figure = FOUND.find((one) => one === name);
  if (figure && typeof value === "number") {
    return say(`outbox.found.${figure}`, { n: number(value) });
  }
  const word = FOUND_IN_WORDS.find((one) => one === `${name}.${value}`);
  if (word) return say(`outbox.found.${word}`);
  if (name === "line") return say("outbox.found.line.busy");
  return `${name} ${typeof value === "number" ? number(value) : value}`;
}

/* A channel as its file names it; the simulated one has no name of its own. */
/** @type {(id: string) => string} */
export const channelName = (id) => id === "simulated" ? say("outbox.simulated") : id;

/** @type {(channel: ChannelTold, now: number) => string[]} */
function channelLines(channel, now) {
  const { state, why, retry_in_ms, worked_at, waiting, oldest_at, used, per_minute, cost } =
    channel;
  const detail = Object.entries(channel.detail).map(([name, value]) => detailWords(name, value));
  return [
    ["failing", "down", "unserved"].includes(state.code) ? why : "",
    retry_in_ms === null ? "" : say("outbox.tried_in", { age: age(retry_in_ms) }),
    worked_at === null ? "" : say("outbox.worked", { age: age(Math.max(0, now - worked_at)) }),
    per_minute === null ? "" : say("outbox.used", { n: used, of: per_minute }),
    waiting ? say("outbox.waits", { n: waiting, age: age(now - (oldest_at ?? now)) }) : "",
    say("outbox.counts", { sent: channel.sent, failed: channel.failed }),
    cost === null ? "" : say("outbox.cost", { cost: number(cost, 2) }),
    detail.join(" · "),
    channel.fallback && !channel.taken_over
      ? say("outbox.fallback", { channel: channel.fallback })
      : "",
  ].filter(Boolean);
}

/** @type {(channel: ChannelTold, now: number) => ChannelRead} */
export const readChannel = (channel, now) => ({
  name: channel.type === "simulated"
    ? say("outbox.simulated")
    : `${channel.id} · ${say(`channel.${channel.kind}`)}`,
  sign: channel.state.sign,
  state: stateWords(channel, now),
  big: channel.taken_over
    ? say("outbox.taken_over", { channel: channel.taken_over })
    : speed(channel),
  lines: channelLines(channel, now),
});

/** @type {Record<TryOutcome, Sign>} */
const SIGNS = {
  accepted: "good",
  temporary: "warn",
  permanent: "urgent",
  unknown: "warn",
  lost: "warn",
  held: "note",
  merged: "gone",
};

const SHOWN_TRIES = 6;

/** @type {(tried: TryTold) => string} */
const tryWords = ({ outcome, why, again }) =>
  [
    say(`outbox.try.${outcome}`),
    again ? say("outbox.attempt") : "",
    outcome === "accepted" ? "" : why,
  ].filter(Boolean).join(" · ");

/** @type {(one: DeliveryTold, now: number) => LineRead[]} */
function linesOf(one, now) {
  const tries = one.tries.slice(-SHOWN_TRIES).map((tried, at) => ({
    key: `try:${at}`,
    channel: channelName(tried.channel),
    when: timeOrDay(tried.at, now),
    sign: SIGNS[tried.outcome],
    words: tryWords(tried),
  }));
  const told = one.receipts.filter((receipt) => receipt.outcome !== "answered").map((
    receipt,
    at,
  ) => ({
    key: `receipt:${at}`,
    channel: channelName(receipt.channel),
    when: timeOrDay(receipt.at, now),
    sign: /** @type {Sign} */ (receipt.outcome === "failed" ? "urgent" : "good"),
    words: say(`outbox.receipt.${receipt.outcome}`),
  }));
  if (one.next_try_at === null) return [...tries, ...told];
  const wait = Math.max(0, one.next_try_at - now);
  const next = {
    key: "next",
    channel: channelName(one.channel),
    when: wait ? say("outbox.in", { age: span(wait) }) : say("outbox.next_now"),
    sign: /** @type {Sign} */ ("note"),
    words: say(`outbox.delivery.${one.state.code}`),
  };
  return [...tries, ...told, next];
}

/** @type {(one: DeliveryTold, now: number) => string} */
function answerOf(one, now) {
  const answered = one.receipts.find((receipt) => receipt.outcome === "answered");
  if (!answered || !answered.word) return "";
  return say("outbox.answered", {
    what: say(`answer.${answered.word}`),
    at: timeOrDay(answered.at, now),
    channel: channelName(answered.channel),
  });
}

/** @type {(one: DeliveryTold, now: number) => DeliveryRead} */
export const readDelivery = (one, now) => ({
  key: one.id,
  title: one.title || one.subject,
  about: [
    say(`channel.${one.kind}`),
    say(`outbox.urgency.${one.urgency}`),
    timeOrDay(one.planned_at, now),
  ].join(" · "),
  subject: one.subject,
  person: one.person,
  drill: one.drill !== null,
  sign: one.state.sign,
  state: say(`outbox.delivery.${one.state.code}`),
  lines: linesOf(one, now),
  answer: answerOf(one, now),
});

/* What waits, in one line: how many, how many of them life safety, how old the oldest is. */
/** @type {(told: OutboxTold) => string} */
export const readWaiting = ({ waiting, now }) =>
  waiting.number
    ? say("outbox.waiting", {
      n: waiting.number,
      safety: waiting.life_safety,
      age: age(Math.max(0, now - (waiting.oldest_at ?? now))),
    })
    : say("outbox.nothing_waits");

/** @type {Record<HookTold["state"], Sign>} */
const HOOK_SIGNS = { good: "good", trying: "warn", dead: "urgent" };

/** @type {(hook: HookTold, now: number) => { sign: Sign, state: string, lines: string[] }} */
export const readHook = (hook, now) => ({
  sign: HOOK_SIGNS[hook.state],
  state: say(`outbox.hook.${hook.state}`, { n: number(hook.dead) }),
  lines: [
    hook.url,
    say("outbox.hook.counts", { sent: number(hook.sent), waiting: number(hook.waiting) }),
    hook.sent_at === null ? "" : say("outbox.hook.last", { at: timeOrDay(hook.sent_at, now) }),
    hook.state === "trying" ? hook.error ?? "" : "",
  ].filter(Boolean),
});

/** @type {(letter: LetterTold, now: number) => string} */
export const readLetter = ({ seq, attempts, error, updated_at }, now) =>
  [
    say("outbox.hook.letter", {
      n: String(seq),
      attempts: number(attempts),
      at: timeOrDay(updated_at, now),
    }),
    error ?? "",
  ].filter(Boolean).join(" · ");
