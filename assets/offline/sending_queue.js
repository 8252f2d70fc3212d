/* The order in which a phone sends what was done without a line. An item is kept in the browser's database before the hand
   hears that it is kept; it is sent under one key until the server has decided, so that a lost answer does nothing twice. */

/** What was done: a command, after the uploads that its data names by `upload:ID`. `seq` counts the items of this device;
 * `about` names the thing they change, so that what follows a refused item waits for it; `M/p` is a part of `M`: it
 * waits for `M`, and `M` for it, but another part of `M` does not. `made_at` is server time. `place` is
 * where on a page the hand was, `drill` in which exercise it was said.
 * @typedef {"waiting" | "sent" | "refused"} KeptState
 * @typedef {{ id: string, type: string, about: object, sha256?: string }} KeptUpload
 * @typedef {{ text: string, mend?: string, conflicts?: string[] }} KeptAnswer
 * @typedef {{ id: string, seq: number, device: string, owner: string, kind: string, data: Record<string, unknown>,
 *   title: string, about: string, made_at: number, base?: number | null, place?: string, drill?: string, uploads: KeptUpload[], state: KeptState,
 *   round: number, tried_at?: number, tries?: number, decided_at?: number, answer?: KeptAnswer }} KeptItem */

/** What became of one attempt. `undecided`: the server answered and decided nothing; `away`: no answer came.
 * @typedef {{ is: "sent" | "refused", answer: KeptAnswer } | { is: "undecided" | "away" | "signed_out" }} Outcome */

/** `items` is the database: `all` gives what is kept, in the order of `seq`. `send` posts a command, `bring` an upload and
 * gives its SHA-256. `later` runs something after so many ms and returns what stops it.
 * @typedef {{
 *   items: { all: () => Promise<KeptItem[]>, put: (item: KeptItem) => Promise<void>, drop: (item: KeptItem) => Promise<void> },
 *   send: (item: KeptItem, data: object, key: string) => Promise<Outcome>,
 *   bring: (upload: KeptUpload) => Promise<Outcome & { sha256?: string }>,
 *   alone: (run: () => Promise<void>) => Promise<void>,
 *   later: (ms: number, run: () => void) => () => void,
 *   now: () => number,
 *   words: { perhaps: () => KeptAnswer },
 *   owner: string,
 * }} SendingWorld */

const AGAIN_MS = [1000, 2000, 5000, 10000, 30000];
const UNDECIDED_MOST = 5; /* then others go first */
const SHOWN_MS = 24 * 3600000; /* so long a sent item is still shown */
export const KEY_MS = 6 * 24 *
  3600000; /* the server keeps a key for seven days at least by its setting's default */

/** @type {(world: SendingWorld) => ReturnType<typeof queueOver>} */
export const makeSendingQueue = (world) => queueOver(world);

/** @param {SendingWorld} world */
function queueOver({ items, send, bring, alone, later, now, words, owner }) {
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

  /** @type {(item: KeptItem) => Promise<KeptItem>} */
  async function keep(item) {
    await items.put(item);
    kept = kept.some((one) => one.id === item.id)
      ? kept.map((one) => (one.id === item.id ? item : one))
      : kept.concat([item]);
    tell();
    return item;
  }

  async function recall() {
    kept = (await items.all()).sort((a, b) => a.seq - b.seq);
    for (
      const old of kept.filter((one) =>
        one.state === "sent" && now() - (one.decided_at || 0) > SHOWN_MS
      )
    ) {
      await items.drop(old);
      kept = kept.filter((one) => one.id !== old.id);
    }
    tell();
  }

  const mine = () => kept.filter((one) => one.owner === owner);

  /* Items that wait, without those behind a refused one of the same thing; what the server could not decide often goes last. */
  function next() {
    const before = things(
      mine().filter((one) => one.state === "refused").map((one) => one.about),
    );
    const free = [];
    for (const one of mine().filter((item) => item.state === "waiting")) {
      const held = before.has(one.about);
      before.add(one.about);
      if (!held) free.push(one);
    }
    return free.find((one) => (one.tries || 0) < UNDECIDED_MOST) || free[0];
  }

  /** @type {(item: KeptItem) => Promise<Outcome>} */
  async function carry(item) {
    let current = item;
    for (const upload of item.uploads.filter((one) => !one.sha256)) {
      const told = await bring(upload);
      if (told.is !== "sent") return told;
      const uploads = current.uploads.map((one) =>
        one.id === upload.id ? Object.assign({}, one, { sha256: told.sha256 }) : one
      );
      current = await keep(Object.assign({}, current, { uploads }));
    }
    const tried = await keep(Object.assign({}, current, { tried_at: current.tried_at || now() }));
    return send(tried, withHashes(tried), `${tried.id}.${tried.round}`);
  }

  /** Sends one item; answers whether the next may go.
   * @type {(item: KeptItem) => Promise<boolean>} */
  async function one(item) {
    if (item.tried_at && now() - item.tried_at > KEY_MS) {
      await keep(
        Object.assign({}, item, { state: "refused", decided_at: now(), answer: words.perhaps() }),
      );
      return true;
    }
    const told = await carry(item);
    const latest = kept.find((other) => other.id === item.id) || item;
    if (told.is === "sent" || told.is === "refused") {
      failures = 0;
      const decided = { decided_at: now(), answer: told.answer, tries: 0 };
      await keep({ ...latest, ...decided, state: told.is });
      return true;
    }
    if (told.is === "undecided") await keep({ ...latest, tries: (latest.tries || 0) + 1 });
    line = told.is === "signed_out" ? "signed_out" : "away";
    return false;
  }

  async function run() {
    do {
      asked = false;
      await alone(async () => {
        await recall(); /* another tab may have sent them */
        line = "sending";
        for (let item = next(); item; item = next()) {
          tell();
          if (!(await one(item))) break;
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
