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
/** @typedef {Pick<DirectiveRow, "state" | "acknowledged_at" | "started_at">} Followed */

/** Whether the row says that a step was taken; nothing is implied, so that one may be done and was never started.
 * @type {(d: Followed) => Record<typeof PLACED[number], boolean>} */
const taken = ({ state, acknowledged_at, started_at }) => ({
  "directive.ack": acknowledged_at !== null,
  "directive.start": started_at !== null || state === "in_progress",
  "directive.done": state === "done" || state === "verified",
});

/** A step in its place: `past`, `next` (the one to take), `open` (may be taken too), or `later`.
 * @typedef {{ kind: typeof PLACED[number], stands: "past" | "next" | "open" | "later" }} PlacedStep */

/** The three steps, always all three and in this order.
 * @type {(d: Followed) => PlacedStep[]} */
export const placedSteps = (d) =>
  PLACED.map((kind) => {
    if (taken(d)[kind]) return { kind, stands: "past" };
    const step = recipientSteps(d.state).find(([one]) => one === kind);
    if (!step) return { kind, stands: "later" };
    return { kind, stands: step[2] ? "next" : "open" };
  });
