/* The outbox's lines: by which way a message goes, what a probe found, in words. */

import { readChannel, readDelivery } from "../../assets/outbox/outbox_read.js";
import { partOf } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { ChannelTold, DeliveryTold } from "../../assets/outbox/outbox_read.js" */
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
  equal(page("sms").about, "PAGE-1 · channel.sms · outbox.urgency.life_safety · 00:16:40");
  equal(page("im").about, "PAGE-1 · channel.im · outbox.urgency.life_safety · 00:16:40");
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
