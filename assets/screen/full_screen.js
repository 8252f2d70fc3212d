/* The whole screen for the board, by one key and by a button. */

import { pressed } from "../hands/shortcuts.js";

const root = document.documentElement;

/* An iPhone has none. */
export const mayFill = () => Boolean(document.fullscreenEnabled);
const fills = () => Boolean(document.fullscreenElement);

export const toggleFullScreen = () => {
  const asked = fills() ? document.exitFullscreen() : root.requestFullscreen();
  asked.catch(() => undefined); /* the browser wants a gesture, or a kiosk has it already */
};

document.addEventListener("keydown", (event) => {
  if (!mayFill() || pressed(event, "full_screen") < 0) return;
  event.preventDefault();
  toggleFullScreen();
});

/** @type {(reader: () => void) => () => void} */
function subscribe(reader) {
  document.addEventListener("fullscreenchange", reader);
  return () => document.removeEventListener("fullscreenchange", reader);
}
export const useFills = () => React.useSyncExternalStore(subscribe, fills);
