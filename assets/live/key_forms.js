/* Made by tools/rows_page.py from the declared kinds of rows, and held against them by a test: edit
   command_center/live/rows/, never this file. */

/* The forms of keys that each topic has: `sos:` keys that begin so, `:direction` keys that end so, `count`
   that key alone, and the empty text every other key. */
/** @type {Readonly<Record<string, readonly string[]>>} */
export const KEY_FORMS = {
  alarms: ["", "~found:", "~plant:", "~together"],
  authority: ["act:", "delegation:"],
  center: ["channels", "clocks", "disk", "duties", "failing", "plant"],
  directives: [""],
  drill: ["", ":direction"],
  feeds: ["", "clock:", "tag:"],
  incident: ["", "official:", "report:", "sirens:"],
  levels: ["", "in_time:", "plume:", "pool:", "valve:"],
  matters: ["changed", "hazard:", "work:"],
  pages: ["", "paging:"],
  people: ["", "campaign:", "contact:", "count", "gate:", "inside", "inside:", "position:", "roll_call:", "sos:", "visitor:", "zone:"],
  readiness: ["agreement:", "authority:", "break_glass:", "channels", "closed:", "commanders", "contacts", "impaired:", "interim:", "kit:", "limits:", "never", "no_channel", "pool:", "round:", "source:", "unanswered", "unheld", "upkeep", "vacant:"],
  resources: ["dispatch:", "handout:", "kit:", "resource:", "stock:", "store:", "tasks:"],
  review: ["", "count"],
  ticker: [""],
};
