/* A signature drawn with a finger, stored as a picture with the form. */

import { h } from "../base/element.js";
import { say } from "../base/words.js";

/** @import { Brought } from "../offline/picture.js" */

const { useRef, useState } = window.React;
const SIZE = [640, 240];
const PEN = 5;

/** @type {(props: { id: string, value: any, set: (value: any) => void, add: (one: Brought) => void, now: () => number }) => ReactElement} */
export function SignatureField({ id, value, set, add, now }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [name] = useState(() => crypto.randomUUID());
  const [down, press] = useState(false);
  const pen = () => {
    const own = /** @type {HTMLCanvasElement} */ (canvas.current);
    return /** @type {CanvasRenderingContext2D} */ (own.getContext("2d"));
  };
  /** @type {(e: PointerEvent) => [number, number]} */
  const at = (e) => {
    const box = /** @type {HTMLCanvasElement} */ (canvas.current).getBoundingClientRect();
    return [
      (e.clientX - box.left) / box.width * SIZE[0],
      (e.clientY - box.top) / box.height * SIZE[1],
    ];
  };
  const paper = () => {
    const drawn = pen();
    drawn.fillStyle = "#ffffff";
    drawn.fillRect(0, 0, SIZE[0], SIZE[1]);
    Object.assign(drawn, {
      strokeStyle: "#000000",
      lineWidth: PEN,
      lineCap: "round",
      lineJoin: "round",
    });
  };
  const keep = () => {
    const own = /** @type {HTMLCanvasElement} */ (canvas.current);
    own.toBlob((content) => {
      if (!content) return;
      add({ id: name, type: "image/png", about: { added_at: now() }, content });
      set({ sha256: `upload:${name}` });
    }, "image/png");
  };
  return h(
    "div",
    { className: "signature-field" },
    h("canvas", {
      id,
      ref: canvas,
      width: SIZE[0],
      height: SIZE[1],
      "aria-label": say("matter.sign_here"),
      onPointerDown: (/** @type {PointerEvent} */ e) => {
        if (!value) paper();
        const own = /** @type {HTMLCanvasElement} */ (canvas.current);
        own.setPointerCapture(e.pointerId);
        pen().beginPath();
        pen().moveTo(...at(e));
        press(true);
      },
      onPointerMove: (/** @type {PointerEvent} */ e) => {
        if (!down) return;
        pen().lineTo(...at(e));
        pen().stroke();
      },
      onPointerUp: () => {
        press(false);
        keep();
      },
    }),
    h("button", {
      type: "button",
      className: "act",
      onClick: () => {
        paper();
        set(null);
      },
    }, say("matter.sign_again")),
  );
}
