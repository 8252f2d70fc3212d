/* What its recipient may say of a directive by one touch, in each state: their own touch on the phone, or
   their word entered at the desk. */

/** @typedef {[kind: CommandKind, word: Sayable, strong?: string]} Step */

/** @import { DirectiveRow } from "../types/rows.d.ts" */

/** @type {Partial<Record<DirectiveRow["state"], Step[]>>} */
const STEPS = {
  issued: [["directive.ack", "command.ack", "strong"]],
  acknowledged: [
    ["directive.start", "command.start", "strong"],
    ["directive.done", "command.done"],
  ],
  in_progress: [
    ["directive.progress", "command.progress"],
    ["directive.done", "command.done", "strong"],
  ],
  done: [["directive.take_back", "command.take_back"]],
};

/** @type {(state: DirectiveRow["state"]) => Step[]} */
export const recipientSteps = (state) => STEPS[state] || [];

/* The three steps that a phone gives each a place of its own. */
const PLACED = /** @type {const} */ (["directive.ack", "directive.start", "directive.done"]);
/** How many of them are behind a directive in a state.
 * @type {Partial<Record<DirectiveRow["state"], number>>} */
const BEHIND = { acknowledged: 1, in_progress: 2, done: 3, verified: 3 };

/** A step in its place: `past`, `next` (the one to take), `open` (may be taken too), or `later`.
 * @typedef {{ kind: typeof PLACED[number], stands: "past" | "next" | "open" | "later" }} PlacedStep */

/** The three steps, always all three and in this order.
 * @type {(state: DirectiveRow["state"]) => PlacedStep[]} */
export const placedSteps = (state) =>
  PLACED.map((kind) => {
    if (PLACED.slice(0, BEHIND[state] ?? 0).includes(kind)) return { kind, stands: "past" };
    const step = recipientSteps(state).find(([one]) => one === kind);
    if (!step) return { kind, stands: "later" };
    return { kind, stands: step[2] ? "next" : "open" };
  });
