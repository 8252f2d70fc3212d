/* How the photographs and voice notes that are kept on this phone stand. */

import { say } from "../base/words.js";

/** @import { KeptItem } from "./sending_queue.js" */

/** @type {[type: string, word: Sayable][]} */
const WAITING = [["image/jpeg", "offline.photographs_wait"], ["audio/", "offline.notes_wait"]];

/** How many of them wait, in words; nothing where none does. A signature is no photograph.
 * @type {(items: Pick<KeptItem, "state" | "uploads">[]) => string} */
export function picturesLine(items) {
  const waiting = items.filter((one) => one.state === "waiting").flatMap((one) => one.uploads)
    .filter((one) => !one.sha256);
  return WAITING.map(([type, word]) => {
    const n = waiting.filter((one) => one.type.startsWith(type)).length;
    return n ? say(word, { n }) : "";
  }).filter(Boolean).join(" · ");
}
