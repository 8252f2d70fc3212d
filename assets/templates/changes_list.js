/* What a text says otherwise than another revision: each key with what stood there and what stands there now. */

import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { inline } from "./yaml_text.js";

/** A key that differs, as the server tells it. @typedef {{ key: string, before: Answered, after: Answered }} Change */

/** @type {(props: { changes: Change[], title: string }) => ReactElement} */
export function ChangesList({ changes, title }) {
  return h(
    "details",
    { className: "changes", open: changes.length > 0 && changes.length <= 12 },
    h("summary", null, title, " · ", say("templates.changes_n", { n: changes.length })),
    h(
      "ul",
      null,
      changes.map((one) =>
        h(
          "li",
          { key: `${one.key} ${inline(one.before)}`, "data-change": one.key },
          sign(one.before === null ? "good" : one.after === null ? "gone" : "note"),
          h("b", { translate: "no" }, one.key),
          one.before === null ? null : h("del", { translate: "no" }, inline(one.before)),
          one.after === null ? null : h("ins", { translate: "no" }, inline(one.after)),
        )
      ),
    ),
  );
}
