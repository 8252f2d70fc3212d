/* The rules of the browser's store, one by one. */

import { boardStore } from "../../assets/live/board_store.js";
import { equal, ok, test } from "./testing.js";

/** @import { BoardAnswer, BoardStore, Changed, Frame } from "../../assets/live/board_store.js" */

const { empty, apply, greet, doubt, caughtUp, behind, query } = boardStore;

/** @type {(rev: number, rows: Changed, epoch?: string) => BoardAnswer} */
const whole = (rev, rows, epoch = "A") => ({ epoch, rev, seq: rev, whole: true, rows });
/** @type {(rev: number, rows: Changed, epoch?: string) => BoardAnswer} */
const changes = (rev, rows, epoch = "A") => ({ epoch, rev, seq: rev, whole: false, rows });
/** @type {(after: number, rev: number, rows?: Changed, epoch?: string) => Frame} */
const frame = (after, rev, rows = {}, epoch = "A") => ({
  epoch,
  from: after,
  rev,
  seq: rev,
  server_ms: 0,
  rows,
});

/* A store that has taken the whole board of run A at revision 10. */
const begun = () =>
  caughtUp(empty(), whole(10, { levels: { T1: { v: 1 } }, people: { p: { v: 1 } } }));

/* Its rows; a topic without rows is no topic. */
/** @type {(store: BoardStore) => object} */
const rows = (store) =>
  Object.fromEntries(Object.entries(store.rows).filter(([, keyed]) => Object.keys(keyed).length));
/** @type {(store: BoardStore) => unknown[]} */
const at = ({ epoch, rev, seq }) => [epoch, rev, seq];

test("an empty store asks for the whole board", () =>
  equal([behind(empty()), query(empty())], [true, ""]));

test("a frame that follows is applied, and a null row is gone", () => {
  const store = apply(begun(), frame(10, 12, { levels: { T1: null, T2: { v: 2 } } }));
  equal(rows(store), { levels: { T2: { v: 2 } }, people: { p: { v: 1 } } });
  equal(at(store), ["A", 12, 12]);
});

test("a frame that came twice changes nothing", () => {
  const store = apply(begun(), frame(10, 11, { levels: { T1: { v: 2 } } }));
  ok(apply(store, frame(9, 10, { levels: { T1: { v: 1 } } })) === store);
});

test("a gap is asked for and never guessed", () => {
  const store = apply(begun(), frame(11, 12, { levels: { T1: { v: 12 } } }));
  equal([behind(store), query(store)], [true, "?epoch=A&since=10"]);
  equal(store.rows.levels.T1, { v: 1 }, "the old board stays until the answer is here");
});

test("frames that arrive meanwhile are kept and merged after the answer", () => {
  let store = apply(begun(), frame(11, 12, { levels: { T1: { v: 12 } } }));
  store = apply(store, frame(12, 13, { people: { p: null } }));
  store = caughtUp(store, changes(11, { levels: { T3: { v: 11 } } }));
  equal(rows(store), { levels: { T1: { v: 12 }, T3: { v: 11 } } });
  equal([behind(store), store.rev], [false, 13]);
});

test("a frame that overlaps the answer is applied: it holds each changed row whole", () => {
  let store = apply(begun(), frame(11, 14, { levels: { T1: { v: 14 } } }));
  store = caughtUp(store, changes(12, { levels: { T1: { v: 12 } } }));
  equal([behind(store), store.rev, store.rows.levels.T1], [false, 14, { v: 14 }]);
});

test("another run of the process means the whole board", () => {
  let store = apply(begun(), frame(2, 3, { levels: { T1: { v: 3 } } }, "B"));
  ok(behind(store));
  store = caughtUp(store, whole(3, { levels: { T9: { v: 9 } } }, "B"));
  equal(rows(store), { levels: { T9: { v: 9 } } });
  equal(at(store), ["B", 3, 3]);
});

test("an answer older than the frames behind it is asked again", () => {
  /* The old process answered with its last breath; the new one has greeted us already. */
  let store = apply(doubt(begun()), frame(0, 1, { levels: { T1: { v: 5 } } }, "B"));
  store = caughtUp(store, whole(10, { levels: { T1: { v: 1 } } }));
  ok(behind(store));
  store = caughtUp(store, whole(1, { levels: { T1: { v: 5 } } }, "B"));
  equal([behind(store), store.epoch], [false, "B"]);
});

test("changes to another run's board are not taken", () => {
  const store = caughtUp(doubt(begun()), changes(20, { levels: { T1: null } }, "B"));
  equal([behind(store), query(store), store.rows.levels.T1], [true, "", { v: 1 }]);
});

for (
  const [rev, missed] of /** @type {[number, boolean][]} */ ([[10, false], [9, false], [11, true]])
) {
  test(`a greeting at revision ${rev} says whether something was missed`, () => {
    equal(behind(greet(begun(), { epoch: "A", rev, seq: rev, server_ms: 0 })), missed);
  });
}

test("a topic nobody touched keeps its identity: panels redraw only when it is another object", () => {
  const store = begun();
  ok(apply(store, frame(10, 11, { levels: { T1: { v: 2 } } })).rows.people === store.rows.people);
});

test("no row of the board is named by what every object has", () => {
  /** @type {Answered} */
  const { people } = begun().rows;
  equal([people.p.v, people.constructor === undefined, people.toString === undefined], [
    1,
    true,
    true,
  ]);
});
