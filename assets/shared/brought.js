/* Photographs and voice notes that somebody brought, where they are shown. */

import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";

/** @import { AttachedPiece } from "../types/rows.d.ts" */

const { useState } = React;

/** @type {(sha256: string) => string} */
const address = (sha256) => `/api/v1/evidence/${sha256}`;

/** @type {(props: { value: any, alt?: Sayable }) => ReactElement} */
export const Pictures = ({ value, alt = "matter.picture" }) =>
  h(
    "span",
    { className: "photographs" },
    value.map((/** @type {any} */ one) => {
      const sha256 = one.sha256 || one;
      return h(
        "a",
        { key: sha256, href: address(sha256), target: "_blank", rel: "noopener" },
        h(Picture, { sha256, alt }),
        (one.flags || []).map((/** @type {string} */ flag) =>
          h("em", { key: flag, className: "warn" }, sign("warn"), " ", say(`matter.flag.${flag}`))
        ),
      );
    }),
  );

/* A photograph is deleted when its time is over, while what names it stays: then words stand there. */
/** @type {(props: { sha256: string, alt: Sayable }) => ReactElement} */
function Picture({ sha256, alt }) {
  const [gone, setGone] = useState(false);
  return gone ? h("em", null, sign("note"), " ", say("matter.picture_gone")) : h("img", {
    src: address(sha256),
    loading: "lazy",
    alt: say(alt),
    onError: () => setGone(true),
  });
}

/** @type {(props: { sha256: string }) => ReactElement} */
export const Voice = ({ sha256 }) =>
  h("audio", { controls: true, preload: "none", src: address(sha256) });

/** @type {(one: { type: string }) => boolean} */
export const isPicture = ({ type }) => type.startsWith("image/");

/** What is attached to a directive; nothing where nothing is.
 * @type {(props: { attached: AttachedPiece[] }) => ReactElement | null} */
export function Attached({ attached }) {
  if (!attached.length) return null;
  const pictures = attached.filter(isPicture);
  return h(
    "div",
    { className: "attached" },
    pictures.length ? h(Pictures, { value: pictures, alt: "directive.picture" }) : null,
    attached.filter((one) => !isPicture(one)).map(({ sha256 }) =>
      h(Voice, { key: sha256, sha256 })
    ),
  );
}
