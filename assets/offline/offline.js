/* Offline support of the phone: its service worker, its stored items, and when they are sent. The
   page /m uses all of it, /mine only the queue. */

import { keptItems } from "./kept_items.js";
import { loadAhead } from "./load_ahead.js";
import { makeSendingQueue, withHashes } from "./sending_queue.js";
import { kept } from "../base/browser_memory.js";
import { page, text } from "../base/context.js";
import { say, wordsAddress } from "../base/words.js";
import { isDecided, readAnswer } from "../hands/answers.js";
import { link } from "../live/live_link.js";
import { clock } from "../live/server_clock.js";

/** @import { Words } from "../types/rows.d.ts" */
/** @import { Brought } from "./picture.js" */
/** @import { KeptItem, KeptUpload, Outcome, Sent } from "./sending_queue.js" */

const GIVEN_UP_MS = 20000;
const CALL_GIVEN_UP_MS = 5000;
const HEARD_MS = 60;
const CONTENT_GIVEN_UP_MS = 120000;
const OFFSET = "phone.clock_offset";
const OWN = "cc-phone-own";
const SHELL = "cc-phone-shell";
const at = document.documentElement.dataset.page || "";
const here = ["m", "mine"].includes(at) && Boolean(page.role);

/** @type {(path: string, options: RequestInit, patience: number) => Promise<CommandResponse | null>} */
async function posted(path, options, patience) {
  try {
    const told = await fetch(path, {
      method: "POST",
      signal: AbortSignal.timeout(patience),
      ...options,
    });
    const text = await told.text();
    try {
      return { status: told.status, body: JSON.parse(text) };
    } catch (_) {
      return { status: told.status, body: null };
    }
  } catch (_) {
    return null;
  }
}

/** @type {(told: CommandResponse | null) => Outcome} */
function outcome(told) {
  if (!told) return { is: "away" };
  if (told.status === 401) return { is: "signed_out" };
  if (!isDecided(told)) return { is: "undecided" };
  const { ok, text, mend } = readAnswer(told);
  const conflicts = conflictsIn(told.body);
  return {
    is: ok ? "sent" : "refused",
    answer: { text, ...(mend ? { mend } : {}), ...(conflicts.length ? { conflicts } : {}) },
  };
}

/* The fields that somebody else had written meanwhile, as the recorded facts say. */
/** @type {(body: Answered) => string[]} */
const conflictsIn = (body) =>
  (body && body.facts || []).flatMap((/** @type {Answered} */ fact) =>
    fact.data.offline ? fact.data.offline.conflicts : []
  );

/** @type {(path: string, body: object, patience?: number) => Promise<CommandResponse | null>} */
const postedJson = (path, body, patience = GIVEN_UP_MS) =>
  posted(path, {
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }, patience);

/* Several go in one request. Where the server takes no such request, or not this one, the first goes alone. */
/** @type {(sent: Sent[]) => Promise<Outcome[]>} */
async function send(sent) {
  const commands = sent.map(({ item, data, key }) => ({
    kind: item.kind,
    data,
    idempotency_key: key,
    drill: item.drill,
  }));
  if (commands.length > 1) {
    const told = await postedJson("/api/v1/commands/several", { commands });
    const answers = told && told.status === 200 && told.body && told.body.answers;
    if (answers) return answers.map(outcome);
    if (!told || told.status === 401) return [outcome(told)];
  }
  return [outcome(await postedJson("/api/v1/commands", commands[0]))];
}

/** @type {(upload: KeptUpload) => Promise<Outcome & { sha256?: string }>} */
async function bring(upload) {
  const content = await keptItems.content(upload.id);
  if (!content) return { is: "refused", answer: { text: say("offline.content_lost") } };
  const about = encodeURIComponent(JSON.stringify(upload.about));
  const told = await posted(`/api/v1/evidence/${upload.id}?about=${about}`, {
    headers: { "Content-Type": upload.type },
    body: content,
  }, CONTENT_GIVEN_UP_MS);
  const read = outcome(told);
  return told && read.is === "sent" ? Object.assign({ sha256: told.body.sha256 }, read) : read;
}

