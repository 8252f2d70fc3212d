/* What holds now, first on one's own phone while an incident is open: who leads, the wind, the hot zone, and the way out
   from where one works to a muster point, which the server finds. */

import { nowLines } from "./now_lines.js";
import { ask } from "../base/ask.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { pointOf, tagOfKind } from "../map/wind.js";
import { useAgain, useKind, useSecond } from "../live/react_panels.js";
import { isStale } from "../tanks/levels.js";

/** @import { IncidentRow, PersonRow } from "../types/rows.d.ts" */
/** @import { Way } from "./now_lines.js" */

const { useCallback, useEffect, useState } = window.React;

/* What a tag of that kind says now; null where nothing was heard of it lately. */
/** @type {(kind: string) => number | null} */
function useMeasured(kind) {
  const rows = useKind("levels", "");
  const now = useSecond();
  const tag = tagOfKind(kind);
  const row = tag && rows[tag.id];
  return tag && row && !isStale(tag, row, now) ? row.value : null;
}

/* The way out from an area, by the wind that blows: asked anew when it blows from another point of the compass. The last
   one known stays while there is no line. */
/** @type {(incident: IncidentRow, home: string | null, wind: number | null) => Way | null} */
function useWay(incident, home, wind) {
  const [way, set] = useState(/** @type {Way | null} */ (null));
  const [failed, fail] = useState(false);
  const place = incident.source.tank || incident.place;
  const from = home || place;
  const point = wind === null ? null : pointOf(wind);
  const get = useCallback(async () => {
    const query = new URLSearchParams({
      place,
      radius_m: String(incident.hot_zone_m),
      areas: from,
      ...(wind === null ? {} : { wind_from: String(wind) }),
    });
    try {
      const answer = await ask(`/api/v1/ways-out?${query}`);
      fail(!answer.ok && answer.status !== 404);
      if (answer.ok) {
        set(answer.json().ways.find((/** @type {Way} */ one) => one.from === from) || null);
      }
    } catch (_) {
      fail(true);
    }
  }, [place, incident.hot_zone_m, from, point]);
  useEffect(() => {
    get();
  }, [get]);
  useAgain(failed, get);
  return way;
}

/* `whose`: which incident it is, where several are open. */
/** @type {(props: { incident: IncidentRow, row: PersonRow, whose: string }) => ReactElement} */
export function PhoneNow({ incident, row, whose }) {
  const wind = { from: useMeasured("wind_from"), speed: useMeasured("wind_speed") };
  const way = useWay(incident, row.home, wind.from);
  return h(
    "section",
    { className: "phone-now", "aria-label": say("phone.now") },
    h("h2", null, h("span", null, say("phone.now")), h("b", null, whose)),
    nowLines(incident, wind, way).map(({ key, kind, words }) =>
      h("p", { key, className: kind, "data-now": key }, sign(kind), " ", words)
    ),
    h("a", { className: "act", href: "/" }, say("phone.now.map")),
  );
}
