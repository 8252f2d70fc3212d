/* Why the server refused what was asked for from the outbox. */

import { h } from "../base/element.js";
import { sign } from "../base/signs.js";

/** @import { Problem } from "../shared/drill_doors.js" */

/** @type {(props: { failed: Problem | null }) => ReactElement | null} */
export const Failed = ({ failed }) =>
  failed
    ? h(
      "p",
      { className: "answer refused", role: "alert" },
      sign("urgent"),
      h(
        "div",
        null,
        h("b", null, failed.title),
        h("span", null, `${failed.detail} ${failed.mend}`),
      ),
    )
    : null;
