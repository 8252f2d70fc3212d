/* The link to a matter's printed form, in the reader's language. */

import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";

/** @type {(props: { id: string }) => ReactElement} */
export const PrintLink = ({ id }) =>
  h("a", {
    className: "act matter-print",
    href: `/api/v1/matters/${encodeURIComponent(id)}/form.pdf?lang=${page.lang}`,
    target: "_blank",
    rel: "noopener",
  }, say("matter.print"));
