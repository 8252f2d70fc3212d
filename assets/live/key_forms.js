/* Made by tools/rows_page.py from the declared kinds of rows, and held against them by a test: edit
   command_center/live/rows/, never this file. */

/* The forms of keys that each topic has: `sos:` keys that begin so, `:direction` keys that end so, `count`
   that key alone, and the empty text every other key. */
/** @type {Readonly<Record<string, readonly string[]>>} */
export const KEY_FORMS = {
  alarms: [""],
  center: ["channels", "clocks", "duties"],
  directives: [""],
  drill: ["", ":direction"],
  feeds: [""],
  incident: ["", "official:", "report:"],
  levels: ["", "plume:", "pool:", "valve:"],
  pages: ["", "paging:"],
  people: ["", "campaign:", "contact:", "count", "position:", "sos:"],
  readiness: ["authority:", "break_glass:", "channels", "commanders", "contacts", "kit:", "limits:", "no_channel", "pool:", "source:", "unanswered", "vacant:"],
  resources: ["dispatch:", "kit:", "resource:", "stock:", "store:"],
  review: ["", "count"],
  ticker: [""],
};
