/* Which kinds of pages a post gets: under the chosen post, each a switch. */

import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { useKind } from "../live/react_panels.js";

/** @import { ShiftCount } from "../types/rows.d.ts" */

const KINDS = /** @type {const} */ ([
  "directive",
  "authority",
  "evacuation",
  "sos",
  "alarm",
  "kit",
  "break_glass",
  "review",
]);

/** @type {(props: {post: string}) => ReactElement} */
export function PostPages({ post }) {
  /** @type {ShiftCount | undefined} */
  const count = useKind("people", "count").count;
  const off = (count && count.pages_off[post]) || [];
  const at = `pages:${post}`;
  return h(
    "div",
    { className: "post-pages" },
    h("b", null, say("paging.post")),
    KINDS.map((what) => {
      const on = !off.includes(what);
      const words = say(on ? "paging.is_on" : "paging.is_off", {
        what: say(`paging.kind.${what}`),
      });
      return may("paging.set")
        ? h(Act, {
          key: what,
          kind: "paging.set",
          data: { post, what, on: !on },
          at,
          label: words,
          strong: on ? "" : "warn",
        })
        : h("span", { key: what, className: on ? "plain" : "warn" }, words);
    }),
    h(Answer, { at }),
  );
}
