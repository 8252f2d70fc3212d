/* The outbox's lines: by which way a message goes, what a probe found, in words. */

import {
  readChannel,
  readDelivery,
  readHook,
  readLetter,
} from "../../assets/outbox/outbox_read.js";
import { partOf } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { ChannelTold, DeliveryTold, HookTold } from "../../assets/outbox/outbox_read.js" */
/** @import { Part } from "./rows.js" */

const T0 = 1_000_000;

/** @type {(kind: DeliveryTold["kind"]) => ReturnType<typeof readDelivery>} */
const page = (kind) =>
  readDelivery(
    partOf({
      id: `PAGE-1/li/${kind}`,
      subject: "PAGE-1",
      title: "Evacuate",
      kind,
      channel: "simulated",
      urgency: "life_safety",
      state: { code: "sent", sign: "note" },
      planned_at: T0,
      next_try_at: null,
      tries: [{ channel: "simulated", at: T0, outcome: "accepted", why: "", again: false }],
      receipts: [],
    }),
    T0,
  );

test("two messages of one notice say which is the SMS", () => {
  equal(page("sms").about, "channel.sms · outbox.urgency.life_safety · 00:16:40");
  equal(page("im").about, "channel.im · outbox.urgency.life_safety · 00:16:40");
});

test("times of another day say the day", () => {
  const told = readDelivery(
    partOf({
      id: "PAGE-1/li/sms",
      subject: "PAGE-1",
      kind: "sms",
      urgency: "routine",
      state: { code: "answered", sign: "good" },
      planned_at: T0,
      next_try_at: null,
      tries: [{ channel: "simulated", at: T0, outcome: "accepted", why: "", again: false }],
      receipts: [{ channel: "simulated", at: T0, outcome: "answered", word: "acknowledge" }],
    }),
    T0 + 86_400_000,
  );
  equal(told.about, "channel.sms · outbox.urgency.routine · 1970-01-01 00:16");
  equal(told.lines[0].when, "1970-01-01 00:16");
  equal(told.answer, "outbox.answered answer.acknowledge 1970-01-01 00:16 outbox.simulated");
  const tomorrow = T0 + 86_400_000;
  equal(readHook(ERP, tomorrow).lines[2], "outbox.hook.last 1970-01-01 00:16");
  const letter = { seq: 12, attempts: 11, error: null, updated_at: T0 };
  equal(readLetter(letter, tomorrow), "outbox.hook.letter 12 11 1970-01-01 00:16");
});

test("the simulated channel has a name in every language", () => {
  equal(page("sms").lines[0].channel, "outbox.simulated");
});

/** @type {(detail: ChannelTold["detail"]) => string | undefined} */
const found = (detail) =>
  readChannel(
    partOf({
      id: "sms-b",
      type: "gammu_smsd",
      kind: "sms",
      state: { code: "up", sign: "good", since: null },
      detail,
      sent: 0,
      failed: 0,
      waiting: 0,
      taken_over: null,
      fallback: null,
      worked_at: null,
      retry_in_ms: null,
      per_minute: null,
      cost: null,
      typical_ms: null,
      slow_ms: null,
    }),
    T0,
  ).lines[1];

test("what a probe found is said in words", () => {
  equal(
    found({ waiting: 0, signal: 61 }),
    "outbox.found.waiting 0 · outbox.found.signal 61",
  );
  equal(found({ line: "free" }), "outbox.found.line.free");
  equal(found({ line: "in a call" }), "outbox.found.line.busy");
  equal(found({ anybody_reads: "yes" }), "outbox.found.anybody_reads.yes");
  equal(found({ credit: 12 }), "credit 12");
});

/** @type {HookTold} */
const ERP = {
  id: "erp",
  url: "https://erp.plant.example",
  sent: 7,
  sent_at: T0,
  waiting: 2,
  dead: 0,
  error: "HTTP 500",
  state: "trying",
};

test("a program that fails says why, and one that gave facts up leaves it to its letters", () => {
  const trying = readHook(ERP, T0);
  equal(trying.sign, "warn");
  equal(trying.state, "outbox.hook.trying 0");
  equal(trying.lines[trying.lines.length - 1], "HTTP 500");
  const dead = readHook({ ...ERP, dead: 3, state: "dead" }, T0);
  equal(dead.sign, "urgent");
  equal(dead.lines.includes("HTTP 500"), false);
});

test("a dead letter says its fact, when it was tried last, and why", () => {
  const letter = { seq: 12, attempts: 11, error: "HTTP 410", updated_at: T0 };
  equal(readLetter(letter, T0).endsWith(" · HTTP 410"), true);
  equal(readLetter({ ...letter, error: null }, T0), "outbox.hook.letter 12 11 00:16:40");
});