/* One tab at a time; where the browser has no locks the keys alone keep it from doubling. */
/** @type {(run: () => Promise<void>) => Promise<void>} */
const alone = (run) => navigator.locks ? navigator.locks.request("cc-phone-sending", run) : run();

/** The server's time; where nothing was heard of it yet, by the last known difference to this phone's clock. UTC epoch ms. */
export const serverTime = () =>
  clock.known() ? clock.real() : Math.round(Date.now() + Number(kept.get(OFFSET) || 0));

const OWNER = JSON.stringify([page.account, page.role, page.person]);

/* A call for help: by the session of whoever called, else by the proof of this device, which the center gave it when they
   signed in (docs/offline.md). Both ways it has one key, so it is one call. */
/** @type {(item: KeptItem) => Promise<Outcome>} */
async function call(item) {
  const key = `${item.id}.${item.round}`;
  if (item.owner === OWNER && page.role) {
    const { kind, data } = item;
    const told = await postedJson(
      "/api/v1/commands",
      { kind, data, idempotency_key: key },
      CALL_GIVEN_UP_MS,
    );
    if (!told || told.status !== 401) return outcome(told);
  }
  const [account] = JSON.parse(item.owner);
  const asked = { account, at: item.made_at, idempotency_key: key };
  const told = await postedJson("/api/v1/session/sos", asked, CALL_GIVEN_UP_MS);
  /* Without a session no board says how a fact reads. */
  return told && told.status === 200
    ? { is: "sent", answer: { text: say("phone.sos_taken") } }
    : outcome(told);
}

const queue = makeSendingQueue({
  items: keptItems,
  send,
  call,
  bring,
  alone,
  later: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  now: serverTime,
  words: {
    perhaps: () => ({ text: say("offline.perhaps_sent"), mend: say("offline.perhaps_sent.mend") }),
  },
  owner: OWNER,
});

/* Panels hear of changes a few times a second: a shift's items go faster than a phone draws. */
/** @type {(reader: () => void) => () => void} */
const heardSoon = (reader) => {
  let timer = 0;
  return queue.subscribe(() => {
    if (timer) return;
    timer = setTimeout(() => {
      timer = 0;
      reader();
    }, HEARD_MS);
  });
};
export const offline = { ...queue, subscribe: heardSoon };

/** Sends at once what is never kept for later: a start, an approval, a signature. Resolves to the server's answer; `is`
 * is "away" where there is no line, and then nothing was done as far as is known.
 * Its pictures go first.
 * @type {(kind: string, data: Record<string, unknown>, uploads?: Brought[]) => Promise<Outcome>} */
export async function sendNow(kind, data, uploads = []) {
  const brought = [];
  for (const { id, type, content, about: { doubts: _, ...about } } of uploads) {
    await keptItems.keepContent(id, content);
    const told = await bring({ id, type, about });
    if (told.is !== "sent") return told;
    brought.push({ id, type, about, sha256: told.sha256 });
  }
  const filled = withHashes(/** @type {Answered} */ ({ data, uploads: brought }));
  return outcome(
    await postedJson("/api/v1/commands", {
      kind,
      data: filled,
      idempotency_key: crypto.randomUUID(),
    }),
  );
}

/** Keeps what a hand did, and sends it as soon as there is a line. Resolves when it is kept; rejects when the browser
 * could not keep it, and then nothing was sent either.
 * @type {(done: { id?: string, kind: string, data: Record<string, unknown>, title: string, about: string,
 *   base?: number | null, place?: string, since?: number, drill?: string,
 *   uploads?: { id: string, type: string, about: Record<string, unknown>, content: Blob }[] }) => Promise<void>} */
