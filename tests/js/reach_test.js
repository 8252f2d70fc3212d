/* How a directive reached its people: the best word of each channel, and the steps of the chain. */

import { nextStepWords, readReach } from "../../assets/shared/reach.js";
import { partOf, words } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { Telling } from "../../assets/shared/reach.js" */
/** @import { Attempt, StepTaken } from "../../assets/types/rows.d.ts" */
/** @import { Part } from "./rows.js" */

const T0 = 1_000_000;

/** @type {(more: Part<Telling>) => ReturnType<typeof readReach>} */
const read = (more) => readReach(partOf({ issued_at: T0, state: "issued", attempts: [], ...more }));

/** @type {(person: string, channel: Attempt["channel"], more: Part<Attempt>) => Part<Attempt>} */
const notice = (person, channel, more) => ({
  person,
  channel,
  state: "sent",
  sent_at: T0,
  ...more,
});

test("of several notices on a channel the best is told, and that it was sent anew", () => {
  const [li] = read({
    attempts: [
      notice("li", "sms", { state: "failed", error: "no_answer" }),
      notice("li", "sms", { state: "delivered", delivered_at: T0 + 9000, attempt: 2 }),
      notice("li", "im", { state: "read", read_at: T0 + 5000 }),
    ],
  }).people;
  equal(li.channels, [
    { kind: "good", words: "reach.im reach.read 5 s" },
    { kind: "good", words: "reach.sms reach.delivered 9 s (reach.again)" },
  ]);
});

test("what is on its way is grey, what failed is red and says why", () => {
  const [li] = read({
    attempts: [
      notice("li", "im", { sent_at: T0 + 2000 }),
      notice("li", "voice", { state: "failed", error: "switched_off" }),
    ],
  }).people;
  equal(li.channels, [
    { kind: "gone", words: "reach.im reach.sent 2 s" },
    { kind: "urgent", words: "reach.voice reach.failed error.switched_off" },
  ]);
});

test("people stand in the order in which they were told", () => {
  const told = read({
    attempts: [notice("li", "im", {}), notice("wu", "im", {}), notice("li", "sms", {})],
  });
  equal(told.people.map((one) => [one.person, one.channels.length]), [["li", 2], ["wu", 1]]);
});

test("a step of the chain says whom it told and when, or why it was left out", () => {
  /** @type {Part<StepTaken>[]} */
  const chain = [
    { step: "repeat", at: T0 + 60_000 },
    { step: "deputy", at: T0 + 120_000, name: words("Wu") },
    { step: "superior", at: T0 + 180_000, skipped: "nobody_holds" },
  ];
  equal(read({ chain }).steps, [
    { kind: "plain", words: "reach.step.repeat 60 s" },
    { kind: "plain", words: "reach.told reach.step.deputy Wu 120 s" },
    { kind: "warn", words: "reach.skipped reach.step.superior reason.nobody_holds" },
  ]);
});

test("a step without an attempt that left is to be told, and says why", () => {
  /** @type {Part<StepTaken>[]} */
  const chain = [
    { step: "deputy", at: T0 + 60_000, name: words("Wu"), reach: "no_channel" },
    { step: "superior", at: T0 + 120_000, name: words("Liu"), reach: "failed" },
    { step: "repeat", at: T0 + 30_000, reach: "sent" },
  ];
  equal(read({ chain }).steps, [
    { kind: "warn", words: "reach.to_be_told reach.step.deputy Wu reach.unsent.no_channel" },
    { kind: "warn", words: "reach.to_be_told reach.step.superior Liu reach.unsent.failed" },
    { kind: "plain", words: "reach.step.repeat 30 s" },
  ]);
});

test("a recipient to whom nothing has left is to be told, while the directive waits", () => {
  equal(read({ reach: "none" }).unsent, {
    kind: "warn",
    words: "reach.to_be_told reach.recipient reach.unsent.none",
  });
  equal(read({ reach: "sent" }).unsent, null);
  equal(read({ reach: "none", state: "done" }).unsent, null);
});

test("an answer is told before what was read", () => {
  const [li] = read({
    attempts: [
      notice("li", "sms", {
        state: "read",
        read_at: T0 + 3000,
        answer: "acknowledge",
        answered_at: T0 + 4000,
      }),
    ],
  }).people;
  equal(li.channels, [
    { kind: "good", words: "reach.sms reach.answered 4 s notice.answer.acknowledge" },
  ]);
});

test("a step that came late says by how much, and whether nobody looked meanwhile", () => {
  /** @type {Part<StepTaken>[]} */
  const chain = [
    { step: "repeat", at: T0 + 60_000, late_ms: 5000 },
    { step: "repeat", at: T0 + 60_000, late_ms: 5000, outage: 12 },
  ];
  equal(read({ chain }).steps, [
    { kind: "warn", words: "reach.late reach.step.repeat 60 s 5 s" },
    { kind: "warn", words: "reach.late_outage reach.step.repeat 60 s 5 s" },
  ]);
});

test("that nobody is left matters while the directive waits", () => {
  const [issued, done] = [
    read({ exhausted_at: T0 + 9 }),
    read({ exhausted_at: T0 + 9, state: "done" }),
  ];
  equal([issued.exhausted, done.exhausted, read({}).exhausted], [true, false, false]);
});

test("a request for authority has no chain and nothing that comes next", () => {
  const told = read({ attempts: [notice("li", "voice", {})], state: "asked" });
  equal([told.steps, told.next], [[], null]);
});

test("what comes next is counted down, and is due once its time has come", () => {
  const at = T0 + 60_000;
  /** @type {import("../../assets/types/rows.d.ts").NextStep} */
  const next = {
    step: "deputy",
    post: null,
    at,
    turns: [[0, "plain", "come"], [at, "plain", "due"]],
  };
  equal([T0, T0 + 60_000].map((now) => nextStepWords(next, now)), [
    "reach.next reach.step.deputy 60 s",
    "reach.next_now reach.step.deputy",
  ]);
  const again = { ...next, step: "repeat" };
  equal([T0, T0 + 60_000].map((now) => nextStepWords(again, now)), [
    "reach.next_again reach.step.repeat 60 s",
    "reach.next_again_now reach.step.repeat",
  ]);
});
