/* The phone's local database: what was done offline, with its pictures and voice notes. It
   belongs to the browser, not to a session: each item names its owner. */

/** @import { KeptItem } from "./sending_queue.js" */

const NAME = "command-center-phone";
const VERSION = 2;

/** @type {[string, string][]} */
const STORES = [["items", "id"], ["contents", "id"], ["counts", "name"], ["drafts", "id"]];

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** @type {<T>(asked: IDBRequest<T>) => Promise<T>} */
const answered = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

function open() {
  if (opened) return opened;
  const asked = indexedDB.open(NAME, VERSION);
  asked.onupgradeneeded = () => {
    const base = asked.result;
    for (const [name, keyPath] of STORES) {
      if (!base.objectStoreNames.contains(name)) base.createObjectStore(name, { keyPath });
    }
  };
  const coming = answered(asked);
  opened = coming;
  coming.catch(() => {
    opened = null; /* private windows may refuse it: asked again at the next use */
  });
  return coming;
}

/* Runs `work` in one transaction, and answers when it is on the disk. */
/** @type {<T>(stores: string[], work: (of: (name: string) => IDBObjectStore) => Promise<T>, durability?: "strict" | "relaxed") => Promise<T>} */
async function within(stores, work, durability = "strict") {
  const base = await open();
  const turn = base.transaction(stores, "readwrite", { durability });
  const done = new Promise((resolve, reject) => {
    turn.oncomplete = () => resolve(null);
    turn.onabort = () => reject(turn.error || new Error("the browser's database gave up"));
  });
  const told = await work((name) => turn.objectStore(name));
  await done;
  return told;
}

export const keptItems = {
  /** @type {() => Promise<KeptItem[]>} */
  all: () => within(["items"], (of) => answered(of("items").getAll())),
  /* What is new is on the disk before it counts as kept. What became of it may be lost in a crash: it is sent again then,
     under its key. */
  /** @type {(items: KeptItem[]) => Promise<void>} */
  put: (items) =>
    within(
      ["items"],
      async (of) => {
        await Promise.all(items.map((item) => answered(of("items").put(item))));
      },
      items.every((item) => item.tried_at) ? "relaxed" : "strict",
    ),
  /* With the pictures that only it needed. */
  /** @type {(item: KeptItem) => Promise<void>} */
  drop: (item) =>
    within(["items", "contents"], async (of) => {
      for (const upload of item.uploads) await answered(of("contents").delete(upload.id));
      await answered(of("items").delete(item.id));
    }),
  /** @type {(id: string, content: Blob) => Promise<void>} */
  keepContent: (id, content) =>
    within(["contents"], async (of) => {
      await answered(of("contents").put({ id, content }));
    }),
  /** @type {(id: string) => Promise<Blob | null>} */
  content: (id) =>
    within(["contents"], async (of) => {
      const found = await answered(of("contents").get(id));
      return found ? found.content : null;
    }),
  /* A form that is half filled in, with its pictures, under its own name: a closed page loses nothing. */
  /** @type {(id: string) => Promise<any>} */
  draft: (id) =>
    within(["drafts"], async (of) => {
      const found = await answered(of("drafts").get(id));
      return found ? found.draft : null;
    }, "relaxed"),
  /** @type {(id: string, draft: object | null) => Promise<void>} */
  keepDraft: (id, draft) =>
    within(["drafts"], async (of) => {
      if (draft) await answered(of("drafts").put({ id, draft }));
      else await answered(of("drafts").delete(id));
    }),
  /* The next number of this device's own count: it never gives one twice, in whichever tab. */
  /** @type {() => Promise<number>} */
  nextSeq: () =>
    within(["counts"], async (of) => {
      const before = await answered(of("counts").get("seq"));
      const value = (before ? before.value : 0) + 1;
      await answered(of("counts").put({ name: "seq", value }));
      return value;
    }, "relaxed"),
  /* The name of this device: random, made once, and said with what it sends. */
  /** @type {() => Promise<string>} */
  device: () =>
    within(["counts"], async (of) => {
      const before = await answered(of("counts").get("device"));
      if (before) return before.value;
      const value = crypto.randomUUID();
      await answered(of("counts").put({ name: "device", value }));
      return value;
    }, "relaxed"),
};
