/* The board as this browser knows it: pure functions over {epoch, rev, seq, rows, kept}.

   rows:  topic -> key -> row, never changed in place, so that an untouched topic keeps its identity.
   kept:  null while the board is whole; otherwise the frames that arrived since a gap was seen,
          waiting for the answer of GET /api/v1/board. Nothing is ever guessed. */

const empty = () => ({ epoch: null, rev: -1, seq: 0, rows: {}, kept: null });

/* Rows of a frame over rows of the store; a null row is gone. */
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

const merged = (store, frame) => ({
  epoch: store.epoch,
  rev: frame.rev,
  seq: frame.seq,
  rows: over(store.rows, frame.rows || {}),
  kept: null,
});

/* One frame {epoch, from, rev, seq, rows}. It holds every row changed after `from`, whole, so one
   that begins at or before our revision and ends after it is safe; one that begins later is a gap. */
function apply(store, frame) {
  if (store.kept) return Object.assign({}, store, { kept: store.kept.concat([frame]) });
  if (frame.epoch !== store.epoch || frame.from > store.rev) {
    return Object.assign({}, store, { kept: [frame] });
  }
  return frame.rev <= store.rev ? store : merged(store, frame);
}

/* The greeting of a new connection {epoch, rev}: are we behind it? */
function greet(store, hello) {
  if (store.kept || (hello.epoch === store.epoch && hello.rev <= store.rev)) return store;
  return Object.assign({}, store, { kept: [] });
}

/* Ask for what was missed, whatever we believe: on becoming visible, after a new connection. */
const doubt = (store) => (store.kept ? store : Object.assign({}, store, { kept: [] }));

/* Is there something to ask the server for? */
const behind = (store) => store.kept !== null || store.epoch === null;

/* What to ask it: the query of GET /api/v1/board. */
const query = (store) =>
  store.epoch === null ? "" : `?epoch=${encodeURIComponent(store.epoch)}&since=${store.rev}`;

/* The board an answer makes of ours: `whole` replaces it, changes go over it. */
function based(store, board) {
  if (board.whole) return merged(Object.assign(empty(), { epoch: board.epoch }), board);
  return board.epoch === store.epoch ? merged(store, board) : null;
}

/* The answer, whole or partial, then the kept frames over it. Frames of another process run are
   dropped if ours follow them; if they come last, the answer itself is old and we ask again. */
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
