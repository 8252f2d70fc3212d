/* The queue of what was done offline. An item is stored in the browser's database before the user
   is told so; it is sent under one key until the server has decided, so that a lost answer never
   executes it twice. */

/** What was done: a command, after the uploads that its data names by `upload:ID`. `seq` counts the items of this device;
 * `about` names the thing they change, so that what follows a refused item waits for it; `M/p` is a part of `M`: it
 * waits for `M`, and `M` for it, but another part of `M` does not. `made_at` is server time. `place` is
 * where on a page the hand was, `drill` in which exercise it was said.
 * @typedef {"waiting" | "sent" | "refused"} KeptState
 * @typedef {{ id: string, type: string, about: object, sha256?: string }} KeptUpload
 * @typedef {{ text: string, mend?: string, conflicts?: string[] }} KeptAnswer
 * @typedef {{ id: string, seq: number, device: string, owner: string, kind: string, data: Record<string, unknown>,
 *   title: string, about: string, made_at: number, base?: number | null, place?: string, drill?: string, uploads: KeptUpload[], state: KeptState,
 *   round: number, tried_at?: number, tries?: number, decided_at?: number, answer?: KeptAnswer, barred?: boolean }} KeptItem */

/** What became of one attempt. `undecided`: the server answered and decided nothing; `away`: no answer came.
 * @typedef {{ is: "sent" | "refused", answer: KeptAnswer } | { is: "undecided" | "away" | "signed_out" }} Outcome */

/** One command as it goes: `data` with the hashes of what was brought.
 * @typedef {{ item: KeptItem, data: object, key: string }} Sent */

/** `items` is the database: `all` gives what is kept, in the order of `seq`. `send` posts commands, which are done one
 * after the other, and gives what became of the first of them, or of more. `bring` brings an upload and gives its
 * SHA-256. `call` posts a call for help in its owner's name. `later` runs something after so many ms and returns what stops it.
 * @typedef {{
 *   items: { all: () => Promise<KeptItem[]>, put: (items: KeptItem[]) => Promise<void>, drop: (item: KeptItem) => Promise<void> },
 *   send: (sent: Sent[]) => Promise<Outcome[]>,
 *   call: (item: KeptItem) => Promise<Outcome>,
 *   bring: (upload: KeptUpload) => Promise<Outcome & { sha256?: string }>,
 *   alone: (run: () => Promise<void>) => Promise<void>,
 *   later: (ms: number, run: () => void) => () => void,
 *   now: () => number,
 *   words: { perhaps: () => KeptAnswer },
 *   owner: string,
 * }} SendingWorld */

const CALL = "person.sos";
export const CALL_AGAIN_MS = 2000;
export const CALL_BARRED_MS =
  10000; /* the session is over, and this device is known for no account of theirs */
const AGAIN_MS = [1000, 2000, 5000, 10000, 30000];
const UNDECIDED_MOST = 5; /* then others go first */
const TOGETHER = 25; /* commands of one request: the server takes 50 */
const SHOWN_MS = 24 * 3600000; /* so long a sent item is still shown */
export const KEY_MS = 6 * 24 *
  3600000; /* the server keeps a key for seven days at least by its setting's default */

/** How a call for help stands: "sending" is only said while a line may be there, so that nobody waits for what cannot go.
 * `lost`: this page knows that it has no line.
 * @type {(call: KeptItem | undefined, lost: boolean) => "none" | "sending" | "unsent" | "refused"} */
export const callStands = (call, lost) => {
  if (call?.state === "refused") return "refused";
  if (call?.state !== "waiting") return "none";
  return lost || call.tried_at ? "unsent" : "sending";
};

/** @type {(world: SendingWorld) => ReturnType<typeof queueOver>} */
export const makeSendingQueue = (world) => queueOver(world);

