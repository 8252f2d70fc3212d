/* A button that must be held, by a finger or a key, so that neither a pocket nor a double tap
   triggers it. */

import { pressed } from "./shortcuts.js";

const BUZZ_MS = 200;
/* A hand that slid so far from where it came down has left. A button that moved under a still hand was not left. */
const SLIDES_PX = 48;

/** What a held button needs: for how long it is held, the shortcut that holds it too, what it does, and whether it
 * takes a touch now.
 * @typedef {{ ms: number, key: string, run: () => void, open?: boolean }} Hold */

/** `held`: a hand is on it. `hand`: what the button listens to. A hold ends without effect when the hand is lifted, when
 * it slides SLIDES_PX from where it came down, or when the button is closed meanwhile. A notice that moves the button
 * away from a still hand ends nothing, and a second finger neither.
 * @type {(hold: Hold) => { held: boolean, hand: object }} */
export function useHold({ ms, key, run, open = true }) {
  const [held, hold] = React.useState(false);
  const newest = React.useRef(run);
  newest.current = run;
  const down = React.useRef({ x: 0, y: 0 });
  const begin = () => open && hold(true);
  const leave = () => hold(false);
  const touch = (/** @type {PointerEvent & { currentTarget: Element }} */ event) => {
    if (held) return;
    down.current = { x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
    begin();
  };
  const slide = (/** @type {PointerEvent} */ event) => {
    const { x, y } = down.current;
    if (Math.hypot(event.clientX - x, event.clientY - y) > SLIDES_PX) leave();
  };
  React.useEffect(() => {
    if (!held) return undefined;
    if (!open) {
      hold(false);
      return undefined;
    }
    const timer = setTimeout(() => {
      hold(false);
      newest.current();
      if (navigator.vibrate) navigator.vibrate(BUZZ_MS);
    }, ms);
    return () => clearTimeout(timer);
  }, [held, open]);
  /** @type {(down: boolean) => (event: KeyboardEvent) => void} */
  const byKey = (pressing) => (event) => {
    if (pressed(event, key) < 0) return;
    event.preventDefault();
    if (!pressing) leave();
    else if (!event.repeat) begin();
  };
  const hand = {
    style: { "--hold": `${ms}ms` },
    onPointerDown: touch,
    onPointerMove: slide,
    onPointerUp: leave,
    onPointerCancel: leave,
    onLostPointerCapture: leave,
    onBlur: leave,
    onKeyDown: byKey(true),
    onKeyUp: byKey(false),
    onContextMenu: (/** @type {Event} */ event) => event.preventDefault(),
  };
  return { held, hand };
}
