/* Alarms of the plant's other systems, and alarms found afterwards: on the alarm desk and the
   phone. */

import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { number, say, timeOrDay, unitWord } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { site } from "../live/plant.js";
import { useKind } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";

/** @import { FoundAlarmRow, PlantAlarmRow } from "../types/rows.d.ts" */

/** @type {Record<NonNullable<PlantAlarmRow["aside"]>, Sayable>} */
const ASIDE = {
  out_of_service: "alarms.aside.out_of_service",
  suppressed: "alarms.aside.suppressed",
  shelved: "alarms.aside.shelved",
};
/** @type {Record<PlantAlarmRow["state"], Sayable>} */
const AT_SOURCE = {
  UNACK: "alarms.at_source.UNACK",
  ACKED: "alarms.at_source.ACKED",
  RTNUN: "alarms.at_source.RTNUN",
  NORM: "alarms.at_source.NORM",
};
const PRIORITIES = ["emergency", "high", "medium", "low"];

/* An alarm as its own system in the plant tells it: nobody works it here. */
/** @type {(props: { alarm: PlantAlarmRow }) => ReactElement} */
function PlantAlarm({ alarm }) {
  const from = site().by.sources[alarm.source];
  const kind = alarm.aside || alarm.state === "NORM"
    ? "gone"
    : alarm.priority === "emergency" || alarm.priority === "high"
    ? "urgent"
    : "warn";
  return h(
    "li",
    { className: "line shelved-row plant-alarm", "data-alarm": `${alarm.source}/${alarm.alarm}` },
    sign(kind),
    h(
      "div",
      { className: "what" },
      h("b", null, `${from ? text(from.name) : alarm.source} · ${alarm.tag || alarm.alarm}`),
      h("span", null, [alarm.condition, alarm.text].filter(Boolean).join(" · ")),
      h(
        "span",
        null,
        [say(AT_SOURCE[alarm.state]), alarm.aside ? say(ASIDE[alarm.aside]) : ""]
          .filter(Boolean).join(" · "),
      ),
    ),
    h("b", { className: "clock" }, timeOrDay(alarm.since, clock.now())),
  );
}

/* A limit that was crossed while readings were held up: nothing of now, and nothing to be heard. */
/** @type {(props: { alarm: FoundAlarmRow }) => ReactElement} */
function FoundAlarm({ alarm }) {
  const at = `alarm:${alarm.found}`;
  const tag = site().by.tags[alarm.tag];
  const peak = `${number(alarm.peak, 2)} ${tag ? unitWord(tag.unit) : ""}`.trim();
  const now = clock.now();
  const [from, until] = [alarm.onset, alarm.until ?? alarm.onset].map((ms) => timeOrDay(ms, now));
  const said = { from, until, peak };
  return h(
    "li",
    { className: "line shelved-row found-alarm", "data-alarm": alarm.found },
    sign("note"),
    h(
      "div",
      { className: "what" },
      h("b", null, `${alarm.tag} · ${alarm.condition}`),
      h("span", null, say(alarm.until === null ? "alarms.found_open" : "alarms.found_span", said)),
      h("span", null, say("alarms.found_at", { at: timeOrDay(alarm.found_at, now) })),
    ),
    may("found_alarm.see")
      ? h(Act, {
        kind: "found_alarm.see",
        data: { found: alarm.found },
        at,
        label: say("alarms.found_see"),
      })
      : h("span"),
    h(Answer, { at }),
  );
}

/** @type {() => ReactNode} */
export function FoundAfterwards() {
  const rows = Object.values(useKind("alarms", "~found:"));
  if (!rows.length) return null;
  return h(
    React.Fragment,
    null,
    h("h3", null, `${say("alarms.found")} · ${number(rows.length)}`),
    h("p", { className: "mirror" }, say("alarms.found_note")),
    h(
      "ul",
      { className: "shelved-list" },
      rows.sort((a, b) => b.onset - a.onset)
        .map((alarm) => h(FoundAlarm, { key: alarm.found, alarm })),
    ),
  );
}

/** @type {() => ReactNode} */
export function OfPlant() {
  const rows = Object.values(useKind("alarms", "~plant:"));
  if (!rows.length) return null;
  /** @type {(alarm: PlantAlarmRow) => number} */
  const rank = (alarm) =>
    (alarm.aside ? 10 : 0) + (alarm.state === "UNACK" ? 0 : 5) +
    PRIORITIES.indexOf(alarm.priority);
  const sorted = rows.sort((a, b) => rank(a) - rank(b) || b.since - a.since);
  return h(
    React.Fragment,
    null,
    h("h3", null, `${say("alarms.of_plant")} · ${number(rows.length)}`),
    h("p", { className: "mirror" }, say("alarms.of_plant_note")),
    h(
      "ul",
      { className: "shelved-list" },
      sorted.map((alarm) => h(PlantAlarm, { key: `${alarm.source}/${alarm.alarm}`, alarm })),
    ),
  );
}
