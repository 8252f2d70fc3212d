/* Buttons that ignore touches for a moment after their meaning or position has changed: the
   second tap of a double tap was meant for what was there before. */

import { h } from "../base/element.js";

const LOCK_MS = 800;

/** `meaning` is any text that changes with what the buttons mean and with where they stand. True at once when it
 * changes, and for LOCK_MS after.
 * @type {(meaning: string) => boolean} */
export function useLock(meaning) {
  const [free, release] = React.useState(/** @type {string | null} */ (null));
  React.useEffect(() => {
    release(null); /* what comes back to an earlier meaning has changed too */
    const timer = setTimeout(() => release(meaning), LOCK_MS);
    return () => clearTimeout(timer);
  }, [meaning]);
  return free !== meaning;
}

/** Whatever lies in it takes no click while it is locked, by finger or key.
 * @type {(props: { locked: boolean, children?: unknown }) => ReactElement} */
export function Locked({ locked, children }) {
  const stop = (/** @type {Event} */ event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  return h("div", {
    className: locked ? "locking locked" : "locking",
    role: "group",
    "aria-disabled": locked || undefined,
    onClickCapture: locked ? stop : undefined,
  }, children);
}
