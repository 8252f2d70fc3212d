/* Who plays whom. */

import { castLines } from "../../assets/drills/cast.js";
import { equal, test } from "./testing.js";

const POSTS = { ann: "chief", ben: "board", cai: "fire", dov: null };
const PEOPLE = Object.fromEntries(
  Object.entries(POSTS).map((
    [id, post],
  ) => [id, { person: id, name: id, posts: post ? [post] : [], on_site: true, status: null }]),
);
const ORDER = { chief: 0, board: 1, fire: 2 };
const LATE = {
  id: "D1",
  incident: "I",
  to: { person: "cai" },
  text: "go",
  state: "issued",
  category: "people",
  issued_at: 0,
  live: true,
  order: 0,
  awaits: { what: "acknowledgement", since: 0, by: 1 },
  turns: [[0, "urgent", "late"]],
};
const INCIDENT = { id: "I", commander: { person: "ann", kind: "human" } };
const VIRTUAL = { 1: { actor_kind: "virtual" } };

/** @type {(played: string[], rows?: Answered) => string[][]} */
const lines = (played, rows = {}) =>
  castLines(
    { played },
    { people: PEOPLE, directives: {}, incidents: [], ticker: {}, ...rows },
    ORDER,
    10_000,
  )
    .map((line) => [line.id, line.by, line.kind]);

test("people stand first, then the worst, then the order of posts", () => {
  equal(lines(["ben"], { directives: { D1: LATE }, ticker: VIRTUAL }), [
    ["ben", "person", "plain"],
    ["cai", "virtual", "urgent"],
    ["ann", "virtual", "plain"],
  ]);
});

test("whoever took command on the page is a person", () => {
  equal(lines([], { incidents: [INCIDENT], ticker: VIRTUAL })[0], ["ann", "took", "note"]);
});

test("nobody is said to be virtual before a virtual person did anything", () => {
  equal([...new Set(lines([]).map(([, by]) => by))], ["nobody"]);
});

test("a player without a post is listed too", () =>
  equal(lines(["dov"])[0], ["dov", "person", "plain"]));
