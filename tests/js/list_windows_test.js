/* The list of matters in windows as a page asks for it: what happens while an answer is under way, and which lists are
   asked for anew. */

import { equal, test } from "./testing.js";

/* A page that React draws, as far as `useMatterList` needs it: state, references and effects, drawn again at once. */
/** @type {{ cells: Answered[], at: number, draw: () => void }} */
const drawn = { cells: [], at: 0, draw: () => undefined };
/** @type {<T>(first: T) => Answered} */
const cell = (first) => drawn.cells[drawn.at++] ||= { value: first };
/** @type {(was: unknown[] | undefined, now: unknown[]) => boolean} */
const other = (was, now) => !was || was.some((one, n) => one !== now[n]);
const React = {
  /** @type {(first: unknown) => [unknown, (next: unknown) => void]} */
  useState: (first) => {
    const held = cell(first);
    return [held.value, (next) => {
      if (held.value === next) return;
      held.value = next;
      drawn.draw();
    }];
  },
  /** @type {(first: unknown) => Answered} */
  useRef: (first) => cell({ current: first }).value,
  /** @type {(work: unknown) => unknown} */
  useCallback: (work) => cell(work).value,
  /** @type {(work: () => (() => void) | undefined, deps: unknown[]) => void} */
  useEffect: (work, deps) => {
    const held = cell(undefined);
    if (!other(held.deps, deps)) return;
    held.deps = deps;
    held.work = work;
  },
};
Object.assign(globalThis, { window: { React } });
const { useMatterList } = await import("../../assets/past/list_windows.js");

/** @type {(id: string) => Answered} */
const line = (id) => ({ id, mark: `m-${id}`, in_list: [1, 1, id] });
/** @type {(ms: number) => Promise<void>} */
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/* A page that shows the list. `asked` are the questions to the server, oldest first; `answer` answers the oldest open one. */
/** @type {(search: string, seq: number) => Answered} */
function page(search, seq) {
  const given = { search, seq };
  /** @type {{ query: URLSearchParams, answer: (told: object) => void }[]} */
  const open = [];
  /** @type {URLSearchParams[]} */
  const asked = [];
  globalThis.fetch = (url) =>
    new Promise((done) => {
      const query = new URL(String(url), "https://plant.example").searchParams;
      asked.push(query);
      open.push({ query, answer: (told) => done(new Response(JSON.stringify(told))) });
    });
  /** @type {Answered} */
  let shown = null;
  drawn.cells = [];
  drawn.draw = () => {
    drawn.at = 0;
    shown = useMatterList(given.search, given.seq);
    for (const held of drawn.cells) {
      const { work } = held;
      held.work = undefined;
      if (!work) continue;
      if (held.over) held.over();
      held.over = work();
    }
  };
  drawn.draw();
  return {
    asked,
    shown: () => shown,
    ids: () => shown.list.rows.map((/** @type {Answered} */ one) => one.id).join(""),
    /** @type {(next: object) => void} */
    give: (next) => {
      Object.assign(given, next);
      drawn.draw();
    },
    /** @type {(told: object) => Promise<void>} */
    answer: async (told) => {
      for (let n = 0; !open.length && n < 100; n++) await wait(10);
      open.shift()?.answer({ matters: [], total: null, most: 2000, reach: "r", gone: [], ...told });
      await wait(5);
    },
    close: () => drawn.cells.forEach((held) => held.over && held.over()),
  };
}

for (const again of [false, true]) {
  const when = again ? "after a change of the filter" : "at first";
  test(`a fact that is told while the list is asked for ${when} is caught up`, async () => {
    const list = page("sort=opened.desc", 5);
    if (again) {
      await list.answer({ seq: 5, matters: [line("a")] });
      list.give({ search: "sort=opened.desc&state=open" });
    }
    for (let n = 0; list.asked.length < (again ? 2 : 1) && n < 100; n++) await wait(10);
    list.give({ seq: 6 });
    await list.answer({ seq: 5, matters: [line("b")] });
    equal(list.asked.at(-1).get("since"), "5");
    await list.answer({ seq: 6, matters: [line("c")] });
    equal([list.ids(), list.shown().list.seq], ["bc", 6]);
    const n = list.asked.length;
    await wait(20);
    equal(list.asked.length, n, "what is caught up is not asked for again");
    list.close();
  });
}

test("a server that is behind what the board told is asked once for it", async () => {
  const list = page("sort=opened.desc", 6);
  await list.answer({ seq: 5, matters: [line("a")] });
  await list.answer({ seq: 5 });
  await wait(20);
  equal(list.asked.length, 2);
  list.close();
});

for (const search of ["late=1", "figure=cycle&month=2026-11", "scored=p1"]) {
  test(`a list that more than its own facts change is asked for anew: ${search}`, async () => {
    const list = page(search, 5);
    await list.answer({ seq: 5, matters: [line("a"), line("b")] });
    list.give({ seq: 6 });
    await list.answer({ seq: 6, matters: [line("b")] });
    equal([list.asked.length, list.asked[1].get("since"), list.ids()], [2, null, "b"]);
    list.close();
  });
}

test("which way the list goes is what its order says, not a word that is searched for", async () => {
  const list = page("sort=opened.desc&find=report.asc", 5);
  await list.answer({ seq: 5, matters: [{ ...line("b"), in_list: [2, 2, "b"] }] });
  list.give({ seq: 6 });
  await list.answer({ seq: 6, matters: [{ ...line("c"), in_list: [3, 3, "c"] }] });
  equal(list.ids(), "cb");
  list.close();
});

test("how many lines there are is known at once, also when a change takes one out", async () => {
  const list = page("sort=opened.desc", 5);
  equal(list.shown().lines(), 0);
  await list.answer({ seq: 5, matters: [line("a"), line("b")] });
  equal(list.shown().lines(), 2);
  list.give({ seq: 6 });
  await list.answer({ seq: 6, gone: ["m-a"] });
  equal(list.shown().lines(), 1);
  list.close();
});
