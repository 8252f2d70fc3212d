/* The alarm desk's actions: acknowledge, shelve with a reason and an end, open an incident from
   an alarm. */

import { AlarmGuide } from "../alarms/alarm_guide.js";
import {
  alarmBlinks,
  alarmHead,
  alarmKind,
  alarmName,
  alarmState,
  alarmToldNow,
  handMay,
  isAside,
  isUnseen,
  noAlarmWords,
  readAlarms,
} from "../alarms/alarms.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign, worst } from "../base/signs.js";
import { say, timeOrDay } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { commandQueue } from "../hands/command_queue.js";
import { rowKeys } from "../hands/keys.js";
import { Reason } from "../hands/reason.js";
import { keyOf } from "../hands/shortcuts.js";
import { named, site } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";
import { CollapsibleOnPhone } from "../shared/collapsible.js";
import { opensAt } from "../shared/current.js";
import { useIncidents } from "../shared/incidents.js";
import { useLongList } from "../shared/long_list.js";

/** @import { AlarmRow, IncidentRow } from "../types/rows.d.ts" */

const MINUTES = [5, 10, 15, 30];

/** @type {(props: {alarm: AlarmRow, at: string, done: () => void}) => ReactElement} */
export function Shelving({ alarm, at, done }) {
  const [minutes, set] = React.useState(15);
  return h(
    "div",
    { className: "shelving" },
    h("select", {
      value: minutes,
      "aria-label": say("command.shelve_minutes"),
      onChange: (/** @type {{target: HTMLSelectElement}} */ e) => set(Number(e.target.value)),
    }, MINUTES.map((m) => h("option", { key: m, value: m }, say("age.minutes", { n: m })))),
    h(Reason, {
      kind: "alarm.shelve",
      act: say("command.shelve"),
      label: say("command.reason"),
      onCancel: done,
      onSend: (/** @type {string} */ reason) => {
        commandQueue.send("alarm.shelve", { alarm: alarm.id, reason, minutes }, at);
        done();
      },
    }),
  );
}

/* Out of service while its instrument is mended: for hours, with the reason. The row says who may, and how long. */
/** @type {(props: {alarm: AlarmRow, at: string, done: () => void}) => ReactElement} */
export function TakingOut({ alarm, at, done }) {
  const [hours, set] = React.useState(8);
  return h(
    "div",
    { className: "shelving" },
    h(
      "select",
      {
        value: hours,
        "aria-label": say("alarms.out_hours"),
        onChange: (/** @type {{target: HTMLSelectElement}} */ e) => set(Number(e.target.value)),
      },
      alarm.hands.out_hours.map((n) => h("option", { key: n, value: n }, say("age.hours", { n }))),
    ),
    h(Reason, {
      kind: "alarm.take_out",
      act: say("alarms.take_out"),
      label: say("command.reason"),
      onCancel: done,
      onSend: (/** @type {string} */ reason) => {
        commandQueue.send("alarm.take_out", { alarm: alarm.id, reason, hours }, at);
        done();
      },
    }),
  );
}

/* What an alarm that is of no incident yet may be: the source of one that knows its area only, or one
   to open; nothing where an open incident's tank stands in the area that it smells of. */
/** @type {(props: {alarm: AlarmRow, at: string, incidents: IncidentRow[]}) => ReactElement | null} */
function Begins({ alarm, at, incidents }) {
  const { place, plan } = opensAt(alarm.tag);
  if (alarm.incident || !place || alarm.state === "RTNUN") return null;
  /** @type {(id: string | null) => string | undefined} */
  const area = (id) => id === null ? undefined : site().by.tanks[id]?.area;
  const searched = alarm.condition === "NETLOSS" &&
    incidents.find((one) => !one.source.tank && one.place === area(place));
  if (searched && may("source.locate")) {
    return h(Act, {
      kind: "source.locate",
      data: { incident: searched.id, tank: place },
      at,
      label: say("command.source_is"),
    });
  }
  const known = incidents.some((one) => one.place === place || area(one.source.tank) === place);
  const silent = incidents.length > 0 &&
    alarm.condition === "STALE"; /* one more incident of a sensor's silence is a slip */
  if (known || silent || !may("incident.open")) return null;
  const data = { place, alarm: alarm.id, plan };
  const sure = incidents.length
    ? say("command.open_sure", {
      incidents: incidents.map((one) => `${one.id} ${text(one.title)}`),
    })
    : undefined;
  return h(Act, {
    kind: "incident.open",
    data,
    at,
    label: say("command.open_from"),
    strong: incidents.length ? "faint" : "",
    sure,
  }); /* one more is the exception, and no click takes it back */
}

