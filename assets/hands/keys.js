/* The desk from the keyboard alone: a figure goes to the directive of that number, L to the alarms, I to "issue all due" or
   else to the first step of the plan that can be issued; there a letter or Enter acts. So an acknowledgement by radio is two keystrokes: 3, A. */

import { pressed } from "./shortcuts.js";

/** @type {(element: HTMLElement) => boolean} */
const typing = (element) =>
  element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName) ||
  Boolean(element.closest("[role='listbox'], [role='dialog']"));

/** @type {(event: KeyboardEvent) => boolean} */
const bare = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;

/* Where a key leads on the command page; null for a key that leads nowhere. */
/** @type {(event: KeyboardEvent) => HTMLElement | null | undefined} */
function row(event) {
  const figure = pressed(event, "to_directive");
  if (figure >= 0) {
    return /** @type {HTMLElement | null} */ (document.querySelector(
      `.directive-row[data-number="${figure + 1}"]:not([hidden])`,
    ));
  }
  if (pressed(event, "to_alarms") >= 0) return document.querySelector(".alarm-row");
  if (pressed(event, "to_due") >= 0) {
    const act = ".issue-due .act, .step-row:not([hidden]) .act";
    return /** @type {HTMLElement | null} */ (document.querySelector(act));
  }
  return null;
}

document.addEventListener("keydown", (event) => {
  if (!bare(event) || event.defaultPrevented || typing(/** @type {HTMLElement} */ (event.target))) {
    return;
  }
  const found = row(event);
  if (!found) return;
  event.preventDefault();
  found.focus();
  found.scrollIntoView({ block: "nearest" });
});

const STEPS = /** @type {const} */ (["previousElementSibling", "nextElementSibling"]);

/* The next row that way which is shown; what counts the rest of a list lies between two. */
/** @type {(row: HTMLElement, step: "previousElementSibling" | "nextElementSibling") => HTMLElement | null} */
function neighbour(row, step) {
  let next = row[step];
  while (next && !next.matches("[tabindex='0']:not([hidden])")) next = next[step];
  return /** @type {HTMLElement | null} */ (next);
}

/* Keys of a row that has the focus: a letter of `acts` {letter: act}, and the arrows to its
   neighbours. */
/** @type {(acts: {[letter: string]: (() => unknown) | null | undefined}) => (event: ReactKeyEvent) => void} */
export const rowKeys = (acts) => (event) => {
  if (event.target !== event.currentTarget || !bare(event)) return;
  const act = acts[event.key.toLowerCase()];
  const step = STEPS[pressed(event, "neighbour")];
  const next = step && neighbour(event.currentTarget, step);
  if (act) act();
  else if (next) next.focus();
  else return;
  event.preventDefault();
};
