/* The alarms on the phone: what stands here, what the plant's own systems tell, and what was found afterwards. */

import { AlarmGuide } from "../alarms/alarm_guide.js";
import { alarmHead, alarmKind, alarmState, alarmToldNow, readAlarms } from "../alarms/alarms.js";
import { FoundAfterwards, OfPlant } from "../alarms/alarms_mirrored.js";
import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { sign, worst } from "../base/signs.js";
import { number, say } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";
import { useLongList } from "../shared/long_list.js";

/** @import { AlarmRow } from "../types/rows.d.ts" */

/** @type {(props: { alarm: AlarmRow, now: number, hidden: boolean }) => ReactElement} */
function PhoneAlarm({ alarm, now, hidden }) {
  const at = `alarm:${alarm.id}`;
  return h(
    "div",
    { className: "line phone-alarm", hidden, "data-alarm": alarm.id },
    sign(alarmKind(alarm)),
    h(
      "div",
      { className: "what" },
      alarmHead(alarm),
      h("span", null, [alarmState(alarm, now), ...alarmToldNow(alarm, now)].join(" · ")),
    ),
    alarm.state !== "ACKED" && may("alarm.ack")
      ? h(Act, { kind: "alarm.ack", data: { alarm: alarm.id }, at, label: say("alarms.ack") })
      : null,
    h(AlarmGuide, { alarm, now }),
    h(Answer, { at }),
  );
}

/* Only what is there makes the section: a phone without alarms shows none. */
panel("phone_alarms", function PhoneAlarms() {
  const now = useSecond();
  const { shown } = readAlarms(useKind("alarms", ""), now);
  const found = Object.keys(useKind("alarms", "~found:")).length;
  const mirrored = Object.keys(useKind("alarms", "~plant:")).length;
  const rows = useLongList("phone_alarms", shown, {
    idOf: (alarm) => alarm.id,
    kindOf: alarmKind,
    draw: (alarm, hidden) => h(PhoneAlarm, { key: alarm.id, alarm, now, hidden }),
  });
  if (!shown.length && !found && !mirrored) return null;
  const kind = shown.length ? worst(shown.map(alarmKind)) : "note";
  return h(
    "details",
    { className: "drawer phone-alarms" },
    h(
      "summary",
      null,
      sign(kind),
      ` ${say("command.alarms")} · ${number(shown.length + found + mirrored)}`,
    ),
    rows,
    h(FoundAfterwards),
    h(OfPlant),
  );
});
