/* What is delegated, to whom and until when; who may takes it back. The form that delegates lies under the list. */

import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { age, listed, number, say } from "../base/words.js";
import { untilWords } from "../command/readiness.js";
import { ActWithReason } from "../hands/act_with_reason.js";
import { Answer } from "../hands/hands.js";
import { named } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";

/** @import { DelegationRow } from "../types/rows.d.ts" */

/** @type {(row: DelegationRow, code: string, now: number) => string} */
function standing(row, code, now) {
  if (row.revoked_by && row.revoked_why) {
    return say("delegations.revoked", { name: row.revoked_by, why: text(row.revoked_why) });
  }
  if (code === "over") {
    return say("delegations.over", { at: untilWords(row.ended_at || row.until) });
  }
  return code === "ending"
    ? say("delegations.ending", { age: age(Math.max(0, row.until - now)) })
    : say("delegations.in_force", { until: untilWords(row.until) });
}

/** @type {(props: {row: DelegationRow, now: number}) => ReactElement} */
function Delegation({ row, now }) {
  const { kind, code } = verdictAt(row.turns, now);
  const at = `delegation:${row.id}`;
  const what = say(row.capability === "direct" ? "delegations.direct" : "delegations.mobilise", {
    areas: listed(row.areas.map(named)),
  });
  return h(
    "article",
    { className: `delegation-row ${code}`, "data-delegation": row.id },
    sign(kind),
    h(
      "div",
      { className: "what" },
      h(
        "b",
        null,
        say("delegations.line", { from: named(row.from_post), to: named(row.to_post), what }),
      ),
      h(
        "span",
        null,
        say("delegations.by", { name: row.name || row.person, reason: text(row.reason) }),
        row.by_receiver
          ? h("em", { className: "warn" }, ` · ${say("delegations.by_receiver")}`)
          : null,
      ),
    ),
    h("em", { className: kind }, standing(row, code, now)),
    code !== "over" && may("authority.revoke")
      ? h(
        "div",
        { className: "actions" },
        h(ActWithReason, {
          kind: "authority.revoke",
          data: { delegation: row.id },
          at,
          label: say("delegations.revoke"),
        }),
      )
      : null,
    h(Answer, { at }),
  );
}

panel(
  "delegations",
  /** @param {{children: ReactNode}} props */ function Delegations({ children }) {
    const now = useSecond();
    const rows = Object.values(useKind("authority", "delegation:")).sort((a, b) => b.at - a.at);
    const inForce = rows.filter((row) => verdictAt(row.turns, now).code !== "over").length;
    return h(
      React.Fragment,
      null,
      head(say("delegations.title"), number(inForce)),
      rows.length
        ? rows.map((row) => h(Delegation, { key: row.id, row, now }))
        : none(say("delegations.none")),
      children,
    );
  },
);
