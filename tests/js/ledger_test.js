/* The ledger's lines, what is known and what is short: read from the rows' verdicts, never worked out here. */

import { filterLedger, readLedger } from "../../assets/resources/ledger.js";
import { dispatchWords, kitsAnswer, kitWords, readKits } from "../../assets/resources/kits.js";
import { readShortages, shortWords } from "../../assets/resources/shortage.js";
import { readKnown } from "../../assets/wall/known.js";
import { givePlant } from "./fakes/plant.js";
import { equal, test } from "./testing.js";
import { partOf } from "./rows.js";

/** @import { KitLine, KitRow, ResourceRow, StockRow, Turns } from "../../assets/types/rows.d.ts" */
/** @import { LedgerLine } from "../../assets/resources/ledger.js" */

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 25, 2);
/** @type {Turns} */
const TURNS = [[0, "plain", "far"], [NOW, "plain", "known"], [NOW + 10 * DAY, "warn", "due"]];
/** @type {Turns} */
const EXPIRY = [...TURNS, [NOW + 40 * DAY, "urgent", "over"]];
/** @type {Turns} */
const INSPECTION = [...TURNS, [NOW + 40 * DAY, "warn", "over"]];

const ALL = { find: "", state: "", custody: "", kept: "", resource: "", within: "" };
const resource = { id: "foam", name: "Foam" };
const store = { id: "hall", name: "Hall", custody: { kind: "open" } };
const plant = (more = {}) => ({
  by: { resources: { foam: resource }, stores: { hall: store }, outside: {} },
  ...more,
});
givePlant(plant());

/** @type {(more?: Partial<StockRow>) => StockRow} */
const line = (more = {}) => ({
  resource: "foam",
  store: "hall",
  quantity: 5,
  available: 5,
  committed: 0,
  minimum: 9,
  serviceable: true,
  expired: false,
  expires: null,
  counted: null,
  counted_at: null,
  inspection_due: null,
  custody: "open",
  key_post: null,
  key_holder: null,
  to_be_had: { how: "open" },
  ...more,
});

/** @type {(more: object) => ResourceRow} */
const sum = (more) => ({
  resource: "foam",
  had_now: 5,
  total: 5,
  committed: 0,
  minimum: 9,
  locked: [],
  expired: [],
  short: null,
  ...more,
});

/** @type {(stock: StockRow, short?: ResourceRow["short"], now?: number) => LedgerLine} */
function read(stock, short = null, now = NOW) {
  const sums = { "resource:foam": sum({ short }) };
  return readLedger({ stock: { "stock:foam@hall": stock }, stores: {}, sums }, "", now)[0];
}

test("a line is short when its resource is, whatever its own count", () => {
  equal([read(line()).stateId, read(line()).kind], ["ready", "plain"]);
  /** @type {NonNullable<ResourceRow["short"]>} */
  const kit = { sign: "urgent", needed: 6, had: 5, sent: 0, wanting: 0, order: 0.833 };
  equal([read(line(), kit).stateId, read(line(), kit).kind], ["short", "urgent"]);
  /** @type {NonNullable<ResourceRow["short"]>} */
  const minimum = { ...kit, sign: "warn" };
  const full = line({ available: 90, minimum: 1 });
  equal([read(full, minimum).stateId, read(full, minimum).kind], ["short", "warn"]);
});

test("a last good day is told by its turns, not by the reader's clock", () => {
  const stock = line({ expires: "2027-01-04", expiry: EXPIRY });
  /** @type {(days: number) => LedgerLine} */
  const at = (days) => read(stock, null, NOW + days * DAY);
  equal([0, 10, 40].map((days) => at(days).expiresKind), ["", "warn", "urgent"]);
  equal([0, 10, 40].map((days) => at(days).stateId), ["ready", "due", "ready"]);
  const expired = line({ expiry: EXPIRY, to_be_had: { how: "none", why: "expired" } });
  equal(read(expired, null, NOW + 40 * DAY).states, "expired");
});

test("an inspection that is over stays due", () => {
  const stock = line({ inspection_due: "2027-01-04", inspection: INSPECTION });
  /** @type {(days: number) => LedgerLine} */
  const at = (days) => read(stock, null, NOW + days * DAY);
  equal([0, 10, 40].map((days) => at(days).inspectionKind), ["", "warn", "warn"]);
  equal([0, 10, 40].map((days) => at(days).stateId), ["ready", "due", "due"]);
  equal(filterLedger([at(10)], { ...ALL, state: "due" }).length, 1);
});

