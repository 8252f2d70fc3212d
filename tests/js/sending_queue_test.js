/* What a phone keeps without a line: sent in order, once, whatever is cut; a refused item loses nothing. The server and the
   line are the test's own; time is turned by it. */

import {
  CALL_AGAIN_MS,
  CALL_BARRED_MS,
  callStands,
  KEY_MS,
  makeSendingQueue,
  withHashes,
} from "../../assets/offline/sending_queue.js";
import { equal, ok, test } from "./testing.js";

/* A server that does each key once and remembers its answer, and a browser's database that outlives the page.
   `cut` says before each request whether it is lost on the way there ("there"), its answer is lost ("back"), or neither. */
function plant() {
  /** @type {Record<string, any>} */
  const kept = {};
  /** @type {any[]} */
  const done = [];
  /** @type {Record<string, any>} */
  const answers = {};
  /** @type {any} */
  const world = {
    cut: () => "",
    decide: () => null,
    now: 1000,
    timers: [],
    waits: [],
    call: () => Promise.resolve({ is: "away" }),
    requests: [],
    done,
    kept,
    answers,
  };

  world.page = (owner = "wu") =>
    makeSendingQueue({
      items: {
        all: () => Promise.resolve(Object.values(kept).map((one) => one && ({ ...one }))),
        put: (items) =>
          world.full
            ? Promise.reject(new Error("the disk is full"))
            : Promise.resolve(items.forEach((item) => kept[item.id] = { ...item })),
        drop: (item) => Promise.resolve(void (delete kept[item.id])),
      },
      send: (sent) => {
        if (world.busy) return new Promise(() => {});
        const cut = world.cut();
        world.requests.push(sent.length);
        if (cut === "there") return Promise.resolve([{ is: "away" }]);
        const outcomes = [];
        for (const { item, data, key } of sent) {
          const undecided = world.decide(item, key);
          if (undecided && undecided.is !== "refused") {
            outcomes.push(undecided);
            break;
          }
          if (!(key in answers)) {
            answers[key] = undecided || { is: "sent", answer: { text: "recorded" } };
            if (!undecided) done.push({ id: item.id, seq: item.seq, data });
          }
          outcomes.push(answers[key]);
          if (cut === "between" && outcomes.length * 2 > sent.length) {
            return Promise.resolve([{ is: "away" }]); /* the server died in the middle of them */
          }
        }
        return Promise.resolve(cut === "back" ? [{ is: "away" }] : outcomes);
      },
      call: (item) => world.call(item),
      bring: (upload) =>
        Promise.resolve(
          world.cut()
            ? { is: "away" }
            : world.link
            ? world.link(upload)
            : { is: "sent", answer: { text: "" }, sha256: `hash of ${upload.id}` },
        ),
      alone: (run) => run(),
      later: (ms, run) => {
        world.timers.push(run);
        world.waits.push(ms);
        return () => world.timers.splice(world.timers.indexOf(run), 1);
      },
      now: () => world.now,
      words: { perhaps: () => ({ text: "perhaps" }) },
      owner,
    });
  return world;
}

/** @type {(n: number, more?: object) => any} */
const item = (n, more = {}) => ({
  id: `i${n}`,
  device: "phone",
  kind: "report.receive",
  data: { text: `no. ${n}` },
  title: `no. ${n}`,
  about: `thing ${n}`,
  made_at: n,
  uploads: [],
  ...more,
});

/* A generator of chance with a seed, so that a failure can be seen again. */
/** @type {(seed: number) => () => number} */
const chance = (seed) => () => {
  seed = (seed * 1664525 + 1013904223) % 4294967296;
  return seed / 4294967296;
};

test("what is done without a line is sent in its order when there is one", async () => {
  const world = plant();
  world.cut = () => "there";
  const page = world.page();
  for (let n = 1; n <= 500; n++) await page.add(item(n), n);
  await page.flush();
  equal(world.done, []);
  equal(page.mine().filter((/** @type {any} */ one) => one.state === "waiting").length, 500);
  world.cut = () => "";
  await page.flush();
  equal(
    world.done.map((/** @type {any} */ one) => one.seq),
    Array.from({ length: 500 }, (_, n) => n + 1),
  );
  ok(page.mine().every((/** @type {any} */ one) => one.state === "sent"));
});

test("what does not wait for each other goes in one request, and words before what has a picture", async () => {
  const world = plant();
  world.cut = () => "there";
  const page = world.page();
  const photo = [{ id: "u", type: "image/jpeg", about: {} }];
  const abouts = ["round/p1", "round/p2", "round/p3", "round/p1", "other", "round", "more", "last"];
  for (const [n, about] of abouts.entries()) {
    await page.add(item(n + 1, { about, uploads: n === 6 ? photo : [] }), n + 1);
  }
  await page.flush();
  [world.cut, world.requests] = [() => "", []];
  await page.flush();
  equal(world.requests, [3, 2, 2, 1]);
  equal(world.done.map((/** @type {any} */ one) => one.seq), [1, 2, 3, 4, 5, 6, 8, 7]);
});

