/* The wall's two short lists: alarms, and what is short (in an incident) or known (in quiet). */

import { responseWords } from "../alarms/alarm_guide.js";
import { daysAway, readKnown } from "./known.js";
import {
  alarmBlinks,
  alarmKind,
  alarmMeasure,
  alarmPlace,
  alarmShort,
  alarmState,
  gravestOfEach,
  noAlarmWords,
  readAlarms,
} from "../alarms/alarms.js";
import { h } from "../base/element.js";
import { head, none } from "../base/signs.js";
import { say } from "../base/words.js";
import { panel, useKind, useReady, useSecond } from "../live/react_panels.js";
import { readShortages } from "../resources/shortage.js";
import { beginnings } from "../shared/cut_words.js";
import { Fit, item } from "../shared/fit.js";
import { useIncidents } from "../shared/incidents.js";

/** @import { AlarmRow } from "../types/rows.d.ts" */
/** @import { KnownThing } from "./known.js" */

const SHOWN = 3;

/** @type {(n: number) => string} */
const moreWords = (n) => say("list.more", { n });

/* Its value, where that is measured, and what to do; or less, where there is no room. */
/** @type {(alarm: AlarmRow, now: number) => string | string[]} */
const measuredAt = (alarm, now) => {
  const [value, place] = [alarmMeasure(alarm, now), alarmPlace(alarm)];
  const response = responseWords(alarm);
  const where = value && place ? `${value} · ${place}` : value || place;
  if (!response) return value && place ? [where, value] : where;
  const answers = beginnings(response).map((what) => say("guide.do", { what }));
  if (!where) return answers;
  const told = answers[0];
  const lines = [`${where} · ${told}`, value ? `${value} · ${told}` : told, told];
  return [...new Set([...lines, where, value])].filter(Boolean);
};

panel("wall_alarms", function WallAlarms() {
  const now = useSecond();
  const { shown, waiting, shelved } = readAlarms(useKind("alarms", ""), now);
  const levels = useKind("levels", "");
  const ready = useReady();
  /** @type {AlarmRow[]} */
  const lines = gravestOfEach(shown).slice(0, SHOWN);
  const answer = say(
    waiting.length
      ? "wall.alarms_waiting"
      : shelved.length
      ? "wall.alarms_shelved"
      : "alarm.standing",
    {
      n: shown.length,
      waiting: waiting.length,
      shelved: shelved.length,
    },
  );
  return h(
    React.Fragment,
    null,
    head(say("wall.alarms"), shown.length || shelved.length ? answer : ""),
    shown.length || !ready ? null : none(noAlarmWords(levels)),
    h(
      Fit,
      {
        beyond: shown.length - lines.length,
        more: moreWords,
      }, /* so that it adds up to the answer above */
      lines.map((a) =>
        item(
          a.id,
          alarmKind(a),
          alarmShort(a),
          measuredAt(a, now),
          alarmState(a, now),
          alarmBlinks(a) ? "blinks" : "",
        )
      ),
    ),
  );
});

function Short() {
  useSecond();
  const list = readShortages(useKind("resources", "resource:"));
  return h(
    React.Fragment,
    null,
    head(say("wall.short"), say("wall.short_answer")),
    list.length ? null : none(say("short.none")),
    h(
      Fit,
      { beyond: Math.max(0, list.length - SHOWN), more: moreWords },
      list.slice(0, SHOWN).map((s) => item(s.key, s.kind, s.name, s.detail, s.end)),
    ),
  );
}

function Known() {
  const now = useSecond();
  const all = readKnown(useKind("resources", "stock:"), now).map((/** @type {KnownThing} */ k) =>
    item(k.key, "plain", k.name, k.detail, daysAway(k.inDays))
  );
  return h(
    React.Fragment,
    null,
    head(say("wall.known"), say("wall.known_answer")),
    all.length ? null : none(say("known.none")),
    h(
      Fit,
      { beyond: Math.max(0, all.length - SHOWN), more: moreWords },
      all.slice(0, SHOWN),
    ),
  );
}

panel("wall_short", function WallShort() {
  const incidents = useIncidents();
  if (!useReady()) return null;
  return incidents.length ? h(Short) : h(Known);
});
