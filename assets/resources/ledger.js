/* The ledger's lines as rows of a grid: what is short leads, then what is locked, broken or due. */

import { availabilityWords, readAvailability } from "./availability.js";
import { verdictAt } from "../base/turns.js";
import { day, say, time } from "../base/words.js";
import { named, site } from "../live/plant.js";

/** @import { ImpairedGap, ResourceRow, Sign, StockRow, StoreRow, Turns, Words } from "../types/rows.d.ts" */
/** @import { Part } from "../live/plant_index.js" */
/** @typedef {"expired" | "short" | "locked" | "broken" | "due" | "ready"} LineState */
/** The rows of topic `resources` that the ledger is read from, by their whole keys.
 * @typedef {{
 *   stock: Record<string, StockRow>,
 *   stores: Record<string, StoreRow | undefined>,
 *   sums: Record<string, ResourceRow | undefined>,
 *   impaired?: Record<string, ImpairedGap>,
 * }} LedgerRows */
/** A row of the ledger's grid. @typedef {ReturnType<typeof readLedger>[number]} LedgerLine */
/** What the page chose; "" chooses nothing.
 * @typedef {{find: string, state: string, custody: string, kept: string, resource: string, within: string}}
 *   LedgerChoice */

/* State -> its sign; in the order of the list. */
/** @type {Record<LineState, Sign>} */
const STATES = {
  expired: "urgent",
  short: "urgent",
  locked: "warn",
  broken: "gone",
  due: "warn",
  ready: "plain",
};
export const ledgerStates = /** @type {LineState[]} */ (Object.keys(STATES));
/** @type {(state: LineState) => Sign} */
export const signOfState = (state) => STATES[state];
/** @type {(state: LineState) => string} */
export const wordOfState = (state) => say(`resources.${state}`);

/** @type {(name: Words | string | undefined) => string} */
const both = (name) => (name && typeof name === "object" ? `${name.zh} ${name.en}` : name || "");

/* The sign of a last good day: "" while there is nothing to do about it. */
/** @type {(turns: Turns | undefined, now: number) => Sign | ""} */
const signOfDay = (turns, now) => {
  const { kind } = verdictAt(turns, now);
  return kind === "plain" ? "" : kind;
};

/* Everything that is true of a line, the gravest first; a line that is nothing else is ready. */
/** @type {(row: StockRow, short: boolean, out: boolean, now: number) => LineState[]} */
function statesOf(row, short, out, now) {
  /** @type {Set<LineState>} */
  const found = new Set();
  if (row.to_be_had.why === "expired") found.add("expired");
  if (short) found.add("short");
  if (row.custody === "locked") found.add("locked");
  if (!row.serviceable || out) found.add("broken");
  if (verdictAt(row.expiry, now).code === "due" || signOfDay(row.inspection, now)) found.add("due");
  return ledgerStates.filter((state) => found.has(state));
}

/* The open matter that puts a line out of service: it names the line (`RESOURCE@STORE`), or all of the resource. */
/** @type {(impaired: LedgerRows["impaired"], row: StockRow) => ImpairedGap | null} */
const impairedBy = (impaired, row) =>
  impaired?.[`impaired:${row.resource}@${row.store}`] || impaired?.[`impaired:${row.resource}`] ||
  null;

/** @type {(row: StockRow) => {post: string, holder: string}} */
function keyOf(row) {
  const post = row.key_post ? named(row.key_post) : "";
  return { post, holder: row.key_holder ? named(row.key_holder) : say("resources.nobody") };
}

/* What the contact of the store shows, and what people entered where that says the opposite. */
/** @type {(row: Pick<StockRow, "sensed_open" | "sensed_at" | "sensed_against">) => string} */
export const sensedWords = (row) =>
  row.sensed_open === undefined || row.sensed_at === undefined ? "" : [
    say(row.sensed_open ? "custody.sensed_open" : "custody.sensed_shut", {
      at: time(row.sensed_at),
    }),
    row.sensed_against
      ? say(row.sensed_against === "open" ? "custody.entered_open" : "custody.entered_shut")
      : "",
  ].filter(Boolean).join(" · ");

/* How it is kept now and who has the key. */
/** @type {(row: StockRow) => string} */
export const custodyWords = (row) => {
  const kept = site().by.stores[row.store];
  if (row.custody === "open") {
    return kept && kept.custody.kind === "keyed" ? say("custody.stands_open") : say("custody.open");
  }
  return say(row.custody === "locked" ? "resources.locked_key" : "resources.key_with", keyOf(row));
};

/* The lines of stock as flat rows; `to` is where things are wanted, "" where nothing is. */
/** @param {LedgerRows} rows
 * @param {string} to
 * @param {number} now */
export const readLedger = ({ stock, stores, sums, impaired }, to, now) => {
  const { by } = site();
  /** @type {(store: string) => number | null | undefined} */
  const carry = (store) => (to ? stores[`store:${store}`]?.carry_min[to] : undefined);
  return Object.entries(stock)
    .map(([key, row]) => {
      const short = sums[`resource:${row.resource}`]?.short;
      const outBy = impairedBy(impaired, row);
      const states = statesOf(row, Boolean(short), outBy !== null, now);
      const state = states[0] || "ready";
      const had = readAvailability(row.to_be_had, carry(row.store), now);
      /** @type {Partial<Part>} */
      const resource = by.resources[row.resource] || {};
      /** @type {Partial<Part>} */
      const store = by.stores[row.store] || { custody: {} };
      return {
        key,
        kind: state === "short" && short ? short.sign : STATES[state],
        rank: ledgerStates.indexOf(state),
        states: states.join(" "),
        outBy,
        stateId: state,
        name: named(row.resource),
        store: named(row.store),
        state: states.map(wordOfState).join(" · ") || wordOfState("ready"),
        minutes: had.minutes,
        had: availabilityWords(had),
        available: row.available,
        quantity: row.quantity,
        committed: row.committed,
        minimum: row.minimum,
        custody: custodyWords(row),
        custodyId: row.custody,
        keptId: store.custody.kind,
        resourceId: row.resource,
        storeId: row.store,
        expires: row.expires,
        expiresKind: signOfDay(row.expiry, now),
        inspection: row.inspection_due,
        inspectionKind: signOfDay(row.inspection, now),
        counted: row.counted_at ? day(row.counted_at) : row.counted,
        text: `${key} ${both(resource.name)} ${both(store.name)} ${row.batch || ""}`.toLowerCase(),
      };
    });
};

/* The rows that pass the choices of the page; an empty choice passes all. */
/** @type {(rows: LedgerLine[], choice: LedgerChoice) => LedgerLine[]} */
export const filterLedger = (rows, { find, state, custody, kept, resource, within }) => {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const most = within ? Number(within) : null;
  return rows.filter(
    (row) =>
      words.every((word) => row.text.includes(word)) &&
      (!state || row.states.split(" ").includes(state) || row.stateId === state) &&
      (!custody || row.custodyId === custody) &&
      (!kept || row.keptId === kept) &&
      (!resource || row.resourceId === resource) &&
      (most === null || Number.isNaN(most) || row.minutes <= most),
  );
};