export async function keepAndSend(
  { id, kind, data, title, about, base = null, place, since = 0, drill, uploads = [] },
) {
  for (const one of uploads) await keptItems.keepContent(one.id, one.content);
  const [device, seq] = [await keptItems.device(), await keptItems.nextSeq()];
  const made = Math.max(Math.round(serverTime()), since);
  /* A step of a matter says when and on what it was done, and its number on this phone; everything else says when. An
     exercise has its own clock, which a phone without a line does not know. */
  const stamp = kind.startsWith("matter.")
    ? { device, device_seq: seq, at: made }
    : drill
    ? {}
    : { at: made };
  const seen = base === null ? {} : { base };
  await offline.add({
    id: id || crypto.randomUUID(),
    device,
    kind,
    data: { ...data, ...stamp, ...seen },
    title,
    about,
    base,
    made_at: made,
    ...(place ? { place } : {}),
    ...(drill ? { drill } : {}),
    uploads: uploads.map(({ id: upload, type, about: { doubts: _, ...claims } }) => ({
      id: upload,
      type,
      about: claims,
    })),
  }, seq);
}

/* Whose phone this is, as its page last knew: who calls for help on the sign-in page when the session is over, and the
   numbers that anybody can call. `left`: they have signed out, so the phone may be in other hands. */
/** @typedef {{ owner: string, name: Words, numbers: { name: Words, phone: string }[], left?: boolean }} PhoneOf */
const PHONE_OF = "phone.of";
export const phoneOf = {
  /** @type {() => PhoneOf | null} */
  get: () => {
    try {
      const found = JSON.parse(kept.get(PHONE_OF) || "null");
      JSON.parse(found.owner);
      return found;
    } catch (_) {
      return null; /* nothing is kept, or somebody has altered it */
    }
  },
  /** @type {(name: Words, numbers: PhoneOf["numbers"]) => void} */
  set: (name, numbers) => kept.set(PHONE_OF, JSON.stringify({ owner: OWNER, name, numbers })),
};

/** Calls for help now, with the time of the touch, in the name of whoever this phone belongs to.
 * @type {() => Promise<void>} */
export function callForHelp() {
  const made = Math.round(serverTime());
  const of = phoneOf.get();
  const owner = ownerHere();
  return offline.addCall({
    id: crypto.randomUUID(),
    seq: made,
    device: "",
    owner: owner || OWNER,
    kind: "person.sos",
    data: { at: made },
    title: [say("sos.word"), of && of.owner === owner ? text(of.name) : ""].filter(Boolean)
      .join(" "),
    about: "sos:own",
    made_at: made,
    uploads: [],
  });
}

/** Who uses this phone now: whoever is signed in, else whose it was before their session ended. */
const ownerHere = () => page.role ? OWNER : phoneOf.get()?.owner;

/** The newest call of this phone's person.
 * @type {() => KeptItem | undefined} */
export const lastCall = () => {
  const owner = ownerHere();
  return offline.calls().filter((one) => one.owner === owner).pop();
};

/** Calls that wait and that no page of their own shows: those of other people, and one's own beyond the phone's page.
 * @type {() => { call: KeptItem, other: boolean }[]} */
export const otherCalls = () => {
  const owner = ownerHere();
  const shown = ["m", "sign-in"].includes(at);
  return offline.calls().filter((one) => one.state === "waiting")
    .map((call) => ({ call, other: call.owner !== owner }))
    .filter(({ other }) => other || !shown);
};

/* How far this phone can be trusted to keep what waits: "kept" for good, "may_go" where the browser may clear it,
   "no_worker" without a secure line, where the page does not open offline. */
