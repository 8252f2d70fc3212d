/* What is known and owned: nothing new, nothing amber. One grey list, the soonest first. */

import { text } from "../base/context.js";
import { verdictAt } from "../base/turns.js";
import { day, say } from "../base/words.js";
import { named, site } from "../live/plant.js";

const DAY = 86400000;
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
    const agreement = verdictAt(unit.agreement, now).code;
    if (agreement === "due" || agreement === "over") {
      add(
        `agreement:${unit.id}`,
        text(unit.name),
        say(agreement === "over" ? "known.agreement_over" : "known.agreement"),
        days(unit.agreement_expires, now),
      );
    }
  }
  for (const [key, row] of Object.entries(resources)) {
    if (!key.startsWith("stock:")) continue;
    const expiry = verdictAt(row.expiry, now).code;
    if (expiry && expiry !== "far") {
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
export const daysAway = (inDays) => {
  const n = Math.abs(inDays);
  const age = n < 60
    ? say("age.days", { n: Math.round(n) })
    : say("age.months", { n: Math.round(n / 30.4) });
  return say(inDays < 0 ? "age.ago" : "age.in", { age });
};
