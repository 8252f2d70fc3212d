/* Photographs: taken or chosen, stored on this device first, with inconsistencies shown at once.
   */

import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { pictureOf } from "../offline/picture.js";

/** @import { Brought } from "../offline/picture.js" */

/** @typedef {{ field: { camera_only?: boolean }, value: any, set: (value: any) => void, add: (one: Brought) => void,
 *   place: string | null, now: () => number, pictures: Brought[] }} PhotoProps */

const { useState } = window.React;

/* What of the camera's own claims does not fit, told while it can still be taken anew; the server judges it again. */
/** @type {(props: { pictures: Brought[], camera_only: boolean, value: any }) => ReactElement | null} */
function Doubts({ pictures, camera_only, value }) {
  const own = new Set((value || []).map((/** @type {any} */ one) => one.sha256));
  const doubts = pictures.filter((one) => own.has(`upload:${one.id}`)).flatMap((
    { about },
  ) => /** @type {string[]} */ (about.doubts || []));
  if (!doubts.length) return null;
  return h(
    "p",
    { className: "told unsent", role: "status", "data-doubts": doubts.join(" ") },
    sign("warn"),
    h(
      "span",
      null,
      doubts.map((one) =>
        say(one === "no_camera" && camera_only ? "matter.flag.refused" : `matter.flag.${one}`)
      ).join(" "),
    ),
  );
}

/** @type {(props: PhotoProps) => ReactElement} */
export function PhotoField({ field, value, set, add, place, now, pictures }) {
  const [failed, fail] = useState("");
  /** @type {(event: ReactInputEvent) => Promise<void>} */
  const choose = async (event) => {
    const files = Array.from(event.target.files || []);
    event.target.value = "";
    fail("");
    for (const file of files) {
      try {
        const taken = await pictureOf(file, now(), place);
        add(taken);
        set((/** @type {object[] | undefined} */ was) =>
          (was || []).concat([{ sha256: `upload:${taken.id}` }])
        );
      } catch (_) {
        fail(say("matter.no_picture", { name: file.name }));
      }
    }
  };
  return h(
    "div",
    null,
    h(
      "label",
      { className: "act" },
      "＋ ",
      say(field.camera_only ? "matter.take_picture" : "matter.add_picture"),
      h("input", {
        type: "file",
        className: "unseen",
        accept: "image/*",
        ...(field.camera_only ? { capture: "environment" } : { multiple: true }),
        onChange: choose,
      }),
    ),
    h("span", { className: "label" }, ` ${say("matter.pictures", { n: (value || []).length })}`),
    h(Doubts, { pictures, camera_only: Boolean(field.camera_only), value }),
    failed ? h("p", { className: "told refused", role: "alert" }, sign("urgent"), failed) : null,
  );
}
