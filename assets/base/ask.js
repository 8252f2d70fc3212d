/* A request with a time limit. Over a link that went silent without closing, a browser waits for
   minutes and then asks again on the next dead connection it kept; giving up closes that
   connection. */

import { page } from "./context.js";

const ANSWER_MS = 2500; /* until the answer begins: most are given from memory */
const REST_MS = 20000; /* until it is all there: the link may be thin */

/** @typedef {{status: number, ok: boolean, json: () => Answered}} Answer */

/** @type {Set<AbortController>} */
const pending = new Set();
export const STORE_MS = 15000; /* patience for what a database must first look up */

/* Whether a request failed because it was given up. */
/** @type {(error: unknown) => boolean} */
export const gaveUp = (error) => error instanceof DOMException && error.name === "AbortError";

/* The text of `url` as {status, ok, json()}; rejects when it takes too long. */
/** @type {(url: string, options?: RequestInit, answerMs?: number) => Promise<Answer>} */
export const ask = async (url, options, answerMs) => {
  const patience = new AbortController();
  pending.add(patience);
  let timer = setTimeout(() => patience.abort(), answerMs || ANSWER_MS);
  try {
    const answer = await fetch(url, Object.assign({ signal: patience.signal }, options));
    clearTimeout(timer);
    timer = setTimeout(() => patience.abort(), REST_MS);
    const text = await answer.text();
    return { status: answer.status, ok: answer.ok, json: () => JSON.parse(text) };
  } finally {
    pending.delete(patience);
    clearTimeout(timer);
  }
};

/* Of somebody who was signed in, the session has ended, and the page of the sign-in says so. */
export const toSignIn = () => {
  if (location.pathname === "/sign-in") return;
  const next = encodeURIComponent(location.pathname + location.search);
  location.assign(`/sign-in?next=${next}${page.role ? "&ended=1" : ""}`);
};

/** @type {(url: string) => Promise<Answered>} */
async function json(url) {
  const answer = await ask(url, { cache: "no-cache" });
  if (answer.status === 401) toSignIn();
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

/* The JSON of `url`, asked for again, with longer and longer waits, until the server answers. */
/** @type {(url: string) => Promise<Answered>} */
export const askUntilAnswered = async (url) => {
  for (let wait = 250;; wait = Math.min(wait * 2, 4000)) {
    try {
      return await json(url);
    } catch (_) {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
};

/* A link is back that was lost: what was asked over the dead one is given up, to be asked again. */
export const giveUpAsked = () => pending.forEach((patience) => patience.abort());

/* Where one connection is dead, those kept beside it are too: try all that a browser keeps for one
   server at once, so that they are closed in one wait instead of one after another. */
const KEPT = 6;
export const closeDead = () =>
  Promise.allSettled(Array.from({ length: KEPT }, () => ask("/healthz", { cache: "no-store" })));
