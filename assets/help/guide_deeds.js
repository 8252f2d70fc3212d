/* The server's answers to this user's commands, for which some steps of the guided tour wait. */

import { commandQueue } from "../hands/command_queue.js";

/** @typedef {"acknowledged" | "close_refused"} Deed */

/** @type {Set<Deed>} */
const deeds = new Set();

/* What the server answered to a hand here: an acknowledgement taken, a closing refused. */
function remember() {
  for (const { state, kind } of Object.values(commandQueue.answers())) {
    if (state === "accepted" && ["directive.ack", "alarm.ack"].includes(kind || "")) {
      deeds.add("acknowledged");
    }
    if (state === "refused" && kind === "incident.close") deeds.add("close_refused");
  }
}

let listening = false;
export const listenForGuide = () => {
  if (listening) return;
  listening = true;
  commandQueue.subscribe(remember);
};

/* Has it been done here: "acknowledged", "close_refused". */
/** @type {(deed: Deed) => boolean} */
export const guideDid = (deed) => deeds.has(deed);
