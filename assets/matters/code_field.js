/* A QR code field: read by the camera where the browser can, typed where it cannot. */

import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";

const { useEffect, useRef, useState } = window.React;
const LOOK_MS = 200;

/* The code in what was read: the code itself, or the address that ends in it. */
/** @type {(read: string) => string} */
export const codeIn = (read) => decodeURIComponent(read.split("point=").slice(-1)[0]).trim();

/** @type {() => Answered} */
const detector = () => {
  const known = /** @type {Answered} */ (window).BarcodeDetector;
  return known && navigator.mediaDevices ? new known({ formats: ["qr_code"] }) : null;
};

/* The camera's picture until a code is read in it. */
/** @type {(props: { read: (code: string) => void, give_up: (why: string) => void }) => ReactElement} */
function Looking({ read, give_up }) {
  const video = useRef(/** @type {HTMLVideoElement | null} */ (null));
  useEffect(() => {
    /** @type {MediaStream | null} */
    let stream = null;
    let timer = 0;
    let over = false;
    const eye = detector();
    const look = async () => {
      const [found] = video.current ? await eye.detect(video.current).catch(() => []) : [];
      if (over) return;
      if (found) read(codeIn(found.rawValue));
      else timer = setTimeout(look, LOOK_MS);
    };
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).then(
      async (given) => {
        stream = given;
        if (over || !video.current) return given.getTracks().forEach((one) => one.stop());
        video.current.srcObject = given;
        await video.current.play().catch(() => null);
        look();
      },
      () => give_up(say("matter.no_camera")),
    );
    return () => {
      over = true;
      clearTimeout(timer);
      if (stream) stream.getTracks().forEach((one) => one.stop());
    };
  }, []);
  return h("video", { ref: video, className: "code-video", muted: true, playsInline: true });
}

/** `read` gets the code, once it was read or typed and confirmed.
 * @type {(props: { id: string, label: string, read: (code: string) => void }) => ReactElement} */
export function CodeReader({ id, label, read }) {
  const [looking, look] = useState(false);
  const [typed, type] = useState("");
  const [failed, fail] = useState("");
  const can = Boolean(/** @type {Answered} */ (window).BarcodeDetector && navigator.mediaDevices);
  return h(
    "div",
    { className: "code-reader" },
    can
      ? h("button", {
        type: "button",
        className: "act strong",
        "aria-pressed": looking,
        onClick: () => look(!looking),
      }, say(looking ? "matter.stop_scan" : "matter.scan"))
      : h("p", { className: "label" }, say("matter.scan_outside")),
    looking
      ? h(Looking, {
        read: (code) => {
          look(false);
          read(code);
        },
        give_up: (why) => {
          look(false);
          fail(why);
        },
      })
      : null,
    failed ? h("p", { className: "told refused", role: "alert" }, sign("urgent"), failed) : null,
    h("label", { htmlFor: id }, label),
    h(
      "div",
      { className: "code-typed" },
      h("input", {
        id,
        className: "text",
        autoComplete: "off",
        autoCapitalize: "none",
        value: typed,
        onChange: (/** @type {ReactInputEvent} */ e) => type(e.target.value),
      }),
      h("button", {
        type: "button",
        className: "act",
        onClick: () => {
          if (typed.trim()) read(codeIn(typed));
          type("");
        },
      }, say("matter.open_code")),
    ),
  );
}