/** @param {SendingWorld} world */
function queueOver({ items, send, call, bring, alone, later, now, words, owner }) {
  /** @type {KeptItem[]} */
  let kept = [];
  /** @type {"idle" | "sending" | "away" | "signed_out"} */
  let line = "idle";
  /** @type {Promise<void> | null} */
  let running = null;
  let failures = 0;
  let asked = false;
  /** @type {(() => void) | null} */
  let stop = null;
  /** @type {Set<() => void>} */
  const readers = new Set();
  /** @type {{ line: "idle" | "sending" | "away" | "signed_out", items: KeptItem[] }} */
  let shown = { line, items: kept };

  function tell() {
    shown = { line, items: kept };
    readers.forEach((reader) => reader());
  }

  /** @type {(changed: KeptItem[]) => Promise<KeptItem[]>} */
  async function keepAll(changed) {
    await items.put(changed);
    return hold(changed);
  }

  /** @type {(changed: KeptItem[]) => KeptItem[]} */
  function hold(changed) {
    const left = new Map(changed.map((one) => [one.id, one]));
    kept = kept.map((one) => {
      const now = left.get(one.id) || one;
      left.delete(one.id);
      return now;
    }).concat([...left.values()]);
    tell();
    return changed;
  }

  /** @type {(item: KeptItem) => Promise<KeptItem>} */
  const keep = async (item) => (await keepAll([item]))[0];

  async function recall() {
    const found = (await items.all()).filter(isItem);
    const stored = new Set(found.map((one) => one.id));
    /* A call for help that the browser could not keep yet is kept here. */
    const only = kept.filter((one) => one.kind === CALL && !stored.has(one.id));
    kept = found.concat(only).sort((a, b) => a.seq - b.seq);
    for (
      const old of kept.filter((one) =>
        one.state === "sent" && now() - (one.decided_at || 0) > SHOWN_MS
      )
    ) {
      await items.drop(old);
      kept = kept.filter((one) => one.id !== old.id);
    }
    tell();
    kept.filter(isCalling).forEach((one) => callOut(one.id));
  }

  /* A call for help waits for nothing: not for its turn, not for a picture that is being sent, not for another tab. It goes
     at once and again every two seconds, under its key, until the server has decided; whoever uses the phone now. */
  /** @type {Map<string, () => void>} */
  const callsAgain = new Map();
  const underWay = new Set();
  /** @type {(item: KeptItem) => boolean} */
  const isCalling = (item) => item.kind === CALL && item.state === "waiting";
  /** @type {(id: string) => Promise<void>} */
  async function callOut(id) {
    const item = kept.find((one) => one.id === id && isCalling(one));
    if (!item || underWay.has(id)) return;
    const waits = callsAgain.get(id);
    if (waits) waits();
    callsAgain.delete(id);
    underWay.add(id);
    const told = await call(item).catch(() => /** @type {Outcome} */ ({ is: "away" }));
    underWay.delete(id);
    const barred = told.is === "signed_out";
    const [left] = told.is === "sent" || told.is === "refused"
      ? hold([{ ...item, state: told.is, decided_at: now(), answer: told.answer, barred }])
      : hold([{ ...item, tried_at: item.tried_at || now(), barred }]);
    if (isCalling(left)) {
      const ms = barred ? CALL_BARRED_MS : CALL_AGAIN_MS;
      callsAgain.set(id, later(ms, () => callOut(id)));
    }
    await items.put([left]).catch(() => null);
  }

  const mine = () => kept.filter((one) => one.owner === owner);

  /* Items that wait, without those behind a refused one of the same thing. */
  function open() {
    const held = things(
      mine().filter((one) => one.state === "refused").map((one) => one.about),
    );
    return mine().filter((one) => one.state === "waiting" && one.kind !== CALL).filter((one) => {
      if (!held.has(one.about)) return true;
      held.add(one.about);
      return false;
    });
  }

  /** @type {(item: KeptItem) => boolean} */
  const tooOld = (item) => Boolean(item.tried_at && now() - item.tried_at > KEY_MS);
  /** @type {(item: KeptItem) => boolean} */
  const broughtAll = (item) => item.uploads.every((one) => one.sha256);

  /* What goes next: words before pictures, so that the picture of one thing holds up the words of no other. Words go one
     by one, or several in their order of which none waits for another, so that a refusal of one holds the same items as
     if each had gone alone. What the server could not decide often goes last. */
  function next() {
    const before = things([]);
    const waiting = open();
    const free = waiting.filter((one) => {
      const held = before.has(one.about);
      before.add(one.about);
      return !held;
    });
    const early = free.filter((one) => (one.tries || 0) < UNDECIDED_MOST);
    const first = early.find(broughtAll) || early[0] || free[0];
    return first && together(first, waiting);
  }

  /* The first with those that go in one request with it. */
  /** @type {(first: KeptItem, waiting: KeptItem[]) => KeptItem[]} */
  function together(first, waiting) {
    /** @type {(item: KeptItem) => boolean} */
    const goesAlone = (item) => Boolean(item.tries) || tooOld(item);
    if (goesAlone(first) || !broughtAll(first)) return [first];
    const rank = waiting.indexOf(first);
    const held = things(waiting.slice(0, rank).map((one) => one.about));
    const [given, taken] = [[first], things([first.about])];
    for (const one of waiting.slice(rank + 1)) {
      if (given.length === TOGETHER || taken.has(one.about) || goesAlone(one)) break;
      if (held.has(one.about) || !broughtAll(one)) held.add(one.about); /* behind a picture */
      else {
        given.push(one);
        taken.add(one.about);
      }
    }
    return given;
  }

  /* The picture that is on its way: one at a time, and the words that come meanwhile go beside it. */
  /** @type {Promise<void> | null} */
  let bringing = null;
  let awake = () => {};
  /** @type {(item: KeptItem) => Promise<void>} */
  async function bringOne(item) {
    const upload = item.uploads.find((one) => !one.sha256);
    if (!upload) return;
    const told = await bring(upload);
    if (told.is !== "sent") return void (await settle([item], [told]));
    const latest = kept.find((one) => one.id === item.id) || item;
    const uploads = latest.uploads.map((one) =>
      one.id === upload.id ? Object.assign({}, one, { sha256: told.sha256 }) : one
    );
    await keep(Object.assign({}, latest, { uploads }));
  }

  /** Brings a picture of the item, or goes on with that which is under way, until it is there or something was added.
   * @type {(item: KeptItem) => Promise<void>} */
  async function besideWords(item) {
    bringing ||= bringOne(item).catch(() => {
      line = "away"; /* the browser's own database failed */
    }).finally(() => {
      bringing = null;
      if (!running) flush();
    });
    await Promise.race([bringing, new Promise((added) => awake = () => added(null))]);
  }

  /** Sends items; answers whether the next may go.
   * @type {(given: KeptItem[]) => Promise<boolean>} */
  async function some(given) {
    const [first] = given;
    if (tooOld(first)) {
      await keep(
        Object.assign({}, first, { state: "refused", decided_at: now(), answer: words.perhaps() }),
      );
      return true;
    }
    if (!broughtAll(first)) {
      await besideWords(first);
      return line === "sending";
    }
    const going = given.map((one) => Object.assign({}, one, { tried_at: one.tried_at || now() }));
    const tried = await keepAll(going);
    return settle(
      tried,
      await send(
        tried.map((item) => ({ item, data: withHashes(item), key: `${item.id}.${item.round}` })),
      ),
    );
  }

  /* Writes down what became of items; those without an outcome were not tried. */
  /** @type {(given: KeptItem[], outcomes: Outcome[]) => Promise<boolean>} */
  async function settle(given, outcomes) {
    const changed = [];
    let goesOn = true;
    for (const [rank, told] of outcomes.entries()) {
      const latest = kept.find((other) => other.id === given[rank].id) || given[rank];
      if (told.is === "sent" || told.is === "refused") {
        failures = 0;
        const decided = { decided_at: now(), answer: told.answer, tries: 0 };
        changed.push({ ...latest, ...decided, state: told.is });
        continue;
      }
      if (told.is === "undecided") changed.push({ ...latest, tries: (latest.tries || 0) + 1 });
      line = told.is === "signed_out" ? "signed_out" : "away";
      goesOn = false;
      break;
    }
    if (changed.length) await keepAll(changed);
    return goesOn;
  }

  async function run() {
    do {
      asked = false;
      await alone(async () => {
        await recall(); /* another tab may have sent them */
        line = "sending";
        for (let given = next(); given; given = next()) {
          tell();
          if (!(await some(given))) break;
        }
        if (line === "sending") line = "idle";
      });
    } while (asked && line === "idle");
    tell();
    if (line === "away") {
      if (stop) stop();
      stop = later(AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)], flush);
      failures += 1;
    }
  }

  /* Sends what waits; while that goes on, what was added meanwhile goes with it. */
  function flush() {
    if (running) {
      asked = true;
      awake();
      return running;
    }
    running = run().catch(() => {
      line = "away"; /* the browser's own database failed; nothing in it was changed */
      tell();
    }).finally(() => {
      running = null;
    });
    return running;
  }

  return {
    recall,
    flush,
    /** @type {(item: Omit<KeptItem, "seq" | "owner" | "state" | "round">, seq: number) => Promise<void>} */
    add: async (item, seq) => {
      await keep({ ...item, seq, owner, state: "waiting", round: 1 });
      flush();
    },
    /* A call for help of whoever `item.owner` says: under way before the browser has kept it, and where it cannot. */
    /** @type {(item: Omit<KeptItem, "state" | "round">) => Promise<void>} */
    addCall: async (item) => {
      const [made] = hold([{ ...item, state: "waiting", round: 1 }]);
      const kept = items.put([made]).catch(() => null);
      callOut(made.id);
      await kept;
    },
    calls: () => kept.filter((one) => one.kind === CALL),
    /* A refused item goes again, perhaps mended, as another command: its key is answered for good. */
    /** @type {(id: string, data?: Record<string, unknown>) => Promise<void>} */
    again: async (id, data) => {
      const item = mine().find((other) => other.id === id && other.state === "refused");
      if (!item) return;
      const { answer: _, tried_at: __, ...rest } = item;
      await keep(
        /** @type {KeptItem} */ ({
          ...rest,
          data: data || item.data,
          state: "waiting",
          round: item.round + 1,
        }),
      );
      flush();
    },
    /* Only what the server has decided may be put away, by a person. */
    /** @type {(id: string) => Promise<void>} */
    discard: async (id) => {
      const item = mine().find((other) => other.id === id && other.state !== "waiting");
      if (!item) return;
      await items.drop(item);
      kept = kept.filter((other) => other.id !== id);
      tell();
      flush();
    },
    /* A line was lost or found: what the page itself sees of it. */
    shown: () => shown,
    mine: () => mine(),
    /** @type {() => number} */
    others: () => kept.filter((one) => one.owner !== owner && one.state === "waiting").length,
    /** @type {(reader: () => void) => () => void} */
    subscribe: (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
  };
}

