/* The facts of the live ticker newer than the journal pages already read. A fact whose sentence
   lacks words waits, with all later ones, until they are fetched; then it is shown as well as
   possible. */

import { lacksDrillWords, lacksMatterNumber, rememberOpened } from "../shared/facts.js";

/** @import { TickerRow } from "../types/rows.d.ts" */

/** What is asked for; an empty field asks for nothing.
 * @typedef {{kind: string, incident: string, about: string}} JournalFilter */
/** `facts` fit, newest first; `head` is the newest that was looked at, `upto` the newest that waits, null where none does.
 * @typedef {{facts: TickerRow[], head: number, upto: number | null}} Following */

const HELD = 200; /* facts, by the ticker (live/rows/center/ticker_rows.py) */

/** @type {(value: unknown, id: string) => boolean} */
const names = (value, id) => {
  if (typeof value === "string") {
    return value === id ||
      (value.startsWith(`${id}:`) && /^[A-Za-z0-9]+$/.test(value.slice(id.length + 1)));
  }
  if (value && typeof value === "object") {
    return Object.values(value).some((part) => names(part, id));
  }
  return false;
};

/* Does a fact fit a filter? Empty fields ask for nothing. */
/** @type {(fact: TickerRow, filter: JournalFilter) => boolean} */
const factFits = (fact, { kind, incident, about }) =>
  (!kind || fact.kind === kind || fact.kind.startsWith(`${kind}.`)) &&
  (!incident || fact.incident === incident) &&
  (!about || [fact.actor, fact.speaker, fact.incident].includes(about) || names(fact.data, about));

/** @type {(fact: TickerRow) => boolean} */
const lacks = (fact) => lacksDrillWords(fact) || lacksMatterNumber(fact);

/* `asked`: up to which fact words were asked for. Null if facts after `head` have left the ticker. */
/** @type {(head: number, ticker: Record<string, TickerRow>, filter: JournalFilter, asked: number) =>
 *   Following | null} */
export function following(head, ticker, filter, asked) {
  const held = Object.values(ticker).sort((a, b) => a.seq - b.seq);
  if (held.length >= HELD && held[0].seq > head + 1) return null;
  rememberOpened(held);
  const fresh = held.filter((fact) => fact.seq > head);
  const waits = fresh.findIndex((fact) =>
    fact.seq > asked && factFits(fact, filter) && lacks(fact)
  );
  const told = waits < 0 ? fresh : fresh.slice(0, waits);
  return {
    facts: told.filter((fact) => factFits(fact, filter)).reverse(),
    head: told.at(-1)?.seq ?? head,
    upto: waits < 0 ? null : fresh[fresh.length - 1].seq,
  };
}
