/* Reports from the phone page, stored in the browser's database before they are sent: a
   directive's steps, one's location, checking in. Each is sent in order under one key,
   automatically, even after a reload or an empty battery, as the points of a round are
   (assets/offline/). What must not wait (an SOS, an answer to an authority request) goes through
   the page's queue. */

import { onlyReal, text } from "../base/context.js";
import { say } from "../base/words.js";
import { commandQueue } from "../hands/command_queue.js";
import { useAnswers } from "../live/react_panels.js";
import { scene } from "../live/scene.js";
import { keepAndSend, offline } from "../offline/offline.js";

/** @import { Brought } from "../offline/picture.js" */
/** @import { KeptItem } from "../offline/sending_queue.js" */
/** @import { DirectiveRow } from "../types/rows.d.ts" */

const { useSyncExternalStore } = window.React;
const SHOWN_MS = 4000; /* so long what was recorded is said, and counts before the board tells it */
/** @type {Record<string, Sayable>} */
const KEPT = {
  "directive.ack": "phone.ack",
  "directive.start": "command.start",
  "directive.progress": "phone.progress_said",
  "directive.done": "command.done",
  "directive.take_back": "command.take_back",
  "directive.refuse": "command.refuse",
  "responder.status": "phone.stand",
  "person.check_in": "phone.check_in",
};

/** @type {Set<string>} */
const keeping = new Set();

/* Keep what a hand said at the place `at` of the page, and send it. `since`: what it answers happened then, so it cannot
   have been said before. Where the browser cannot keep it, it is sent at once or not at all. */
/** @type {<K extends CommandKind>(kind: K, data: CommandFields[K], at: string, about?: string, since?: number) => void} */
export function sayIt(kind, data, at, about = "", since = 0) {
  const word = KEPT[kind];
  if (!word) return commandQueue.send(kind, data, at);
  if (keeping.has(at)) return; /* a second touch before the first is kept is none */
  keeping.add(at);
  const drill = onlyReal(kind) ? undefined : scene.shown() || undefined;
  keepAndSend({
    kind,
    data: /** @type {Record<string, unknown>} */ (data),
    title: [say(word), about].filter(Boolean).join(" · "),
    about:
      `${at}/${crypto.randomUUID()}`, /* a refused one holds no later one: the rules judge each */
    place: at,
    since,
    drill,
  }).catch(() => commandQueue.send(kind, data, at)).finally(() => keeping.delete(at));
}

/* Keeps a photograph or voice note of a directive, and sends it after the words. Rejects where the browser cannot keep it. */
/** @type {(directive: string, one: Brought, at: string, about: string) => Promise<void>} */
export const keepProof = (directive, one, at, about) =>
  keepAndSend({
    kind: "directive.attach",
    data: { directive, sha256: `upload:${one.id}` },
    title: [say("phone.proof"), about].join(" · "),
    about: `${at}/${crypto.randomUUID()}`, /* one that is refused holds no other */
    place: at,
    drill: scene.shown() || undefined,
    uploads: [one],
  });

/* How what was said last at one place of the page stands. */
/** @type {(items: KeptItem[], at: string, line: string) => CommandAnswer | undefined} */
export function keptAnswer(items, at, line) {
  const item = items.filter((one) => one.place === at).pop();
  if (!item || item.state === "sent") return undefined;
  const { text: told, mend } = item.answer || {};
  return item.state === "refused"
    ? { state: "refused", text: told, mend }
    : { state: line === "sending" ? "sending" : "unanswered" };
}

/** @type {() => ReturnType<typeof offline.shown>} */
const useKeptItems = () => useSyncExternalStore(offline.subscribe, offline.shown);

/** @type {(at: string) => CommandAnswer | undefined} */
export function useSaid(at) {
  const { line } = useKeptItems();
  const given = useAnswers()[at];
  return given || keptAnswer(offline.mine(), at, line);
}

/* What was recorded while this page stood and may not be on its board yet: the newest ids, each for a few seconds. */
/** @type {string[]} */
let recorded = [];
/** @type {Set<string> | null} */
let known = null;
/** @type {Set<() => void>} */
const readers = new Set();
function look() {
  const sent = offline.mine().filter((one) => one.place && one.state === "sent");
  const before = known;
  known = new Set(sent.map((one) => one.id));
  const fresh = before ? sent.filter((one) => !before.has(one.id)) : [];
  if (!fresh.length) return;
  recorded = recorded.concat(fresh.map((one) => one.id));
  readers.forEach((reader) => reader());
  setTimeout(() => {
    recorded = recorded.slice(fresh.length);
    readers.forEach((reader) => reader());
  }, SHOWN_MS);
}
offline.subscribe(look);

/** @type {() => string[]} */
const useFresh = () =>
  useSyncExternalStore((reader) => {
    readers.add(reader);
    return () => readers.delete(reader);
  }, () => recorded);

/* What was said here and is not on the board yet, in its order. */
/** @type {(at: string) => KeptItem[]} */
export function useUntold(at) {
  useKeptItems();
  const fresh = useFresh();
  return offline.mine().filter((one) =>
    one.place === at && (one.state === "waiting" || fresh.includes(one.id))
  );
}

/* What the last of them that was recorded came to, for a few seconds. */
/** @type {() => string} */
export function useRecorded() {
  const [last] = useFresh().slice(-1);
  const item = offline.mine().find((one) => one.id === last);
  return item && item.answer ? item.answer.text : "";
}

/** @type {Record<string, DirectiveRow["state"]>} */
const LEADS_TO = {
  "directive.ack": "acknowledged",
  "directive.start": "in_progress",
  "directive.done": "done",
  "directive.take_back": "in_progress",
  "directive.refuse": "refused",
};
/** @type {Record<string, "acknowledged_at" | "started_at" | "done_at">} */
const NOTED = {
  "directive.ack": "acknowledged_at",
  "directive.start": "started_at",
  "directive.done": "done_at",
};

/* A directive as its person has already answered it, with or without a line: the next step is at hand before the last one
   has been recorded. The server decides each in its order. What was recorded counts until the board says it. */
/** @type {(d: DirectiveRow, untold: KeptItem[]) => DirectiveRow} */
export const asAnswered = (d, untold) =>
  untold.reduce((row, one) => {
    const noted = NOTED[one.kind];
    if (one.state === "sent" && !(noted && row[noted] === null)) return row;
    return {
      ...row,
      state: LEADS_TO[one.kind] || row.state,
      ...(noted ? { [noted]: row[noted] || one.made_at } : {}),
      ...(one.kind === "directive.progress" ? { progress: Number(one.data.percent) } : {}),
    };
  }, d);

/* What of it is recorded last: nothing that answers it lies before. */
/** @type {(d: DirectiveRow) => number} */
export const lastOf = (d) =>
  Math.max(d.issued_at, d.acknowledged_at || 0, d.started_at || 0, d.done_at || 0);

/** @type {(d: DirectiveRow) => string} */
export const calledOf = (d) => `${d.id} ${text(d.text)}`;