test("of several in a request, one that was refused holds what follows it and nothing else", async () => {
  const world = plant();
  world.cut = () => "there";
  world.decide = (/** @type {any} */ one) =>
    one.id === "i2" && one.round === 1 ? { is: "refused", answer: { text: "No." } } : null;
  const page = world.page();
  const abouts = ["a", "b", "c", "b", "d"];
  for (const [n, about] of abouts.entries()) await page.add(item(n + 1, { about }), n + 1);
  await page.flush();
  [world.cut, world.requests] = [() => "", []];
  await page.flush();
  const states = () => page.mine().map((/** @type {any} */ one) => one.state);
  equal(states(), ["sent", "refused", "sent", "waiting", "sent"]);
  await page.again("i2");
  await page.flush();
  await page.flush();
  equal(world.done.map((/** @type {any} */ one) => one.seq), [1, 3, 5, 2, 4]);
});

test("a picture that takes minutes holds up the words of its own thing only, and goes on", async () => {
  const world = plant();
  const page = world.page();
  const photo = (/** @type {string} */ id) => [{ id, type: "image/jpeg", about: {} }];
  const ids = () => world.done.map((/** @type {any} */ one) => one.id);
  /** @type {string[]} */
  const brought = [];
  let arrived = (/** @type {any} */ _) => {};
  world.link = (/** @type {any} */ { id }) => (brought.push(id), new Promise((r) => arrived = r));
  await page.add(item(1, { uploads: photo("a"), data: { seen: "upload:a" } }), 1);
  await settled();
  await page.add(item(2), 2);
  await page.add(item(3, { about: "thing 1" }), 3);
  await page.add(item(4, { uploads: photo("b"), data: { seen: "upload:b" } }), 4);
  await settled();
  equal([ids(), brought, page.shown().line], [["i2"], ["a"], "sending"]);
  arrived({ is: "sent", answer: { text: "" }, sha256: "hash of a" });
  await settled();
  equal([ids(), brought], [["i2", "i1", "i3"], ["a", "b"]]);
  await page.add(item(5), 5);
  await settled();
  equal(ids(), ["i2", "i1", "i3", "i5"]);
  arrived({ is: "away" });
  await settled();
  equal([page.shown().line, page.mine()[3].state], ["away", "waiting"]);
});

test("a line that is lost while a picture is on its way is tried again before the picture is there", async () => {
  const world = plant();
  const page = world.page();
  let arrived = (/** @type {any} */ _) => {};
  world.link = () => new Promise((r) => arrived = r);
  const uploads = [{ id: "a", type: "image/jpeg", about: {} }];
  await page.add(item(1, { uploads, data: { seen: "upload:a" } }), 1);
  await settled();
  world.cut = () => "there";
  await page.add(item(2), 2);
  await settled();
  equal([page.shown().line, world.timers.length], ["away", 1]);
  world.cut = () => "";
  world.timers.splice(0).forEach((/** @type {() => void} */ run) => run());
  await settled();
  equal(world.done.map((/** @type {any} */ one) => one.id), ["i2"]);
  arrived({ is: "sent", answer: { text: "" }, sha256: "hash of a" });
  await settled();
  equal(world.done.map((/** @type {any} */ one) => one.id), ["i2", "i1"]);
});

/* So many seeds of chance: a few each time, 1,000 where the run is thorough. */
const CUTS = Number(Deno.env.get("CUTS") || 40);

test("random cuts and killed pages lose nothing and double nothing", async () => {
  for (let seed = 1; seed <= CUTS; seed++) {
    const world = plant();
    const dice = chance(seed);
    world.cut =
      () => (dice() < 0.2 ? "there" : dice() < 0.2 ? "back" : dice() < 0.2 ? "between" : "");
    let page = world.page();
    let n = 0;
    /** @type {string[]} */
    const abouts = [];
    for (let step = 0; step < 60; step++) {
      const about = `thing ${Math.floor(dice() * 5)}`;
      const uploads = dice() < 0.3 ? [{ id: `u${step}`, type: "image/jpeg", about: {} }] : [];
      if (n < 30) {
        abouts.push(about);
        await page.add(
          item(n += 1, {
            about,
            uploads,
            data: { seen: uploads.map((one) => `upload:${one.id}`) },
          }),
          n,
        );
      }
      if (dice() < 0.3) page = world.page(); /* killed and opened anew: only the database is left */
      if (dice() < 0.5) await page.flush();
    }
    world.cut = () => "";
    page = world.page();
    await page.flush();
    await page.flush();
    const seqs = world.done.map((/** @type {any} */ one) => one.seq);
    equal(
      [...seqs].sort((a, b) => a - b),
      Array.from({ length: 30 }, (_, k) => k + 1),
      `seed ${seed}`,
    );
    for (const thing of new Set(abouts)) {
      const own = seqs.filter((/** @type {number} */ seq) => abouts[seq - 1] === thing);
      equal(own, [...own].sort((a, b) => a - b), `seed ${seed}: the order of ${thing}`);
    }
    ok(
      world.done.every((/** @type {any} */ one) =>
        one.data.seen.every((/** @type {string} */ told) => told.startsWith("hash of "))
      ),
    );
  }
});

