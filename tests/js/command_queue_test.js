/* The order in which a page sends its commands, over a server that answers, is slow, or is away. Time is
   turned by the test. */

import { makeQueue, memoryOf, PATIENCE_MS } from "../../assets/hands/queue.js";
import { giveWords } from "./fakes/words.js";
import { equal, ok, test } from "./testing.js";

const REFUSED = {
  status: 409,
  body: { code: "not_in_command", detail: "You do not command it.", mend: "Ask for a transfer." },
};

/** A queue of a page, and the server it posts to: each command waits in `posted` until the test
 * answers it. `kept` is what an earlier page left.
 * @type {(given?: {kept?: string | null, phone?: boolean, drill?: string}) => any} */
function desk({ kept = null, phone = false, drill = "" } = {}) {
  giveWords(null);
  /** @type {Answered[]} */
  const posted = [];
  /** @type {[number, () => void][]} */
  const timers = [];
  /** @type {Record<string, unknown>} */
  const emptied = {};
  let now = 0;
  let keys = 0;
  /** @type {{text: string | null}} */
  const memory = { text: kept };
  const world = { drill };
  const queue = makeQueue({
    post: (command) =>
      new Promise((resolve, reject) => {
        posted.push({ ...JSON.parse(JSON.stringify(command)), resolve, reject });
      }),
    later: (ms, run) => {
      /** @type {[number, () => void]} */
      const timer = [now + ms, run];
      timers.push(timer);
      return () => timers.includes(timer) && timers.splice(timers.indexOf(timer), 1);
    },
    memory: phone ? { get: () => memory.text, set: (text) => (memory.text = text) } : null,
    drillOf: () => world.drill || undefined,
    newKey: () => `k${keys += 1}`,
    empty: (id, value) => (emptied[id] = value),
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return {
    queue,
    posted,
    emptied,
    memory,
    world,
    pass: (/** @type {number} */ ms) => {
      now += ms;
      for (const timer of timers.filter(([at]) => at <= now)) {
        if (timers.includes(timer)) {
          timers.splice(timers.indexOf(timer), 1);
          timer[1]();
        }
      }
    },
    answer: (
      /** @type {number} */ at,
      /** @type {Answered} */ response,
    ) => (posted[at].resolve(response), settled()),
    fail: (/** @type {number} */ at) => (posted[at].reject(new TypeError("no network")), settled()),
    state: (/** @type {number} */ at) => (queue.answers()[at] || {}).state,
  };
}

const done = (data = {}) => ({ status: 200, body: { seq: 1, facts: [{ kind: "x", data }] } });
const ack = (alarm = "A") => ({ kind: "alarm.ack", data: { alarm }, at: `alarm:${alarm}` });

test("commands go one after another, each under a key of its own", async () => {
  const { queue, posted, answer, state } = desk();
  queue.give(ack("A"));
  queue.give(ack("B"));
  equal(posted.map((/** @type {Answered} */ one) => [one.kind, one.data, one.idempotency_key]), [
    ["alarm.ack", { alarm: "A" }, "k1"],
  ]);
  equal([state("alarm:A"), state("alarm:B")], ["sending", "sending"]);
  await answer(0, done());
  equal([state("alarm:A"), posted[1].data], ["accepted", { alarm: "B" }]);
});

test("a second click on a place that is sending is none", async () => {
  const { queue, posted, answer } = desk();
  queue.give(ack());
  queue.give(ack());
  await answer(0, done());
  equal(posted.length, 1);
});

test("a lost answer is said after five seconds, and the same button goes again under its key", async () => {
  const { queue, posted, pass, answer, state } = desk();
  queue.give(ack());
  pass(PATIENCE_MS - 1);
  equal(state("alarm:A"), "sending");
  pass(1);
  equal(queue.answers()["alarm:A"], {
    state: "unanswered",
    text: "command.no_answer",
    mend: "command.no_answer.mend",
  });
  queue.give(ack());
  equal(posted.map((/** @type {Answered} */ one) => one.idempotency_key), ["k1", "k1"]);
  await answer(1, done());
  queue.give(ack());
  equal(posted[2].idempotency_key, "k2", "answered: the next press is another command");
});

test("no network is said at once, and what waited behind it goes", async () => {
  const { queue, posted, fail, state } = desk();
  queue.give(ack("A"));
  queue.give(ack("B"));
  await fail(0);
  equal([state("alarm:A"), state("alarm:B"), posted.length], ["unanswered", "sending", 2]);
});

test("a button that asks for something else is another command", () => {
  const { queue, posted, pass } = desk();
  queue.give({ ...ack(), data: { percent: 25 } });
  pass(PATIENCE_MS);
  queue.give({ ...ack(), data: { percent: 50 } });
  equal(posted.map((/** @type {Answered} */ one) => one.idempotency_key), ["k1", "k2"]);
});

test("a form is one submission until it is answered, whatever is mended in it", async () => {
  const { queue, posted, pass, answer } = desk();
  const form = (/** @type {string} */ text) => ({
    kind: "report.receive",
    data: { text },
    at: "form:report",
    form: true,
    emptied: { "form-report-text": "" },
  });
  queue.give(form("smoke"));
  pass(PATIENCE_MS);
  queue.give(form("smoke at the pad"));
  equal(posted[1].idempotency_key, "k1");
  await answer(1, { status: 409, body: { code: "key_reused", detail: "?", mend: "?" } });
  equal(queue.answers()["form:report"].text, "command.sent_before");
  queue.give(form("smoke at the pad"));
  equal(posted[2].idempotency_key, "k2");
});

test("a refused form keeps what was typed, an accepted one is emptied", async () => {
  const { queue, answer, emptied } = desk();
  const form = { kind: "report.receive", data: {}, at: "form:report", form: true };
  queue.give({ ...form, emptied: { "form-report-text": "" } });
  await answer(0, REFUSED);
  equal(emptied, {});
  queue.give({ ...form, emptied: { "form-report-text": "" } });
  await answer(1, done());
  equal(emptied, { "form-report-text": "" });
});

test("a refusal is shown with what would lift it until it is dismissed", async () => {
  const { queue, answer, pass, state } = desk();
  queue.give(ack());
  await answer(0, REFUSED);
  const { state: is, text, mend } = queue.answers()["alarm:A"];
  equal([is, text, mend], ["refused", "You do not command it.", "Ask for a transfer."]);
  pass(60_000);
  equal(state("alarm:A"), "refused");
  queue.dismiss("alarm:A");
  equal(state("alarm:A"), undefined);
});

test("done is shown for four seconds, with the revision that was made", async () => {
  const { queue, answer, pass, state } = desk();
  queue.give(ack());
  await answer(0, done({ revision: 7 }));
  equal([state("alarm:A"), queue.answers()["alarm:A"].revision], ["accepted", 7]);
  pass(4000);
  equal(state("alarm:A"), undefined);
});

test("an answer that comes late is still told, once", async () => {
  const { queue, pass, answer, state } = desk();
  queue.give(ack());
  pass(PATIENCE_MS);
  await answer(0, done());
  equal(state("alarm:A"), "accepted");
});

test("a late answer settles what was sent again, and the second one says nothing more", async () => {
  const { queue, posted, pass, answer, state } = desk();
  queue.give(ack());
  pass(PATIENCE_MS);
  queue.give(ack());
  await answer(0, done());
  equal(state("alarm:A"), "accepted");
  queue.dismiss("alarm:A");
  await answer(1, done());
  equal([state("alarm:A"), posted.length], [undefined, 2]);
});

test("a failure that comes late takes nothing from what was sent again", async () => {
  const { queue, pass, fail, answer, state } = desk();
  queue.give(ack());
  pass(PATIENCE_MS);
  queue.give(ack());
  await fail(0);
  equal(state("alarm:A"), "sending");
  await answer(1, done());
  equal(state("alarm:A"), "accepted");
});

test("a server that cannot decide keeps the key: pressing again does nothing twice", async () => {
  const { queue, posted, answer } = desk();
  queue.give(ack());
  await answer(0, { status: 503, body: { detail: "The journal is away.", mend: "Wait." } });
  const { state, text } = queue.answers()["alarm:A"];
  equal([state, text], ["unanswered", "The journal is away."]);
  queue.give(ack());
  await answer(1, { status: 502, body: null });
  equal(queue.answers()["alarm:A"].text, "command.no_answer");
  queue.give(ack());
  equal(posted.map((/** @type {Answered} */ one) => one.idempotency_key), ["k1", "k1", "k1"]);
});

test("a phone keeps what no answer came to over a reload, key and drill and all", async () => {
  const before = desk({ phone: true, drill: "DRL-1" });
  before.queue.give(ack());
  before.pass(PATIENCE_MS);
  const after = desk({ phone: true, kept: before.memory.text });
  equal(after.state("alarm:A"), "unanswered");
  after.queue.again("alarm:A");
  const [{ idempotency_key, drill }] = after.posted;
  equal([idempotency_key, drill], ["k1", "DRL-1"]);
  await after.answer(0, done());
  equal(after.memory.text, "[]");
});

test("a desk, which several people use, keeps nothing", () => {
  const { queue, pass, memory } = desk();
  queue.give(ack());
  pass(PATIENCE_MS);
  equal(memory.text, null);
});

test("a command is given in the drill that is shown, and stays in it when it goes again", () => {
  const { queue, posted, pass, world } = desk({ drill: "DRL-1" });
  queue.give(ack());
  pass(PATIENCE_MS);
  world.drill = "";
  queue.again("alarm:A");
  pass(PATIENCE_MS);
  equal(posted.map((/** @type {Answered} */ one) => one.drill), ["DRL-1", "DRL-1"]);
  queue.give({ ...ack(), at: "alarm:B", data: { alarm: "B" } });
  pass(PATIENCE_MS);
  equal(posted[2].drill, undefined);
});

test("whoever shows answers hears of each change", async () => {
  const { queue, answer } = desk();
  let told = 0;
  const seen = queue.answers();
  const leave = queue.subscribe(() => (told += 1));
  queue.give(ack());
  await answer(0, done());
  ok(told >= 2 && queue.answers() !== seen);
  leave();
  told = 0;
  queue.give(ack());
  equal(told, 0);
});

Deno.test("what one could not send is no word of who signs in after them", () => {
  /** @type {Map<string, string>} */
  const tab = new Map();
  const kept = {
    get: (/** @type {string} */ name) => tab.get(name) ?? null,
    set: (/** @type {string} */ name, /** @type {string} */ text) => void tab.set(name, text),
  };
  const [li, wang] = ["li", "wang"].map((person) =>
    memoryOf(kept, { account: "phone", role: "responder", person })
  );
  /** @type {object[]} */
  const posted = [];
  const phone = (/** @type {ReturnType<typeof memoryOf>} */ memory) =>
    makeQueue({
      post: (command) => (posted.push(command), Promise.reject(new TypeError("no network"))),
      later: () => () => {},
      memory,
      drillOf: () => undefined,
      newKey: () => "k",
      empty: () => {},
    });
  li.set(JSON.stringify([{ kind: "alarm.ack", data: {}, at: "alarm:A", key: "k" }]));
  equal(phone(wang).answers(), {});
  const own = phone(li);
  equal(own.answers(), { "alarm:A": { state: "unanswered" } });
  own.again("alarm:A");
  equal(posted.length, 1);
});
