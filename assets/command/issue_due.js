/* "Issue all due": one action issues every plan step that is due now, one command after another,
   and shows the results. A refused step gives the reason in its own row. */

import { isTold, placeOfStep, readBatch } from "./due_batch.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { commandQueue } from "../hands/command_queue.js";
import { keyOf } from "../hands/shortcuts.js";
import { useAnswers } from "../live/react_panels.js";

/** @import { IncidentRow } from "../types/rows.d.ts" */

/** @type {(props: {incident: IncidentRow, due: string[]}) => ReactElement | null} */
export function IssueDue({ incident, due }) {
  const [batch, setBatch] = React.useState(/** @type {string[]} */ ([]));
  const answers = useAnswers();
  const read = readBatch(incident.id, batch, incident.progress?.given || {}, answers);
  const told = isTold(incident.id, batch, answers);
  const sending = Boolean(read.sending);
  const issue = () => {
    if (sending || !due.length) return;
    setBatch(due);
    for (const step of due) {
      commandQueue.send(
        "directive.issue",
        { incident: incident.id, step },
        placeOfStep(incident.id, step),
      );
    }
  };
  const key = keyOf("to_due").toUpperCase();
  const bad = read.refused + read.unanswered;
  if (!due.length && !told) return null;
  return h(
    "div",
    { className: "issue-due" },
    due.length
      ? h(
        "button",
        {
          type: "button",
          className: "act strong",
          "aria-disabled": sending || undefined,
          "aria-keyshortcuts": key,
          onClick: issue,
        },
        h("kbd", { "aria-hidden": true }, key),
        " ",
        say("command.issue_due", { n: due.length }),
      )
      : null,
    told
      ? h(
        "span",
        { role: "status", className: bad ? "urgent" : "" },
        bad ? sign("urgent") : null,
        say("command.issue_due_issued", { n: read.issued, of: batch.length }),
        read.refused ? ` · ${say("command.issue_due_refused", { n: read.refused })}` : "",
        read.unanswered ? ` · ${say("command.issue_due_unanswered", { n: read.unanswered })}` : "",
      )
      : null,
  );
}
