/* The list of matters in windows: the first at once, the next as somebody scrolls; and what changed since, when a
   matter changes. */

import { matterList } from "./matter_list.js";
import { ask, STORE_MS, toSignIn } from "../base/ask.js";
import { useAgain } from "../live/react_panels.js";

/** @import { ListAnswer, MatterList } from "./matter_list.js" */

const { useCallback, useEffect, useRef, useState } = window.React;
const { begun, changed, goneOn } = matterList;
const WINDOW = 100;
const TYPING_MS = 200;
const COUNT_MS = 15000;
/* What keeps matters by more than their own facts: by time, or by facts of others. Such a list is asked for anew. */
const NOT_BY_OWN_FACTS = ["late", "figure", "scored"];

/** @type {(search: string, more: Record<string, string | number>) => Promise<ListAnswer>} */
async function told(search, more) {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries({ count: 0, ...more })) query.set(name, String(value));
  const answer = await ask(`/api/v1/past/matters?${query}`, { cache: "no-store" }, STORE_MS);
  if (answer.status === 401) toSignIn();
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/* The list that `search` asks for. `seq` is the last fact of any matter that the board told of. `goOn` asks for the next
   window, `upTo` for all up to so many lines, `catchUp` for what changed: they say whether they were answered. `lines` is
   how many lines the list has at this moment, drawn or not. */
/** @type {(search: string, seq: number) => { list: MatterList | null, failed: boolean, goOn: () => Promise<boolean>,
 *   upTo: (most: number) => Promise<boolean>, catchUp: () => Promise<boolean>, lines: () => number }} */
export function useMatterList(search, seq) {
  const [list, set] = useState(/** @type {MatterList | null} */ (null));
  const [failed, fail] = useState(false);
  const held = useRef(/** @type {MatterList | null} */ (null)); /* of `wanted` */
  const wanted = useRef("");
  const line = useRef(/** @type {Promise<unknown>} */ (Promise.resolve()));
  const goingOn = useRef(false);
  const caughtUp = useRef(0); /* the board's fact that was asked for; 0: none of `wanted` */
  const counted = useRef(0); /* the fact up to which it was counted */

  /* One request after the other: each goes on from what the one before it left. */
  /** @type {(work: (search: string) => Promise<MatterList | null>) => Promise<boolean>} */
  const inTurn = useCallback((work) => {
    const next = line.current.then(async () => {
      const asked = wanted.current;
      try {
        const found = await work(asked);
        if (asked !== wanted.current) return false;
        if (found && found !== held.current) {
          held.current = found;
          set(found);
        }
        fail(false);
        return true;
      } catch (_) {
        fail(true);
        return false;
      }
    });
    line.current = next;
    return next;
  }, []);

  const lines = () => held.current?.rows.length || 0;

  /** @type {(asked: string, size: number) => Promise<MatterList>} */
  const first = async (asked, size) => begun(await told(asked, { size }), size);

  /** @type {(asked: string, size: number) => Promise<MatterList | null>} */
  const next = async (asked, size) => {
    const known = held.current;
    if (!known) return await first(asked, size);
    const last = known.rows.at(-1);
    if (known.whole || size < 1) return known;
    if (!last) return await first(asked, size);
    return goneOn(
      known,
      await told(asked, { size, after: JSON.stringify(last.in_list) }),
      size,
    );
  };

  const goOn = useCallback(async () => {
    if (goingOn.current) return true;
    goingOn.current = true;
    try {
      return await inTurn((asked) => next(asked, WINDOW));
    } finally {
      goingOn.current = false;
    }
  }, []);
  /** @type {(most: number) => Promise<boolean>} */
  const upTo = useCallback((most) => inTurn((asked) => next(asked, most - lines())), []);
  const catchUp = useCallback(() =>
    inTurn(async (asked) => {
      const known = held.current;
      if (!known) return await first(asked, WINDOW);
      const all = Math.min(Math.max(known.rows.length, WINDOW), known.most);
      const query = new URLSearchParams(asked);
      if (NOT_BY_OWN_FACTS.some((name) => query.has(name))) {
        const anew = await first(asked, all);
        return anew.whole ? anew : { ...anew, total: known.total };
      }
      const since = await told(asked, { since: known.seq });
      if (since.again || since.reach !== known.reach) return await first(asked, all);
      const after = changed(known, since, !query.get("sort")?.endsWith(".asc"));
      return after.rows.length || after.whole ? after : await first(asked, WINDOW);
    }), []);

  useEffect(() => {
    const begins = !wanted.current;
    wanted.current = search;
    held.current = null;
    caughtUp.current = 0;
    const timer = setTimeout(
      () => inTurn((asked) => first(asked, WINDOW)),
      begins ? 0 : TYPING_MS,
    );
    return () => clearTimeout(timer);
  }, [search]);
  /* A fact may be told while the list is asked for: the answer, once it is there, is compared too. */
  useEffect(() => {
    if (!held.current || seq <= Math.max(held.current.seq, caughtUp.current)) return;
    caughtUp.current = seq;
    catchUp();
  }, [seq, list]);
  useAgain(failed, catchUp);
  /* Rows come at once. How many there are is counted after them, and not at each change. */
  const count = useCallback(() =>
    inTurn(async (asked) => {
      const known = held.current;
      if (!known || known.whole) return known;
      if (known.total !== null && counted.current === known.seq) return known;
      const { total } = await told(asked, { size: 0, count: 1 });
      counted.current = known.seq;
      return { ...known, total };
    }), []);
  useEffect(() => {
    if (list && list.total === null) count();
  }, [list]);
  const stale = list && !list.whole ? list.seq : 0;
  useEffect(() => {
    if (!stale || counted.current === stale) return undefined;
    const timer = setTimeout(count, COUNT_MS);
    return () => clearTimeout(timer);
  }, [stale]);
  return { list, failed, goOn, upTo, catchUp, lines };
}
