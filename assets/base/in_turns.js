/* A queue for work that may wait: each piece runs in a task of its own, so that key presses and
   frames are served in between. Pieces run in the order given; a failing one is logged to the
   console and does not stop the others. */

/** @type {(() => void)[]} */
const waiting = [];
const turn = new MessageChannel();

turn.port1.onmessage = () => {
  const piece = waiting.shift();
  if (waiting.length) turn.port2.postMessage(null);
  if (piece) piece();
};

/** @type {(pieces: (() => void)[]) => void} */
export const inTurns = (pieces) => {
  if (!pieces.length) return;
  if (!waiting.length) turn.port2.postMessage(null);
  waiting.push(...pieces);
};