/** @type {(props: {alarm: AlarmRow, now: number, incidents: IncidentRow[], hidden: boolean}) => ReactElement} */
function Row({ alarm, now, incidents, hidden }) {
  const at = `alarm:${alarm.id}`;
  const [shelving, setShelving] = React.useState(false);
  const shelved = isAside(alarm, now);
  const details = [
    ...alarmToldNow(alarm, now),
    alarm.handed_over ? say("command.handed_over", { by: named(alarm.shelved_by) }) : "",
    shelved && alarm.shelved_until !== null
      ? say(alarm.out_of_service ? "alarms.out_until" : "command.shelved_until", {
        at: timeOrDay(alarm.shelved_until, now),
        reason: alarm.shelve_reason,
      })
      : "",
  ].filter(Boolean);
  /** @type {Record<string, () => void>} */
  const keys = {};
  const ackKey = keyOf("alarm.ack");
  if (ackKey && isUnseen(alarm) && may("alarm.ack")) {
    keys[ackKey] = () => commandQueue.send("alarm.ack", { alarm: alarm.id }, at);
  }
  return h(
    "div",
    {
      className: `alarm-row ${alarmBlinks(alarm) ? "blinks" : ""}`,
      hidden,
      tabIndex: 0,
      "data-alarm": alarm.id,
      "data-waits": isUnseen(alarm) || undefined,
      onKeyDown: rowKeys(keys),
      "aria-label": `${alarmName(alarm)}, ${alarmState(alarm, now)}`,
    },
    sign(shelved ? "gone" : alarmKind(alarm)),
    h(
      "div",
      { className: "what" },
      alarmHead(alarm),
      h(
        "span",
        null,
        h("em", { className: `state ${alarmKind(alarm)}` }, alarmState(alarm, now)),
        ` · ${details.join(" · ")}`,
      ),
    ),
    h(
      "div",
      { className: "actions" },
      isUnseen(alarm) && may("alarm.ack")
        ? h(Act, {
          kind: "alarm.ack",
          data: { alarm: alarm.id },
          at,
          label: say("alarms.ack"),
          strong: "strong",
        })
        : null,
      h(Begins, { alarm, at, incidents }),
      alarm.handed_over && may("alarm.take_over")
        ? h(Act, {
          kind: "alarm.take_over",
          data: { alarm: alarm.id },
          at,
          label: say("command.take_over"),
          strong: "strong",
        })
        : null,
      shelved && handMay(alarm, "bring_back")
        ? h(Act, {
          kind: "alarm.unshelve",
          data: { alarm: alarm.id },
          at,
          label: say("command.unshelve"),
        })
        : null,
      handMay(alarm, "shelve")
        ? h(
          "button",
          { type: "button", className: "act faint", onClick: () => setShelving(true) },
          say("command.shelve"),
        )
        : null,
    ),
    h(AlarmGuide, { alarm, now }),
    shelving ? h(Shelving, { alarm, at, done: () => setShelving(false) }) : null,
    h(Answer, { at }),
  );
}

panel("alarms_desk", function AlarmsDesk() {
  const now = useSecond();
  const incidents = useIncidents();
  const { shown, shelved, waiting } = readAlarms(useKind("alarms", ""), now);
  const levels = useKind("levels", "");
  const title = say("command.alarms");
  const kind = waiting.length ? worst(waiting.map(alarmKind)) : "";
  const answer = waiting.length
    ? say("alarm.waiting", { n: waiting.length })
    : shown.length
    ? say("alarm.standing", { n: shown.length })
    : "";
  const rows = useLongList("alarms", [...shown, ...shelved], {
    idOf: (alarm) => alarm.id,
    kindOf: (
      alarm,
    ) => (waiting.includes(alarm)
      ? worst([alarmKind(alarm), "note"])
      : "plain"), /* one that waits for a hand comes before one that has had it */
    draw: (alarm, hidden) => h(Row, { key: alarm.id, alarm, now, incidents, hidden }),
  });
  return h(
    CollapsibleOnPhone,
    {
      name: "alarms",
      title,
      answer,
      kind,
      presses: ["urgent", "warn"].includes(kind),
      head: head(title, answer),
    },
    shown.length + shelved.length ? null : none(noAlarmWords(levels)),
    h("div", { className: "alarm-list" }, rows),
  );
});