/** @type {"asking" | "kept" | "may_go" | "no_worker"} */
let keeps = "asking";
/** @type {Set<() => void>} */
const watchers = new Set();
export const keeping = {
  state: () => keeps,
  /** @type {(watcher: () => void) => () => void} */
  subscribe: (watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
};

async function prepare() {
  const worker = navigator.serviceWorker;
  const stays = navigator.storage && navigator.storage.persist
    ? await navigator.storage.persist().catch(() => false)
    : false;
  keeps = worker ? (stays ? "kept" : "may_go") : "no_worker";
  watchers.forEach((watcher) => watcher());
  if (!worker) return;
  await worker.register("/phone-worker.js", { scope: "/m" });
  await worker.ready;
  if (worker.controller) await keepShell();
  else worker.addEventListener("controllerchange", () => keepShell(), { once: true });
}

/** @type {(entries: PerformanceEntry[]) => URL[]} */
const inShell = (entries) =>
  entries.map(({ name }) => new URL(name)).filter(({ origin, pathname }) =>
    origin === location.origin && /^\/(assets|_dash-component-suites)\//.test(pathname)
  );

/* What this page came with before its worker stood is asked for once more, through it. What was still on its way then
   passed the worker by and is not among what has loaded: the words are asked for by their name, and whatever ends later
   is kept as it ends. */
async function keepShell() {
  const shell = await caches.open(SHELL);
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {(urls: URL[]) => Promise<void>} */
  const keep = async (urls) => {
    for (const url of urls.filter(({ href }) => !seen.has(href))) {
      seen.add(url.href);
      if (!(await shell.match(url))) await fetch(url).catch(() => null);
    }
  };
  if (document.readyState !== "complete") {
    await new Promise((loaded) => addEventListener("load", loaded, { once: true }));
  }
  await keep([
    new URL(wordsAddress, location.origin),
    ...inShell(performance.getEntriesByType("resource")),
  ]);
  new PerformanceObserver((ended) => keep(inShell(ended.getEntries())))
    .observe({ type: "resource", buffered: true });
  const read = [
    "/_dash-layout",
    "/_dash-dependencies",
    "/api/v1/site",
    "/api/v1/board",
    "/api/v1/mine",
  ];
  for (const path of read) await fetch(path).catch(() => null);
  await fetch("/_dash-update-component", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      output: "page.children",
      outputs: { id: "page", property: "children" },
      inputs: [{ id: "location", property: "pathname", value: "/m" }],
      changedPropIds: ["location.pathname"],
    }),
  }).catch(() => null);
  const own = await caches.open(OWN);
  if (!(await own.match("/m"))) {
    const told = await fetch("/m", { headers: { Accept: "text/html" } }).catch(() => null);
    if (told && told.ok && !told.redirected) await own.put("/m", told);
  }
  await loadAhead();
  document.documentElement.dataset.offline = "ready";
}

/* Since when what is shown was not read again: the moment (this phone's clock) at which the board was kept. */
export async function boardKeptAt() {
  if (!window.caches) return null;
  const told = await (await caches.open(OWN)).match("/api/v1/board");
  return told ? Number(told.headers.get("X-Kept-At")) || null : null;
}

/* A call for help goes on from every page of a browser that was somebody's phone: on the sign-in page too, and for
   whoever uses it after them. */
if (!here && phoneOf.get()) {
  offline.recall().catch(() => null);
  addEventListener("online", () => offline.recall().catch(() => null));
}
if (here) {
  const start = Number(kept.get(OFFSET));
  offline.recall().then(() => offline.flush(), () => null);
  if (at === "m") prepare().catch(() => null);
  addEventListener("online", () => offline.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") offline.flush();
  });
  link.subscribe(() => {
    if (link.state() !== "live") return;
    kept.set(OFFSET, clock.real() - Date.now());
    offline.flush();
    if (document.documentElement.dataset.offline) loadAhead();
  });
  /* Without a server the rows that are kept need a clock: the last known one. */
  setTimeout(() => {
    if (!clock.known() && start) clock.heard(Math.round(Date.now() + start));
  }, 2500);
}
