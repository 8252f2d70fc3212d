/* Work that may wait a moment, a piece in each task: a key or a frame is served between two pieces,
   however much a second asks for. Pieces run in the order they were given; one that fails is told on
   the console and takes no other with it. */

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
