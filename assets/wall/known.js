/* What is known and owned: nothing new, nothing amber. One grey list, the soonest first. */

import { text } from "../base/context.js";
import { day, say } from "../base/words.js";
import { named, site } from "../live/plant.js";

const DAY = 86400000;
const SOON_DAYS = 180;
/* Calendar days of the plant, whatever the browser's own zone. */
const days = (date, now) => (Date.parse(date) - Date.parse(day(now))) / DAY;

export const readKnown = (resources, now) => {
  const plant = site();
  const list = [];
  const add = (key, name, detail, inDays) => list.push({ key, name, detail, inDays });
  for (const pump of plant.pumps || []) {
    if (pump.in_repair_since) {
      add(`pump:${pump.id}`, text(pump.name), say("known.repair"), days(pump.in_repair_since, now));
    }
  }
  for (const unit of plant.outside || []) {
    if (unit.agreement_expires && days(unit.agreement_expires, now) < 30) {
      const past = days(unit.agreement_expires, now) < 0;
      add(
        `agreement:${unit.id}`,
        text(unit.name),
        say(past ? "known.agreement_over" : "known.agreement"),
        days(unit.agreement_expires, now),
      );
    }
  }
  for (const [key, row] of Object.entries(resources)) {
    if (!key.startsWith("stock:")) continue;
    if (row.expires && days(row.expires, now) < SOON_DAYS) {
      add(
        `expires:${key}`,
        named(row.resource),
        say(row.expired ? "known.expired" : "known.expires"),
        days(row.expires, now),
      );
    }
  }
  return list.sort((a, b) => Math.abs(a.inDays) - Math.abs(b.inDays));
};

/* "37 d ago", "in 4 mo". */
export const daysAway = (inDays) => {
  const n = Math.abs(inDays);
  const age = n < 60
    ? say("age.days", { n: Math.round(n) })
    : say("age.months", { n: Math.round(n / 30.4) });
  return say(inDays < 0 ? "age.ago" : "age.in", { age });
};
