/* An order to whoever sits here, by their name or a post that they hold: it rings nobody
   (domain/directives/given.py), so it is asked about first. */

import { page } from "../base/context.js";
import { say } from "../base/words.js";
import { board } from "../live/live_board.js";

/** @import { ShiftCount } from "../types/rows.d.ts" */

/** @type {(to: unknown) => boolean} */
export function isOneself(to) {
  /** @type {ShiftCount | undefined} */
  const count = board.kind("people", "count").count;
  const held = typeof to === "string" ? count?.posts[to] : null;
  return Boolean(page.person) && [to, held].includes(page.person);
}

/* What is asked before it is sent; nothing for an order to anybody else. */
/** @type {(to: unknown) => string | undefined} */
export const oneselfSure = (to) => isOneself(to) ? say("command.to_oneself_sure") : undefined;
