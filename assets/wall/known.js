/* Known and owned items: nothing new, nothing amber. One grey list, the soonest first. */

import { text } from "../base/context.js";
import { verdictAt } from "../base/turns.js";
import { day, say } from "../base/words.js";
import { named, site } from "../live/plant.js";

/** @import { StockRow, Turns, Words } from "../types/rows.d.ts" */

/** Something that is known and owned, and in how many days it comes (negative: how long ago it came).
 * @typedef {{key: string, name: string, detail: string, inDays: number}} KnownThing
 */
/** @typedef {{id: string, name: Words, in_repair_since?: string | null}} Pump */
/** @typedef {{id: string, name: Words, agreement?: Turns, agreement_expires?: string | null}} OutsideUnit */

const DAY = 86400000;
/* Calendar days of the plant, whatever the browser's own zone. */
/** @type {(date: string, now: number) => number} */
const days = (date, now) => (Date.parse(date) - Date.parse(day(now))) / DAY;

/** @typedef {Pick<StockRow, "resource" | "expires" | "expiry">} Expiring */

/** @type {(stock: Record<string, Expiring>, now: number) => KnownThing[]} */
export const readKnown = (stock, now) => {
  const plant = site();
  /** @type {Pump[]} */
  const pumps = plant.pumps || [];
  /** @type {OutsideUnit[]} */
  const outside = plant.outside || [];
  /** @type {KnownThing[]} */
  const list = [];
  /** @type {(key: string, name: string, detail: string, inDays: number) => void} */
  const add = (key, name, detail, inDays) => void list.push({ key, name, detail, inDays });
  for (const pump of pumps) {
    if (pump.in_repair_since) {
      add(`pump:${pump.id}`, text(pump.name), say("known.repair"), days(pump.in_repair_since, now));
    }
  }
  for (const unit of outside) {
    /* One that is over is a gap (command/readiness.js), and stands there alone. */
    if (unit.agreement_expires && verdictAt(unit.agreement, now).code === "due") {
      add(
        `agreement:${unit.id}`,
        text(unit.name),
        say("known.agreement"),
        days(unit.agreement_expires, now),
      );
    }
  }
  for (const [key, row] of Object.entries(stock)) {
    const expiry = verdictAt(row.expiry, now).code;
    if (row.expires && expiry && expiry !== "far") {
      add(
        `expires:${key}`,
        named(row.resource),
        say(expiry === "over" ? "known.expired" : "known.expires"),
        days(row.expires, now),
      );
    }
  }
  return list.sort((a, b) => Math.abs(a.inDays) - Math.abs(b.inDays));
};

/* "37 d ago", "in 4 mo". */
/** @type {(inDays: number) => string} */
export const daysAway = (inDays) => {
  const n = Math.abs(inDays);
  const age = n < 60
    ? say("age.days", { n: Math.round(n) })
    : say("age.months", { n: Math.round(n / 30.4) });
  return say(inDays < 0 ? "age.ago" : "age.in", { age });
};