test("a refused item keeps its words and its reason, and only what follows it in the same thing waits", async () => {
  const world = plant();
  world.decide = (/** @type {any} */ one) =>
    one.id === "i1" && one.round === 1
      ? { is: "refused", answer: { text: "Not yours.", mend: "Ask." } }
      : null;
  const page = world.page();
  await page.add(item(1, { about: "hazard" }), 1);
  await page.add(item(2, { about: "hazard" }), 2);
  await page.add(item(3), 3);
  await page.flush();
  await page.flush();
  equal(page.mine().map((/** @type {any} */ one) => one.state), ["refused", "waiting", "sent"]);
  equal(page.mine()[0].answer, { text: "Not yours.", mend: "Ask." });
  equal(page.mine()[0].data, { text: "no. 1" });
  await page.again("i1");
  await page.flush();
  equal(page.mine().map((/** @type {any} */ one) => one.state), ["sent", "sent", "sent"]);
  equal(world.done.map((/** @type {any} */ one) => one.id), ["i3", "i1", "i2"]);
});

test("an item is put away by a person only, and never while it waits", async () => {
  const world = plant();
  world.cut = () => "there";
  const page = world.page();
  await page.add(item(1), 1);
  await page.discard("i1");
  equal(Object.keys(world.kept), ["i1"]);
});

test("another person's items wait for that person", async () => {
  const world = plant();
  world.cut = () => "there";
  const wu = world.page("wu");
  await wu.add(item(1), 1);
  await wu.flush();
  world.cut = () => "";
  const zou = world.page("zou");
  await zou.recall();
  await zou.flush();
  equal(world.done, []);
  equal([zou.mine().length, zou.others()], [0, 1]);
  await world.page("wu").flush();
  equal(world.done.length, 1);
});

test("a session that is over refuses nothing", async () => {
  const world = plant();
  world.decide = () => ({ is: "signed_out" });
  const page = world.page();
  await page.add(item(1), 1);
  await page.flush();
  equal([page.shown().line, page.mine()[0].state], ["signed_out", "waiting"]);
});

test("what the server cannot decide does not hold up other things for ever", async () => {
  const world = plant();
  world.decide = (/** @type {any} */ one) => one.id === "i1" ? { is: "undecided" } : null;
  const page = world.page();
  await page.add(item(1), 1);
  await page.add(item(2), 2);
  for (let n = 0; n < 7; n++) await page.flush();
  equal(page.mine().map((/** @type {any} */ one) => one.state), ["waiting", "sent"]);
});

test("what may have arrived long ago is not sent blindly", async () => {
  const world = plant();
  world.cut = () => "back";
  const page = world.page();
  await page.add(item(1), 1);
  await page.flush();
  world.cut = () => "";
  world.answers = {};
  world.now += KEY_MS + 1;
  await page.flush();
  equal([page.mine()[0].state, page.mine()[0].answer], ["refused", { text: "perhaps" }]);
  equal(world.done.length, 1);
});

test("hashes take the places that name what was brought", () => {
  const uploads = [{ id: "a", type: "image/jpeg", about: {}, sha256: "ff" }];
  equal(withHashes(item(1, { uploads, data: { values: { seen: ["upload:a"], found: "rust" } } })), {
    values: { seen: ["ff"], found: "rust" },
  });
});

test("a refused point of a round holds the round's end and not its other points", async () => {
  const world = plant();
  world.decide = (/** @type {any} */ one) =>
    one.id === "i2" && one.round === 1 ? { is: "refused", answer: { text: "No." } } : null;
  const page = world.page();
  await page.add(item(1, { about: "round" }), 1);
  await page.add(item(2, { about: "round/p1" }), 2);
  await page.add(item(3, { about: "round/p2" }), 3);
  await page.add(item(4, { about: "round" }), 4);
  await page.add(item(5, { about: "round2/p1" }), 5);
  await page.flush();
  await page.flush();
  const states = () => page.mine().map((/** @type {any} */ one) => one.state);
  equal(states(), ["sent", "refused", "sent", "waiting", "sent"]);
  await page.again("i2");
  await page.flush();
  await page.flush();
  equal(states(), ["sent", "sent", "sent", "sent", "sent"]);
});

