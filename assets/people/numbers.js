/* People's numbers: asked of the server when somebody wants to see one, which it logs, and changed there. */

import { ask, STORE_MS, toSignIn } from "../base/ask.js";
import { say } from "../base/words.js";

/** A contact with its address; null where that was erased.
 * @typedef {{channel: string, version: string, address: string | null}} ContactShown */
/** @typedef {{title?: string, detail?: string, mend?: string}} Problem */
/** What came of a request: its answer, or in words why there is none.
 * @template T
 * @typedef {{told: T, refused: null} | {told: null, refused: Problem}} Outcome */
/** @typedef {{change: "added" | "changed" | "removed", channel: string, address?: string, version?: string,
 *   revision: number}} ContactEdit */

/** @type {(method: string, path: string, body?: object) => Promise<Outcome<Answered>>} */
export async function request(method, path, body) {
  try {
    const answer = await ask(`/api/v1/${path}`, {
      method,
      cache: "no-store",
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body ? JSON.stringify(body) : undefined,
    }, STORE_MS);
    if (answer.status === 401) toSignIn();
    const told = answer.json();
    return answer.ok ? { told, refused: null } : { told: null, refused: told };
  } catch (_) {
    return { told: null, refused: { detail: say("numbers.no_answer") } };
  }
}

/** @type {(person: string) => string} */
const of = (person) => `people/${encodeURIComponent(person)}`;

/* Somebody's numbers; the server logs that they were shown, and why. */
/** @type {(person: string, why: "people" | "sos") => Promise<Outcome<{revision: number, contacts: ContactShown[]}>>} */
export const showNumbers = (person, why) => request("GET", `${of(person)}/contacts?why=${why}`);

/** @type {(person: string, edit: ContactEdit) => Promise<Outcome<{revision: number}>>} */
export const editContact = (person, edit) => request("POST", `${of(person)}/contacts`, edit);

/** @type {(person: string) => Promise<Outcome<{addresses: number, positions: number, messages: number}>>} */
export const erasePerson = (person) => request("DELETE", `${of(person)}/data`);

/** @type {(code: string) => Promise<Outcome<{channel: string}>>} */
export const confirmContact = (code) => request("POST", "contacts/confirm", { code });

/** Who was shown somebody's numbers.
 * @typedef {{at: number, reader: string, role: string, why: string}} NumberRead */
/** @type {(person: string) => Promise<Outcome<{reads: NumberRead[]}>>} */
export const readsOf = (person) => request("GET", `${of(person)}/reads`);
