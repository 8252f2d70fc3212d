/* Makes scrollable lists reachable from the keyboard: a list longer than its panel with nothing
   focusable inside (for a viewer, for example) takes the focus itself, under the name of its
   panel. */

import { say } from "./words.js";

const LISTS = ".column, .panel, .people-list, .marks-list, .sheet-panel ul";
const TAKES_FOCUS =
  "a[href], button:not(:disabled), input, select, textarea, summary, [tabindex='0']:not([data-scrolls])";

/** @type {(one: HTMLElement) => boolean} */
const scrolls = (one) =>
  one.scrollHeight > one.clientHeight + 1 &&
  ["auto", "scroll"].includes(getComputedStyle(one).overflowY);
/** @type {(one: HTMLElement) => boolean} */
const reached = (one) =>
  [.../** @type {NodeListOf<HTMLElement>} */ (one.querySelectorAll(TAKES_FOCUS))]
    .some((inside) => inside.offsetParent !== null);

/** @type {(one: HTMLElement) => string} */
function nameOf(one) {
  /** @type {HTMLElement | null} */
  const head = (one.closest(".panel") || one).querySelector("h2");
  return head ? head.innerText.trim().split("\n")[0] : say("nav.list");
}

/** @type {(one: HTMLElement) => void} */
function offer(one) {
  const needed = scrolls(one) && !reached(one);
  if (needed === "scrolls" in one.dataset) return;
  if (needed) {
    one.dataset.scrolls = "";
    one.tabIndex = 0;
    if (one.tagName === "DIV") one.setAttribute("role", "region");
    if (!one.hasAttribute("aria-label")) one.setAttribute("aria-label", nameOf(one));
  } else {
    delete one.dataset.scrolls;
    one.removeAttribute("tabindex");
  }
}

/* Once a second: lists grow and shrink with every frame. */
setInterval(() => {
  if (document.visibilityState !== "visible") return;
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(LISTS)).forEach(offer);
}, 1000);
