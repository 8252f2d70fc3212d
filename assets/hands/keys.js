/* Keyboard control of the desk: a number selects the directive of that number, L the first alarm that waits, I
   "issue all due" or else the first plan step that can be issued; then a letter or Enter acts. So
   an acknowledgement by radio is two keystrokes: 3, A. A number may have several digits: Enter, a
   letter or a pause ends it, and only then is it selected. A key without effect says so. */

import { pressed, shortcuts } from "./shortcuts.js";
import { say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { currentIncident } from "../shared/current.js";

/** @import { DirectiveRow } from "../types/rows.d.ts" */

const PAUSE_MS = 900; /* a hand that types a second figure takes less */
const SAID_MS = 5000;

/** @type {(element: HTMLElement) => boolean} */
const typing = (element) =>
  element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName) ||
  Boolean(element.closest("[role='listbox'], [role='dialog']"));

/** @type {(event: KeyboardEvent) => boolean} */
const bare = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;

/* What a key did not do, or the figures that were typed so far. */
/** @type {number | undefined} */
let unsaid;
/** @type {(words: string) => void} */
function tell(words) {
  let line = document.querySelector(".key-said");
  if (!line) {
    line = Object.assign(document.createElement("p"), { className: "key-said" });
    line.setAttribute("role", "status");
    document.body.append(line);
  }
  line.textContent = words;
  clearTimeout(unsaid);
  if (words) unsaid = setTimeout(() => tell(""), SAID_MS);
}

/** @type {(found: HTMLElement) => void} */
function goTo(found) {
  found.focus();
  found.scrollIntoView({ block: "nearest" });
}

let figures = "";
/** @type {number | undefined} */
let pause;

/* Nothing comes after the figures for a while: they are a number, unless the hand has gone on to type elsewhere. */
function paused() {
  if (document.activeElement instanceof HTMLElement && typing(document.activeElement)) figures = "";
  else chooseNumber();
}

/* The figures are a number now: its row has the focus. One that has ended is shown; null where it cannot be acted on. */
/** @type {() => HTMLElement | null} */
function chooseNumber() {
  const number = Number(figures);
  figures = "";
  clearTimeout(pause);
  const row = /** @type {HTMLElement | null} */ (document.querySelector(
    `.directive-row[data-number="${number}"]:not([hidden])`,
  ));
  if (row) {
    tell("");
    goTo(row);
    return row;
  }
  /** @type {DirectiveRow[]} */
  const rows = Object.values(board.kind("directives", ""));
  const known = rows.find((one) => one.incident === currentIncident() && one.number === number);
  if (known) location.hash = `#${encodeURIComponent(known.id)}`; /* shown and chosen by the desk */
  tell(say(known ? "keys.ended" : "keys.no_directive", { n: number }));
  return null;
}

/* Before whatever has the focus hears it: a key that ends a number is for the directive of that number. */
document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (!figures || !bare(event) || typing(target) || pressed(event, "to_directive") >= 0) return;
  if (event.key.length > 1 && !["Enter", "Escape"].includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Escape") {
    figures = "";
    clearTimeout(pause);
    return tell("");
  }
  const row = chooseNumber();
  if (row && event.key !== "Enter") {
    row.dispatchEvent(
      new KeyboardEvent("keydown", { key: event.key, bubbles: true, cancelable: true }),
    );
  }
}, true);

/* Where a letter leads on the command page, the first that is there; and what is said where there is nothing. */
/** @type {(event: KeyboardEvent) => [selectors: string[], none: Sayable] | null} */
function leads(event) {
  if (pressed(event, "to_alarms") >= 0) {
    return [[".alarm-row[data-waits]:not([hidden])", ".alarm-row"], "keys.no_alarm"];
  }
  if (pressed(event, "to_due") >= 0) {
    return [[".issue-due .act, .step-row:not([hidden]) .act"], "keys.nothing_due"];
  }
  return null;
}

/** @type {(selectors: string[]) => HTMLElement | null} */
const firstOf = (selectors) =>
  selectors.map((one) => /** @type {HTMLElement | null} */ (document.querySelector(one)))
    .find((one) => one !== null) ?? null;

document.addEventListener("keydown", (event) => {
  if (!bare(event) || event.defaultPrevented || typing(/** @type {HTMLElement} */ (event.target))) {
    return;
  }
  if (!document.querySelector(".directive-list")) return;
  if (pressed(event, "to_directive") >= 0) {
    event.preventDefault();
    figures += event.key;
    tell(say("keys.number", { n: figures }));
    clearTimeout(pause);
    pause = setTimeout(paused, PAUSE_MS);
    return;
  }
  const led = leads(event);
  if (!led) return;
  event.preventDefault();
  const found = firstOf(led[0]);
  if (found) goTo(found);
  else tell(say(led[1]));
});

const STEPS = /** @type {const} */ (["previousElementSibling", "nextElementSibling"]);

/* The next row that way which is shown; what counts the rest of a list lies between two. */
/** @type {(row: HTMLElement, step: "previousElementSibling" | "nextElementSibling") => HTMLElement | null} */
function neighbour(row, step) {
  let next = row[step];
  while (next && !next.matches("[tabindex='0']:not([hidden])")) next = next[step];
  return /** @type {HTMLElement | null} */ (next);
}

/* The letters that do something to rows, each with the beginning of their names. */
/** @type {(key: string, of: string) => boolean} */
const isKeyOf = (key, of) =>
  shortcuts.some(({ name, keys }) => name.startsWith(`${of}.`) && keys.includes(key));

/* Keys of a row that has the focus: a letter of `acts` {letter: act}, and the arrows to its
   neighbours. A letter that acts on other rows `of` its kind says that it does nothing to this one. */
/** @type {(acts: {[letter: string]: (() => unknown) | null | undefined}, of?: string) => (event: ReactKeyEvent) => void} */
export const rowKeys = (acts, of = "") => (event) => {
  if (event.target !== event.currentTarget || !bare(event)) return;
  const key = event.key.toLowerCase();
  const act = acts[key];
  const step = STEPS[pressed(event, "neighbour")];
  const next = step && neighbour(event.currentTarget, step);
  if (act) act();
  else if (next) next.focus();
  else if (of && isKeyOf(key, of)) tell(say("keys.not_now", { key: key.toUpperCase() }));
  else return;
  event.preventDefault();
};