const STATES = ["waiting", "sent", "refused"];
/* What another program or a hand has altered in the browser's database is left alone: it must not stop the others. */
/** @type {(found: Answered) => boolean} */
const isItem = (found) =>
  Boolean(found) &&
  [found.id, found.kind, found.owner, found.about].every((one) => typeof one === "string") &&
  [found.seq, found.round, found.made_at].every(Number.isFinite) &&
  STATES.includes(found.state) && Array.isArray(found.uploads) &&
  found.uploads.every((/** @type {Answered} */ one) =>
    Boolean(one) && typeof one.id === "string"
  ) &&
  Boolean(found.data) && typeof found.data === "object";

/* Things and parts of things: whether one is among them, in them or around them. */
/** @type {(given: string[]) => { has: (about: string) => boolean, add: (about: string) => void }} */
function things(given) {
  const [own, whole] = [new Set(), new Set()];
  /** @type {(about: string) => string} */
  const top = (about) => about.split("/")[0];
  /** @type {(about: string) => void} */
  const add = (about) => {
    own.add(about);
    whole.add(top(about));
  };
  given.forEach(add);
  return {
    add,
    has: (about) => about === top(about) ? whole.has(about) : own.has(about) || own.has(top(about)),
  };
}

/* The data of an item with the hashes of what was brought in the places that name it. */
/** @type {(item: KeptItem) => object} */
export function withHashes(item) {
  const hashes = Object.fromEntries(item.uploads.map((one) => [`upload:${one.id}`, one.sha256]));
  /** @type {(value: unknown) => unknown} */
  const filled = (value) => {
    if (typeof value === "string") return hashes[value] || value;
    if (Array.isArray(value)) return value.map(filled);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, filled(part)]));
    }
    return value;
  };
  return /** @type {object} */ (filled(item.data));
}
