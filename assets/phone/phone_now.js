/* What holds now, first on one's own phone: where to go, the wind and who leads, and in an incident the hot zone. All of it
   is on the board or in the plant's description, so it is there without a line too. */

import { nowLines, quietLines } from "./now_lines.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { tagOfKind } from "../map/wind.js";
import { useKind, useSecond } from "../live/react_panels.js";
import { isStale } from "../tanks/levels.js";

/** @import { NowLine } from "./now_lines.js" */
/** @import { IncidentRow, PersonRow } from "../types/rows.d.ts" */

/* What a tag of that kind says now; null where nothing was heard of it lately. */
/** @type {(kind: string) => number | null} */
function useMeasured(kind) {
  const rows = useKind("levels", "");
  const now = useSecond();
  const tag = tagOfKind(kind);
  const row = tag && rows[tag.id];
  return tag && row && !isStale(tag, row, now) ? row.value : null;
}

/** @type {(props: { line: NowLine }) => ReactElement} */
const Line = ({ line: { key, kind, words, call } }) =>
  h(
    React.Fragment,
    null,
    h("p", { className: kind, "data-now": key }, sign(kind), " ", words),
    call
      ? h(
        "a",
        { className: "act", href: `tel:${call.phone.replace(/[^+\d]/g, "")}` },
        say("phone.now.call", { who: call.whose, phone: call.phone.replace(/ /g, "\u00a0") }),
      )
      : null,
  );

/* While no incident is open: the quiet lines. `whose`: which incident it is, where several are open. */
/** @type {(props: { incident: IncidentRow | undefined, row: PersonRow, whose: string }) => ReactElement} */
export function PhoneNow({ incident, row, whose }) {
  const wind = { from: useMeasured("wind_from"), speed: useMeasured("wind_speed") };
  const ways = useKind("levels", "way:");
  const { count } = useKind("people", "count");
  const lines = incident
    ? nowLines(incident, row, wind, ways[`way:${incident.id}`])
    : quietLines(row, wind, count ? count.leads : null);
  return h(
    "section",
    { className: "phone-now", "aria-label": say("phone.now") },
    h("h2", null, h("span", null, say("phone.now")), h("b", null, whose)),
    lines.map((line) => h(Line, { key: line.key, line })),
    h("a", { className: "act", href: "/" }, say("phone.now.map")),
  );
}
