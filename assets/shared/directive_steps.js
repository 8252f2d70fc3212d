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
