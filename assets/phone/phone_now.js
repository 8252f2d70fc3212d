/* What holds now, first on one's own phone while an incident is open: where to go, the wind, the hot zone and who leads. All
   of it is on the board, so it is there without a line too. */

import { nowLines } from "./now_lines.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { tagOfKind } from "../map/wind.js";
import { useKind, useSecond } from "../live/react_panels.js";
import { isStale } from "../tanks/levels.js";

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

/* `whose`: which incident it is, where several are open. */
/** @type {(props: { incident: IncidentRow, row: PersonRow, whose: string }) => ReactElement} */
export function PhoneNow({ incident, row, whose }) {
  const wind = { from: useMeasured("wind_from"), speed: useMeasured("wind_speed") };
  const ways = useKind("levels", "way:")[`way:${incident.id}`];
  return h(
    "section",
    { className: "phone-now", "aria-label": say("phone.now") },
    h("h2", null, h("span", null, say("phone.now")), h("b", null, whose)),
    nowLines(incident, row, wind, ways).map(({ key, kind, words }) =>
      h("p", { key, className: kind, "data-now": key }, sign(kind), " ", words)
    ),
    h("a", { className: "act", href: "/" }, say("phone.now.map")),
  );
}
