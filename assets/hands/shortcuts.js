/* The registry of keyboard shortcuts: panels look keys up here, /help lists them, and a test
   presses each. `keys` are named as in KeyboardEvent.key, with Ctrl+ where needed (Cmd on a Mac);
   `on` is the page, or null for every page. The words are `shortcut.NAME`. */

const ARROWS = ["ArrowUp", "ArrowDown"];
/** @typedef {{name: string, on: string | null, keys: string[]}} Shortcut */

/** @type {Shortcut[]} */
export const shortcuts = [
  { name: "find", on: null, keys: ["Ctrl+k"] },
  { name: "leave", on: null, keys: ["Escape"] },
  { name: "full_screen", on: null, keys: ["F8"] },
  { name: "to_directive", on: "/command", keys: [..."1234567890"] },
  { name: "to_alarms", on: "/command", keys: ["l"] },
  { name: "to_due", on: "/command", keys: ["i"] },
  { name: "neighbour", on: "/command", keys: ARROWS },
  { name: "directive.ack", on: "/command", keys: ["a"] },
  { name: "directive.start", on: "/command", keys: ["s"] },
  { name: "directive.progress", on: "/command", keys: ["p"] },
  { name: "directive.done", on: "/command", keys: ["d"] },
  { name: "directive.verify", on: "/command", keys: ["v"] },
  { name: "directive.tell", on: "/command", keys: ["n"] },
  { name: "alarm.ack", on: "/alarms", keys: ["a"] },
  { name: "alarm.shelve", on: "/alarms", keys: ["s"] },
  { name: "alarm.history", on: "/alarms", keys: ["h"] },
  { name: "alarm.neighbour", on: "/alarms", keys: ARROWS },
  { name: "inject.fire", on: "/drills", keys: ["f"] },
  { name: "inject.hold", on: "/drills", keys: ["h"] },
  { name: "inject.skip", on: "/drills", keys: ["s"] },
  { name: "inject.neighbour", on: "/drills", keys: ARROWS },
  { name: "note.open", on: "/drills", keys: ["n"] },
  { name: "note.rate", on: "/drills", keys: ["1", "2", "3", "4", "0"] },
  { name: "row", on: "/resources", keys: ["Enter", " "] },
  { name: "vessel", on: "/tanks", keys: ARROWS },
  { name: "earlier", on: "/tanks", keys: ["ArrowLeft"] },
  { name: "later", on: "/tanks", keys: ["ArrowRight"] },
  { name: "closer", on: "/tanks", keys: ["+", "="] },
  { name: "wider", on: "/tanks", keys: ["-"] },
  { name: "now", on: "/tanks", keys: ["Home", "End"] },
  { name: "sos_hold", on: "/m", keys: ["Enter", " "] },
  { name: "done_hold", on: "/m", keys: ["Enter", " "] },
];
const byName = Object.fromEntries(shortcuts.map((one) => [one.name, one]));

/* The first key of a shortcut, by its name; "" for what has none. */
/** @type {(name: string) => string} */
export const keyOf = (name) => byName[name] ? byName[name].keys[0] : "";

/* Which key of the shortcut was pressed, from 0; -1 when it was not. Letters in either case. */
/** @type {(event: KeyboardEvent, name: string) => number} */
export const pressed = (event, name) => {
  const ctrl = event.ctrlKey || event.metaKey;
  if (event.altKey) return -1;
  const key = (ctrl ? "Ctrl+" : "") +
    (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  return byName[name].keys.indexOf(key);
};
