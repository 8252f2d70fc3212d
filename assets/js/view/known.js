/* What is known and owned: nothing new, nothing amber. One grey list, the soonest first. */
(function (center) {
  "use strict";

  const DAY = 86400000;
  const SOON_DAYS = 180;
  /* Calendar days of the plant, whatever the browser's own zone. */
  const days = (date, now) => (Date.parse(date) - Date.parse(center.day(now))) / DAY;

  center.readKnown = (resources, now) => {
    const plant = center.site();
    const list = [];
    const add = (key, name, detail, inDays) => list.push({ key, name, detail, inDays });
    for (const pump of plant.pumps || []) {
      if (pump.in_repair_since) add(`pump:${pump.id}`, center.text(pump.name), center.say("known.repair"), days(pump.in_repair_since, now));
    }
    for (const unit of plant.outside || []) {
      if (unit.agreement_expires && days(unit.agreement_expires, now) < 30) {
        const past = days(unit.agreement_expires, now) < 0;
        add(`agreement:${unit.id}`, center.text(unit.name), center.say(past ? "known.agreement_over" : "known.agreement"), days(unit.agreement_expires, now));
      }
    }
    for (const [key, row] of Object.entries(resources)) {
      if (!key.startsWith("stock:")) continue;
      if (row.expires && days(row.expires, now) < SOON_DAYS) {
        add(`expires:${key}`, center.named(row.resource), center.say(row.expired ? "known.expired" : "known.expires"), days(row.expires, now));
      }
    }
    return list.sort((a, b) => Math.abs(a.inDays) - Math.abs(b.inDays));
  };

  /* "37 d ago", "in 4 mo". */
  center.daysAway = (inDays) => {
    const n = Math.abs(inDays);
    const age = n < 60 ? center.say("age.days", { n: Math.round(n) }) : center.say("age.months", { n: Math.round(n / 30.4) });
    return center.say(inDays < 0 ? "age.ago" : "age.in", { age });
  };
})((window.center = window.center || {}));
