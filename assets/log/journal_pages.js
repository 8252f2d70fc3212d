/* The journal in pages: newest first, loading older pages on demand, with new facts added on top.
   A filter is {kind, incident, about}; the rule is the server's (store/journal/search.py). */

import { following } from "./following.js";
import { ask as askServer, STORE_MS, toSignIn } from "../base/ask.js";
import { useAgain, useKind, useReady } from "../live/react_panels.js";
import { rememberDirectives, rememberDrills, rememberMatters } from "../shared/facts.js";

/** @import { TickerRow } from "../types/rows.d.ts" */
/** @import { JournalFilter } from "./following.js" */

/** `head` is the number of the newest fact that was looked at; `before` where the next page ends, null
 * where there is none.
 * @typedef {{facts: TickerRow[], head: number, before: number | null, asked: boolean, failed: boolean}} Got */
/** What GET /api/v1/journal/search answers, with the lateness of each fact in the fact.
 * @typedef {Pick<Got, "facts" | "head" | "before">} JournalPage */

const PAGE = 200;
const AHEAD = 20; /* facts shown above the one an address points at */

/** @type {Got} */
const nothing = { facts: [], head: 0, before: null, asked: false, failed: false };

/* Facts that fit, newest first, as {facts, more, earlier(), busy, failed}. `seq` starts there. */
/** @param {JournalFilter} filter @param {string} seq */
export const useJournal = (filter, seq) => {
  const { useCallback, useEffect, useRef, useState } = React;
  const { kind, incident, about } = filter;
  const ticker = useKind("ticker", "");
  const ready = useReady();
  const [got, setGot] = useState(nothing);
  const [busy, setBusy] = useState(false);
  const [again, setAgain] = useState(0);
  const [askedTo, setAskedTo] = useState(0); /* the words of facts up to this one */
  const asking = useRef(false);

  const ask = useCallback(
    /** @type {(before: number | null) => Promise<JournalPage>} */
    async (before) => {
      const query = new URLSearchParams({ limit: String(PAGE) });
      for (const [name, value] of Object.entries({ before, kind, incident, about })) {
        if (value) query.set(name, String(value));
      }
      const answer = await askServer(
        `/api/v1/journal/search?${query}`,
        { cache: "no-store" },
        STORE_MS,
      );
      if (answer.status === 401) toSignIn();
      if (!answer.ok) throw new Error(`journal: ${answer.status}`);
      const page = answer.json();
      rememberDirectives(page.directives);
      rememberDrills(page.drills);
      rememberMatters(page.matters);
      const facts = page.facts.map((/** @type {Omit<TickerRow, "late_ms">} */ fact) =>
        Object.assign({ late_ms: page.late[fact.seq] || null }, fact)
      ); /* as the ticker's rows have it */
      return Object.assign({}, page, { facts });
    },
    [kind, incident, about],
  );

  useEffect(() => {
    let gone = false;
    setGot((was) => (was.failed ? was : nothing));
    setBusy(true);
    ask(seq ? Number(seq) + AHEAD + 1 : null)
      .then((page) => !gone && setGot(Object.assign({ asked: true, failed: false }, page)))
      .catch(() => !gone && setGot(Object.assign({}, nothing, { asked: true, failed: true })))
      .finally(() => !gone && setBusy(false));
    return () => {
      gone = true;
    };
  }, [ask, seq, again]);

  useEffect(() => {
    if (!ready || !got.asked || got.failed || seq) return;
    const next = following(got.head, ticker, { kind, incident, about }, askedTo);
    if (next === null) return setAgain((n) => n + 1);
    const { facts, head, upto } = next;
    if (head !== got.head) {
      setGot((now) => now === got ? { ...now, head, facts: facts.concat(now.facts) } : now);
    }
    if (upto === null || asking.current) return;
    asking.current = true;
    ask(upto + 1).catch(() => null).finally(() => {
      asking.current = false;
      setAskedTo(upto);
    });
  }, [ready, ticker, got, seq, kind, incident, about, ask, askedTo]);

  const earlier = useCallback(() => {
    if (busy || !got.before) return;
    setBusy(true);
    ask(got.before)
      .then((page) =>
        setGot((now) =>
          now.before !== got.before ? now : Object.assign({}, now, {
            facts: now.facts.concat(page.facts),
            before: page.before,
            failed: false,
          })
        )
      )
      .catch(() => setGot((now) => Object.assign({}, now, { failed: true })))
      .finally(() => setBusy(false));
  }, [ask, busy, got.before]);

  const retry = () => (got.facts.length ? earlier() : setAgain((n) => n + 1));
  useAgain(got.failed && !busy, retry);

  return {
    facts: got.facts,
    more: got.before !== null,
    asked: got.asked,
    failed: got.failed,
    busy,
    earlier,
    retry,
  };
};
