/* A list of matters in windows, as far as it was scrolled: what the server told of it, in its order. When a matter
   changes, what changed since is asked for, and only its row moves, comes or goes. */

import { ask, toSignIn } from "../base/ask.js";
import { useAgain } from "../live/react_panels.js";

const { useCallback, useEffect, useRef, useState } = window.React;

/** Where a matter stands in the list: what the list is in order by, when it was opened, its id.
 * @typedef {[key: string | number, opened: number, id: string]} InList */
/** A line of the list; what else it says `matters.js` reads.
 * @typedef {Record<string, Answered> & { id: string, mark: string, in_list: InList }} Line */
/** `whole`: its last line is the last of all. `seq` is the fact up to which it was told.
 * @typedef {{ rows: Line[], whole: boolean, total: number, most: number, seq: number, reach: string }} MatterList */
/** @typedef {{ matters: Line[], total: number, most: number, seq: number, reach: string,
 *   gone?: string[], again?: boolean }} ListAnswer */

const WINDOW = 100;
const TYPING_MS = 200;

/* Texts are in order as in the database: by their code points. */
/** @type {(a: string | number, b: string | number) => number} */
function compared(a, b) {
  if (a === b) return 0;
  if (typeof a === "number" || typeof b === "number") return a < b ? -1 : 1;
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((one, n) => one !== right[n]);
  if (at < 0) return -1;
  if (at >= right.length) return 1;
  return (left[at].codePointAt(0) || 0) < (right[at].codePointAt(0) || 0) ? -1 : 1;
}

/* Whether one place comes before another; where the list's own order is the same, the newest opened comes first. */
/** @type {(a: InList, b: InList, descending: boolean) => boolean} */
function stands(a, b, descending) {
  const by = compared(a[0], b[0]);
  if (by) return descending ? by > 0 : by < 0;
  return a[1] === b[1] ? a[2] < b[2] : a[1] > b[1];
}

/* The list of a first window of at most `size` lines. */
/** @type {(told: ListAnswer, size: number) => MatterList} */
const begun = ({ matters, total, most, seq, reach }, size) => ({
  rows: matters,
  whole: matters.length < size,
  total,
  most,
  seq,
  reach,
});

/* The list with the window that follows its last line. What changed since the list was told is asked for apart. */
/** @type {(list: MatterList, told: ListAnswer, size: number) => MatterList} */
function goneOn(list, told, size) {
  const known = new Set(list.rows.map((one) => one.id));
  const rows = list.rows.concat(told.matters.filter((one) => !known.has(one.id)));
  return { ...list, rows, whole: told.matters.length < size, total: told.total };
}

/* The list with what changed. A line that comes after its last one is not there yet, unless the list is whole. */
/** @type {(list: MatterList, told: ListAnswer, descending: boolean) => MatterList} */
function changed(list, told, descending) {
  const out = new Set(told.gone);
  const moved = new Set(told.matters.map((one) => one.id));
  const rows = list.rows.filter((one) => !out.has(one.mark) && !moved.has(one.id));
  for (const line of told.matters) {
    const at = rows.findIndex((one) => stands(line.in_list, one.in_list, descending));
    if (at >= 0) rows.splice(at, 0, line);
    else if (list.whole) rows.push(line);
  }
  return { ...list, rows, total: told.total, seq: told.seq };
}

export const matterList = { begun, goneOn, changed, stands };

/** @type {(search: string, more: Record<string, string | number>) => Promise<ListAnswer>} */
async function told(search, more) {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(more)) query.set(name, String(value));
  const answer = await ask(`/api/v1/past/matters?${query}`, { cache: "no-store" });
  if (answer.status === 401) toSignIn();
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/* The list that `search` asks for. `seq` is the last fact of any matter that the board told of. `goOn` asks for the next
   window, `catchUp` for what changed: both say whether they were answered. `upTo` asks for all up to so many lines and says how many
   there are then, -1 where nobody answered. */
/** @type {(search: string, seq: number) => { list: MatterList | null, failed: boolean, goOn: () => Promise<boolean>,
 *   upTo: (most: number) => Promise<number>, catchUp: () => Promise<boolean> }} */
export function useMatterList(search, seq) {
  const [list, set] = useState(/** @type {MatterList | null} */ (null));
  const [failed, fail] = useState(false);
  const held = useRef(/** @type {MatterList | null} */ (null)); /* of `wanted` */
  const wanted = useRef("");
  const line = useRef(/** @type {Promise<unknown>} */ (Promise.resolve()));
  const goingOn = useRef(false);

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
  /** @type {(most: number) => Promise<number>} */
  const upTo = useCallback(async (most) => {
    const answered = await inTurn((asked) => next(asked, most - (held.current?.rows.length || 0)));
    return answered && held.current ? held.current.rows.length : -1;
  }, []);
  const catchUp = useCallback(() =>
    inTurn(async (asked) => {
      const known = held.current;
      if (!known) return await first(asked, WINDOW);
      const since = await told(asked, { since: known.seq });
      const all = Math.min(Math.max(known.rows.length, WINDOW), known.most);
      if (since.again || since.reach !== known.reach) return await first(asked, all);
      const after = changed(known, since, !asked.includes(".asc"));
      return after.rows.length || after.whole ? after : await first(asked, WINDOW);
    }), []);

  useEffect(() => {
    const begins = !wanted.current;
    wanted.current = search;
    held.current = null;
    const timer = setTimeout(
      () => inTurn((asked) => first(asked, WINDOW)),
      begins ? 0 : TYPING_MS,
    );
    return () => clearTimeout(timer);
  }, [search]);
  useEffect(() => {
    if (held.current && seq > held.current.seq) catchUp();
  }, [seq]);
  useAgain(failed, catchUp);
  return { list, failed, goOn, upTo, catchUp };
}
