/* One example of each kind of record, found by the server in this plant's data. Fetched once on
   each page on which the guided tour needs them; until then the previous page's answer is used.
   */

import { ask, STORE_MS } from "../base/ask.js";
import { keptInTab } from "../base/browser_memory.js";

/** @typedef {{
 *   month: string | null,
 *   hot: { month: string, across: string, row: string, column: string } | null,
 *   again: { matter: string, number: string, times: number, days: number } | null,
 *   not_walked: { matter: string, number: string, too_fast: number, flags: string[] } | null,
 *   live: string | null,
 *   held: { matter: string, number: string, template: string, code: string | null } | null,
 *   banned: { subject: string, points: number, starts: number } | null,
 *   score: { month: string, subject: string, of_100: number } | null,
 * }} Examples */

const KEPT = "guide.examples";
/** @type {Examples | null} */
let found = null;
let asked = false;

/** @type {() => Examples | null} */
function before() {
  try {
    return JSON.parse(keptInTab.get(KEPT) || "null");
  } catch (_) {
    return null;
  }
}

/* Ask, unless this page has asked. A question that failed is asked again by the next call. */
/** @type {() => Promise<void>} */
export async function findExamples() {
  if (asked) return;
  asked = true;
  found = found || before();
  try {
    const answer = await ask("/api/v1/past/examples", { cache: "no-store" }, STORE_MS);
    if (!answer.ok) return;
    found = await answer.json();
    keptInTab.set(KEPT, JSON.stringify(found));
  } catch (_) {
    asked = false;
  }
}

/* What was found; null while nothing is known yet. */
export const foundExamples = () => found;
