/* The desk from the keyboard alone: a figure goes to that directive, L to the alarms; there a letter
   acts. So an acknowledgement by radio is two keystrokes: 3, A. */

import { pressed } from "./shortcuts.js";

const typing = (element) =>
  element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName) ||
  Boolean(element.closest("[role='listbox'], [role='dialog']"));

const bare = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;

/* Where a key leads on the command page; null for a key that leads nowhere. */
/** @returns {HTMLElement | null | undefined} */
function row(event) {
  const figure = pressed(event, "to_directive");
  if (figure >= 0) {
    return /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(
      ".directive-row:not([hidden])",
    ))[figure];
  }
  if (pressed(event, "to_alarms") >= 0) return document.querySelector(".alarm-row");
  return null;
}

document.addEventListener("keydown", (event) => {
  if (!bare(event) || event.defaultPrevented || typing(event.target)) return;
  const found = row(event);
  if (!found) return;
  event.preventDefault();
  found.focus();
  found.scrollIntoView({ block: "nearest" });
});

/* The next row that way which is shown; what counts the rest of a list lies between two. */
function neighbour(row, step) {
  let next = row[step];
  while (next && !next.matches("[tabindex='0']:not([hidden])")) next = next[step];
  return next;
}

/* Keys of a row that has the focus: a letter of `acts` {letter: act}, and the arrows to its
   neighbours. */
export const rowKeys = (acts) => (event) => {
  if (event.target !== event.currentTarget || !bare(event)) return;
  const act = acts[event.key.toLowerCase()];
  const step = ["previousElementSibling", "nextElementSibling"][pressed(event, "neighbour")];
  const next = step && neighbour(event.currentTarget, step);
  if (act) act();
  else if (next) next.focus();
  else return;
  event.preventDefault();
};
