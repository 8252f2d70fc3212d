/* Whom a headcount may ask for: the people of the site, and visitors as people, by the name that one may see. */

import { onSiteWords } from "./on_site.js";
import { page } from "../base/context.js";
import { has, say } from "../base/words.js";
import { useKind, useSecond } from "../live/react_panels.js";

/** @import { InsideRow, PersonRow, ShiftCount, VisitorRow } from "../types/rows.d.ts" */

/* A visitor as the lists of people show them: name or number, and what tells them from others. */
/** @type {(row: VisitorRow) => PersonRow} */
export const asPerson = (row) => {
  const bits = [row.company, row.plate, row.badge].filter(Boolean);
  const kind = has(`gate.kind.${row.kind}`)
    ? say(/** @type {Sayable} */ (`gate.kind.${row.kind}`))
    : say("gate.card");
  const name = [row.name || row.visitor, kind, ...bits].join(" · ");
  return {
    person: row.visitor,
    name: { zh: name, en: name },
    employer: row.kind,
    posts: [],
    team: null,
    home: null,
    on_site: row.inside,
    presence: "on_site",
    responding: false,
    account: row.account,
    accounts: row.accounts,
    status: null,
    status_at: null,
    status_by: null,
    directive: null,
    stood_down_at: null,
    erased_at: null,
  };
};

/* The people and the visitors of the board. */
/** @type {() => Record<string, PersonRow>} */
export const useCountedPeople = () => {
  /** @type {Record<string, PersonRow>} */
  const people = useKind("people", "");
  /** @type {Record<string, VisitorRow>} */
  const visitors = useKind("people", "visitor:");
  return React.useMemo(() => {
    const strangers = Object.values(visitors).map((row) => [row.visitor, asPerson(row)]);
    return Object.assign({}, people, Object.fromEntries(strangers));
  }, [people, visitors, page.lang]);
};

/* How many are on site, in words. */
/** @type {() => string} */
export const useOnSite = () => {
  /** @type {ShiftCount | undefined} */
  const count = useKind("people", "count").count;
  /** @type {InsideRow | undefined} */
  const inside = useKind("people", "inside").inside;
  return onSiteWords(count, inside, useSecond());
};