/** @type {(more?: object) => any} */
const help = (more = {}) =>
  item(1, {
    id: "sos",
    seq: 7,
    kind: "person.sos",
    owner: "wu",
    data: { at: 900 },
    made_at: 900,
    ...more,
  });
/* Everything that was answered is written down. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const taken = () => ({ is: "sent", answer: { text: "recorded" } });

test("a call for help goes at once beside a picture that takes minutes, and counts for nothing else's turn", async () => {
  const world = plant();
  const page = world.page();
  await page.recall();
  world.busy = true;
  page.add(item(1), 1);
  await settled();
  /** @type {any[]} */
  const called = [];
  world.call = (/** @type {any} */ one) => (called.push(one), Promise.resolve(taken()));
  await page.addCall(help());
  equal(called.map(({ id, data, round }) => [id, data, round]), [["sos", { at: 900 }, 1]]);
  await settled();
  equal(page.calls()[0].state, "sent");
});

test("a call for help that found no line goes again every two seconds, under its key, until it is taken", async () => {
  const world = plant();
  /** @type {any[]} */
  const called = [];
  world.call = (/** @type {any} */ one) => {
    called.push(`${one.id}.${one.round} ${one.data.at}`);
    return Promise.resolve(
      called.length < 3 ? { is: called.length < 2 ? "away" : "undecided" } : taken(),
    );
  };
  const page = world.page();
  await page.addCall(help());
  for (let n = 0; n < 5; n++) {
    await settled();
    world.timers.splice(0).forEach((/** @type {() => void} */ run) => run());
  }
  equal(called, ["sos.1 900", "sos.1 900", "sos.1 900"]);
  equal(world.waits, [CALL_AGAIN_MS, CALL_AGAIN_MS]);
  equal(world.kept.sos.state, "sent");
});

test("a call for help is under way where the browser cannot keep it, and a refused one stays to be seen", async () => {
  const world = plant();
  let outcome = /** @type {any} */ ({ is: "away" });
  let calls = 0;
  world.call = () => (calls += 1, Promise.resolve(outcome));
  world.full = true;
  const page = world.page();
  await page.addCall(help());
  await settled();
  await page.recall(); /* the database has nothing of it */
  await settled();
  equal([calls, page.calls()[0].state], [2, "waiting"]);
  outcome = { is: "refused", answer: { text: "no person" } };
  world.timers.splice(0).forEach((/** @type {() => void} */ run) => run());
  await settled();
  equal([page.calls()[0].state, page.calls()[0].answer.text], ["refused", "no person"]);
});

test("a call for help of a session that is over says so, outlives the page and goes on, whoever uses the phone then", async () => {
  const world = plant();
  world.call = () => Promise.resolve({ is: "signed_out" });
  const before = world.page();
  await before.addCall(help());
  await settled();
  equal([before.calls()[0].barred, world.waits.pop()], [true, CALL_BARRED_MS]);
  /** @type {string[]} */
  const owners = [];
  world.call = (/** @type {any} */ one) => (owners.push(one.owner), Promise.resolve(taken()));
  const after = world.page("li");
  await after.recall();
  await settled();
  equal(owners, ["wu"]);
  equal([world.kept.sos.state, world.kept.sos.barred, after.mine()], ["sent", false, []]);
});

test("a call for help is told as not sent at once where there is no line, and not only after a try", () => {
  const call = (/** @type {object} */ more) => help({ state: "waiting", ...more });
  equal(callStands(undefined, true), "none");
  equal(callStands(call({}), false), "sending");
  equal(callStands(call({}), true), "unsent");
  equal(callStands(call({ tried_at: 901 }), false), "unsent");
  equal(callStands(call({ state: "sent" }), true), "none");
  equal(callStands(call({ state: "refused" }), true), "refused");
});

test("what somebody has altered in the phone's store stops nothing else, and is not taken away", async () => {
  const world = plant();
  const before = world.page();
  world.cut = () => "there";
  await before.add(item(1), 1);
  await before.add(item(2), 2);
  await before.flush();
  const whole = { ...world.kept.i1 };
  const alterations = [
    { uploads: undefined },
    { uploads: [null] },
    { state: "done" },
    { owner: 7 },
    { about: null },
    { data: "x" },
    { seq: NaN },
    { round: "1" },
    { kind: {} },
  ];
  for (const altered of alterations) {
    world.kept.i1 = { ...whole, ...altered };
    world.kept.odd = null;
    const page = world.page();
    world.cut = () => "";
    await page.recall();
    await page.flush();
    equal(world.done.map((/** @type {any} */ one) => one.id), ["i2"]);
    ok("i1" in world.kept);
  }
  world.kept.i1 = whole;
  await world.page().flush();
  equal(world.done.map((/** @type {any} */ one) => one.id), ["i2", "i1"]);
});
