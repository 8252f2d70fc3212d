/* A list of matters in windows: where a changed line goes, and which lines leave it. */

import { matterList } from "../../assets/past/matter_list.js";
import { equal, ok, test } from "./testing.js";

/** @type {(id: string, opened: number, key?: string | number) => Answered} */
const line = (id, opened, key = opened) => ({ id, mark: `m-${id}`, in_list: [key, opened, id] });
/** @type {(matters: Answered[], more?: object) => Answered} */
const told = (matters, more) => ({
  matters,
  total: null,
  most: 2000,
  seq: 20,
  reach: "r",
  gone: [],
  ...more,
});
/** @type {(list: Answered) => string} */
const ids = (list) => list.rows.map((/** @type {Answered} */ one) => one.id).join("");
const first = () => matterList.begun(told([line("c", 30), line("b", 20), line("a", 10)]), 3);

test("a full window is not the whole list, one that is not full is", () => {
  equal([first().whole, matterList.begun(told([line("a", 10)]), 3).whole], [false, true]);
});

test("the next window follows the last line, and a line that is there is not there twice", () => {
  const list = matterList.goneOn(first(), told([line("a", 10), line("z", 5)], { seq: 40 }), 3);
  equal([ids(list), list.whole, list.seq, list.total], ["cbaz", true, 20, 4]);
});

test("a list that is whole knows how many there are, another one keeps what was counted", () => {
  const whole = matterList.begun(told([line("c", 30), line("a", 10)]), 3);
  equal(matterList.changed(whole, told([line("b", 20)]), true).total, 3);
  equal(matterList.changed({ ...first(), total: 9 }, told([line("d", 40)]), true).total, 9);
});

test("a changed line is told in its place, a new one comes, the others stay the same objects", () => {
  const list = first();
  const now = { ...line("b", 20), state: "over" };
  const next = matterList.changed(list, told([now, line("d", 40)], { seq: 21 }), true);
  equal([ids(next), next.total, next.seq], ["dcba", null, 21]);
  ok(next.rows[2] === now);
  ok(next.rows[1] === list.rows[0] && next.rows[3] === list.rows[2]);
});

test("what left goes by its mark, and an unknown mark takes nothing", () => {
  equal(ids(matterList.changed(first(), told([], { gone: ["m-b", "m-x"] }), true)), "ca");
});

test("what lies beyond the last line comes only when the list is whole", () => {
  const beyond = told([line("z", 1)]);
  equal(ids(matterList.changed(first(), beyond, true)), "cba");
  equal(ids(matterList.changed({ ...first(), whole: true }, beyond, true)), "cbaz");
});

test("a line that moves out of sight leaves its place", () => {
  equal(ids(matterList.changed(first(), told([line("c", 1)]), true)), "ba");
});

test("words are in order by their code points, both ways; the newest first where they are the same", () => {
  const words = ["", "B", "a", "a b", "\u963f", "\ufe30", "\u{20000}"];
  words.forEach((word, n) =>
    words.forEach((other, m) => {
      const [one, two] = [line("x", 1, word).in_list, line("y", 1, other).in_list];
      if (n !== m) equal(matterList.stands(one, two, false), n < m, `${word} ${other}`);
      if (n !== m) equal(matterList.stands(one, two, true), n > m, `${word} ${other}`);
    })
  );
  const [old, young] = [line("p", 1, "w").in_list, line("q", 2, "w").in_list];
  equal([matterList.stands(young, old, false), matterList.stands(young, old, true)], [true, true]);
  equal(matterList.stands(line("p", 1, "w").in_list, line("q", 1, "w").in_list, true), true);
});
