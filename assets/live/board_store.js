/* The board as this browser knows it: pure functions over {epoch, rev, seq, rows, kept}.

   rows:  topic -> key -> row, never changed in place, so that an untouched topic keeps its identity.
   kept:  null while the board is whole; otherwise the frames that arrived since a gap was seen,
          waiting for the answer of GET /api/v1/board. Nothing is ever guessed. */

/** A frame of the live link: every row changed after revision `from`, whole; null for one that is gone.
 * @typedef {{epoch: string, from: number, rev: number, seq: number, server_ms: number, rows?: Changed}} Frame */
/** @typedef {{epoch: string, rev: number, seq: number, server_ms: number}} Hello */
/** What GET /api/v1/board answers: the whole board, or what changed since.
 * @typedef {{epoch: string, rev: number, seq: number, whole: boolean, rows?: Changed}} BoardAnswer */
/** Rows of a topic by their keys; which kinds it has `row_kinds.js` tells.
 * @typedef {Record<string, object>} KeyedRows */
/** @typedef {Record<string, Record<string, object | null>>} Changed */
/** @typedef {{epoch: string | null, rev: number, seq: number, rows: Record<string, KeyedRows>,
 *   kept: Frame[] | null}} BoardStore */

/** @type {() => BoardStore} */
const empty = () => ({ epoch: null, rev: -1, seq: 0, rows: {}, kept: null });

/* Rows of a frame over rows of the store; a null row is gone. */
/** @type {(rows: Record<string, KeyedRows>, changed: Changed) => Record<string, KeyedRows>} */
function over(rows, changed) {
  const next = Object.assign({}, rows);
  for (const topic of Object.keys(changed)) {
    /* Without a prototype: no row has the key "constructor" unless the server sent one. */
    const keyed = Object.assign(Object.create(null), next[topic]);
    for (const [key, row] of Object.entries(changed[topic])) {
      if (row === null) delete keyed[key];
      else keyed[key] = row;
    }
    next[topic] = keyed;
  }
  return next;
}

/** @type {(store: BoardStore, frame: Frame | BoardAnswer) => BoardStore} */
const merged = (store, frame) => ({
  epoch: store.epoch,
  rev: frame.rev,
  seq: frame.seq,
  rows: over(store.rows, frame.rows || {}),
  kept: null,
});

/* One frame {epoch, from, rev, seq, rows}. It holds every row changed after `from`, whole, so one
   that begins at or before our revision and ends after it is safe; one that begins later is a gap. */
/** @type {(store: BoardStore, frame: Frame) => BoardStore} */
function apply(store, frame) {
  if (store.kept) return Object.assign({}, store, { kept: store.kept.concat([frame]) });
  if (frame.epoch !== store.epoch || frame.from > store.rev) {
    return Object.assign({}, store, { kept: [frame] });
  }
  return frame.rev <= store.rev ? store : merged(store, frame);
}

/* The greeting of a new connection {epoch, rev}: are we behind it? */
/** @type {(store: BoardStore, hello: Hello) => BoardStore} */
function greet(store, hello) {
  if (store.kept || (hello.epoch === store.epoch && hello.rev <= store.rev)) return store;
  return Object.assign({}, store, { kept: [] });
}

/* Ask for what was missed, whatever we believe: on becoming visible, after a new connection. */
/** @type {(store: BoardStore) => BoardStore} */
const doubt = (store) => (store.kept ? store : Object.assign({}, store, { kept: [] }));

/* Is there something to ask the server for? */
/** @type {(store: BoardStore) => boolean} */
const behind = (store) => store.kept !== null || store.epoch === null;

/* What to ask it: the query of GET /api/v1/board. */
/** @type {(store: BoardStore) => string} */
const query = (store) =>
  store.epoch === null ? "" : `?epoch=${encodeURIComponent(store.epoch)}&since=${store.rev}`;

/* The board an answer makes of ours: `whole` replaces it, changes go over it. */
/** @type {(store: BoardStore, board: BoardAnswer) => BoardStore | null} */
function based(store, board) {
  if (board.whole) return merged(Object.assign(empty(), { epoch: board.epoch }), board);
  return board.epoch === store.epoch ? merged(store, board) : null;
}

/* The answer, whole or partial, then the kept frames over it. Frames of another process run are
   dropped if ours follow them; if they come last, the answer itself is old and we ask again. */
/** @type {(store: BoardStore, board: BoardAnswer) => BoardStore} */
function caughtUp(store, board) {
  const base = based(store, board);
  if (base === null) {
    return Object.assign({}, store, { epoch: null }); /* changes to no board of ours */
  }
  let next = base;
  let foreign = false;
  for (const frame of store.kept || []) {
    foreign = frame.epoch !== next.epoch;
    if (!foreign) next = apply(next, frame);
  }
  return foreign ? Object.assign({}, next, { kept: [] }) : next;
}

export const boardStore = { empty, apply, greet, doubt, behind, query, caughtUp };