test("what is known begins with its turn and is over with it", () => {
  const unit = {
    id: "district",
    name: "District",
    agreement_expires: "2027-01-04",
    agreement: [...TURNS, [NOW + 40 * DAY, "warn", "over"]],
  };
  const stock = line({ expires: "2027-01-04", expiry: EXPIRY });
  givePlant(plant({ outside: [unit] }));
  const told = (/** @type {number} */ days) =>
    readKnown({ "stock:foam@hall": partOf(stock) }, NOW + days * DAY).map((one) => one.detail);
  equal(told(-1), []);
  equal(told(0), ["known.expires"]);
  equal(told(10), ["known.agreement", "known.expires"]);
  equal(told(40), ["known.expired"]);
  givePlant(plant());
});

test("the list of what is short is the rows' own, the gravest first", () => {
  /** @type {(resource: string, short: ResourceRow["short"]) => ResourceRow} */
  const row = (resource, short) => sum({ resource, short });
  const lines = readShortages({
    "resource:mask": row("mask", {
      sign: "warn",
      needed: 9,
      had: 8,
      sent: 0,
      wanting: 0,
      order: 1.8889,
    }),
    "resource:hose": row("hose", null),
    "resource:suit": row("suit", {
      sign: "urgent",
      needed: 8,
      had: 4,
      sent: 2,
      wanting: 2,
      order: 0.5,
    }),
  });
  equal(lines.map((one) => [one.key, one.kind, one.end]), [
    ["suit", "urgent", "short.of 4 8"],
    ["mask", "warn", "short.of 8 9"],
  ]);
  equal(lines[0].detail, ["short.sent 2 · short.for 2", "short.for 2 · short.sent 2"]);
  equal(shortWords({ resource: "suit", needed: 4, had: 0, sent: 0 }), [
    "source.short suit short.of 0 4",
  ]);
});

test("a kit's line is short by the row's word", () => {
  /** @type {(short: boolean) => KitLine} */
  const of = (short) => ({ resource: "foam", needed: 1, had_now: 1, sent: {}, short });
  /** @type {KitRow} */
  const row = {
    kit: "k",
    complete: false,
    sign: "urgent",
    missing: [],
    nearest: [],
    sent: {},
    lines: [of(true), of(false)],
  };
  equal(
    readKits({ kits: { "kit:k": row }, stock: {}, dispatches: {} }, NOW)[0].lines.map((one) =>
      one.short
    ),
    [true, false],
  );
});

test("a kit that was sent is called sent, and of a part the rest is sent", () => {
  /** @type {(more: Partial<KitRow>) => KitRow} */
  const kit = (more) =>
    partOf({ kit: "k", complete: false, sign: "plain", sent: { "INC-1": "whole" }, ...more });
  const [sent, part] = [kit({}), kit({ sent: { "INC-1": "whole", "INC-2": "part" } })];
  const [whole, short] = [kit({ complete: true, sent: {} }), kit({ sign: "urgent" })];
  equal([whole, short, sent, part].map(kitWords), [
    "kits.complete",
    "kits.short",
    "kits.sent",
    "kits.rest_there",
  ]);
  equal(
    [["INC-1", sent], ["INC-1", part], ["INC-2", part], [undefined, part]].map((
      /** @type {any} */ [incident, row],
    ) => dispatchWords(row, incident)),
    ["command.dispatch", "command.dispatch", "command.dispatch_rest", "command.dispatch"],
  );
  equal(kitsAnswer([whole, short, sent]), "kits.answer_short 1 3");
  equal(kitsAnswer([whole, sent]), "kits.answer_sent 1 2");
  equal(kitsAnswer([whole]), "kits.answer_complete 1");
});

test("a line that an open matter puts out of service says since when and by which", () => {
  const gap = { matter: "m", number: "YH-1", title: { zh: "隐患", en: "Hazard" }, since: NOW };
  /** @type {(equipment: string) => LedgerLine} */
  const out = (equipment) =>
    readLedger(
      {
        stock: { "stock:foam@hall": line() },
        stores: {},
        sums: {},
        impaired: { [`impaired:${equipment}`]: { ...gap, equipment } },
      },
      "",
      NOW,
    )[0];
  equal(["foam", "foam@hall", "foam@shed"].map((one) => out(one).stateId), [
    "broken",
    "broken",
    "ready",
  ]);
  equal(out("foam@hall").outBy?.number, "YH-1");
});
