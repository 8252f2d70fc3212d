/* The standing alarms, emergencies first, then the unacknowledged; each action has a key and a
   button. */

import {
  alarmBlinks,
  alarmHead,
  alarmKind,
  alarmName,
  alarmShort,
  alarmState,
  alarmTold,
  handMay,
  isUnseen,
  measuredNow,
  noAlarmWords,
  readAlarms,
} from "./alarms.js";
import { AlarmGuide } from "./alarm_guide.js";
import { FoundAfterwards, OfPlant } from "./alarms_mirrored.js";
import { historyOf } from "./alarms_past.js";
import { address, useAddress } from "../base/address.js";
import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { number, say, span, timeOrDay } from "../base/words.js";
import { Shelving, TakingOut } from "../command/alarms_desk.js";
import { Act, Answer } from "../hands/hands.js";
import { commandQueue } from "../hands/command_queue.js";
import { pressed as keyPressed } from "../hands/shortcuts.js";
import { named } from "../live/plant.js";
import { panel, useKind, useReady, useSecond } from "../live/react_panels.js";

/** @import { AlarmRow } from "../types/rows.d.ts" */

const { useEffect, useRef, useState } = React;

/* An acknowledgement by when and whom; what still waits for one, by how long. */
/** @type {(alarm: AlarmRow, now: number) => string} */
const sinceWords = (alarm, now) =>
  alarm.state === "ACKED" && alarm.acked_by && alarm.acked_at !== null
    ? say("alarms.acked_at", { at: timeOrDay(alarm.acked_at, now), who: named(alarm.acked_by) })
    : alarmState(alarm, now);

/** @type {(props: { alarm: AlarmRow, now: number, sought: boolean, held: () => void }) => ReactElement} */
function Row({ alarm, now, sought, held }) {
  const at = `alarm:${alarm.id}`;
  const here = useRef(/** @type {HTMLElement | null} */ (null));
  const [shelving, setShelving] = useState(/** @type {"" | "shelve" | "out"} */ (""));
  const history = historyOf(alarm, now);
  const mayAck = isUnseen(alarm) && may("alarm.ack");
  /* Put aside by the shift before: it stands until this one takes it over or brings it back. */
  const aside = alarm.handed_over;
  const mayShelve = handMay(alarm, "shelve");
  useEffect(() => {
    if (sought && here.current) {
      here.current.scrollIntoView({ block: "nearest" });
      here.current.focus({ preventScroll: true });
    }
  }, [sought]);
  const measured = measuredNow(alarm, now);
  const details = [
    ...alarmTold(alarm),
    aside ? say("command.handed_over", { by: named(alarm.shelved_by) }) : "",
    aside && alarm.shelved_until !== null
      ? say(alarm.out_of_service ? "alarms.out_until" : "command.shelved_until", {
        at: timeOrDay(alarm.shelved_until, now),
        reason: alarm.shelve_reason,
      })
      : "",
  ].filter(Boolean);
  /** @type {(event: ReactKeyEvent) => void} */
  const key = (event) => {
    if (event.target !== event.currentTarget) return;
    /** @type {(name: string) => boolean} */
    const pressed = (name) => keyPressed(event, name) >= 0;
    const step = [-1, 1][keyPressed(event, "alarm.neighbour")];
    if (pressed("alarm.ack") && mayAck) commandQueue.send("alarm.ack", { alarm: alarm.id }, at);
    else if (pressed("alarm.shelve") && mayShelve) setShelving("shelve");
    else if (pressed("alarm.history") && history) location.assign(history);
    else if (step) focusRow(event.currentTarget, step);
    else return;
    event.preventDefault();
  };
  return h(
    "li",
    {
      ref: here,
      tabIndex: 0,
      onKeyDown: key,
      onFocus: held,
      "data-alarm": alarm.id,
      "data-state": alarm.state,
      "data-value": alarm.value === null ? "" : alarm.value,
      className: `standing-row ${alarmBlinks(alarm) ? "blinks" : ""} ${sought ? "sought" : ""}`,
      "aria-label": `${alarmName(alarm)}, ${alarmState(alarm, now)}`,
    },
    sign(alarmKind(alarm)),
    h("div", { className: "what" }, alarmHead(alarm), h("span", null, details.join(" · "))),
    h(
      "div",
      { className: "measured" },
      measured
        ? [h("b", { key: "b" }, measured), h("span", { key: "now" }, say("alarms.now"))]
        : null,
    ),
    h(
      "div",
      { className: "since" },
      h(
        "b",
        { className: alarm.state === "ACKED" ? "plain" : alarmKind(alarm) },
        sinceWords(alarm, now),
      ),
      h("span", null, say("alarms.raised_at", { at: timeOrDay(alarm.raised_at, now) })),
    ),
    h(
      "div",
      { className: "actions" },
      mayAck
        ? h(Act, {
          kind: "alarm.ack",
          data: { alarm: alarm.id },
          at,
          label: say("alarms.ack"),
          strong: "strong",
        })
        : null,
      aside && may("alarm.take_over")
        ? h(Act, {
          kind: "alarm.take_over",
          data: { alarm: alarm.id },
          at,
          label: say("command.take_over"),
          strong: "strong",
        })
        : null,
      aside && handMay(alarm, "bring_back")
        ? h(Act, {
          kind: "alarm.unshelve",
          data: { alarm: alarm.id },
          at,
          label: say("command.unshelve"),
        })
        : null,
      mayShelve
        ? h(
          "button",
          { type: "button", className: "act", onClick: () => setShelving("shelve") },
          say("command.shelve"),
        )
        : null,
      !aside && handMay(alarm, "take_out")
        ? h(
          "button",
          { type: "button", className: "act faint", onClick: () => setShelving("out") },
          say("alarms.take_out"),
        )
        : null,
      history
        ? h("a", { className: "act faint", href: history }, say("alarms.open_history"))
        : null,
    ),
    h(AlarmGuide, { alarm, now }),
    shelving
      ? h(shelving === "out" ? TakingOut : Shelving, {
        alarm,
        at,
        done: () => (setShelving(""), here.current && here.current.focus()),
      })
      : null,
    h(Answer, { at }),
  );
}

/* Alarms of one burst, to be acknowledged by one touch: those that are named here, and none that joins them later. */
/** @type {(props: { ids: string[], alarms: AlarmRow[], unit: string | null, open: boolean, turn: () => void }) => ReactElement} */
function TheBurst({ ids, alarms, unit, open, turn }) {
  const at = `burst:${ids[0]}`;
  const first = alarmShort(alarms[0]);
  const n = alarms.length;
  return h(
    "li",
    { className: "standing-burst", "data-burst": ids[0] },
    sign(alarmKind(alarms[0])),
    h(
      "b",
      null,
      unit
        ? say("alarms.burst", { n, unit: named(unit), first })
        : say("alarms.burst_nowhere", { n, first }),
    ),
    h(
      "button",
      { type: "button", className: "act faint", "aria-expanded": open, onClick: turn },
      say(open ? "list.fewer" : "list.more", { n }),
    ),
    h(Act, {
      kind: "alarm.ack_several",
      data: { alarms: ids },
      at,
      label: say("alarms.ack_all", { n }),
      strong: "strong",
    }),
    h(Answer, { at }),
  );
}

/* The focus goes to the next row of the list, whatever it is about. */
/** @type {(row: HTMLElement, step: number) => void} */
export const focusRow = (row, step) => {
  /** @type {NodeListOf<HTMLElement> | undefined} */
  const found = row.closest(".standing-list")?.querySelectorAll("li[tabindex='0']");
  const rows = [...found || []];
  const next = rows[rows.indexOf(row) + step];
  if (next) next.focus();
};

/** @type {(props: { id: string }) => ReactElement} */
function Sought({ id }) {
  const words = { alarm: id };
  return h(
    "p",
    { className: "notice" },
    sign("note"),
    " ",
    say("alarms.not_standing", words),
    " ",
    h(
      "button",
      { type: "button", className: "quiet", onClick: () => address.write({ alarm: "" }) },
      say("command.dismiss"),
    ),
  );
}

panel("alarms_standing", function AlarmsStanding() {
  const now = useSecond();
  const [sought] = useAddress("alarm");
  const ready = useReady();
  const rows = useKind("alarms", "");
  const { shown, waiting, shelved } = readAlarms(rows, now);
  const levels = useKind("levels", "");
  const [opened, open] = useState(/** @type {string[]} */ ([]));
  /** @type {(id: string) => boolean} */
  const isOpen = (id) => id === sought || opened.includes(id);
  /** @type {(alarms: AlarmRow[]) => void} */
  const turnBurst = (alarms) => {
    const ids = alarms.map((a) => a.id);
    open(ids.some(isOpen) ? opened.filter((id) => !ids.includes(id)) : opened.concat(ids));
  };
  const [together] = Object.values(useKind("alarms", "~together"));
  const emergencies = shown.filter((a) => a.emergency);
  const others = shown.filter((a) => !emergencies.includes(a));
  const acked = others.filter((a) => !isUnseen(a));
  const unacked = others.filter(isUnseen);
  const out = shelved.filter((a) => a.out_of_service);
  const bursts = (may("alarm.ack_several") && together ? together.bursts : [])
    .map(({ unit, alarms }) => ({
      unit,
      alarms: unacked.filter((a) => alarms.includes(a.id)).sort((a, b) => a.onset - b.onset),
    }))
    .filter(({ alarms }) => alarms.length > 1);
  /* A burst is one line until it is opened: an alarm that stands alone is not buried under it. Nor does a burst close
     over a row that somebody is at. */
  const folded = new Set(
    bursts.filter(({ alarms }) => !alarms.some((a) => isOpen(a.id)))
      .flatMap(({ alarms }) => alarms.map((a) => a.id)),
  );
  /** @type {(title: Sayable, list: AlarmRow[], first?: ReactNode[], n?: number) => ReactNode} */
  const part = (title, list, first = [], n = list.length) =>
    n
      ? [
        h("h3", { key: title }, `${say(title)} · ${number(n)}`),
        h(
          "ul",
          { key: `${title}-list` },
          first,
          list.map((alarm) =>
            h(Row, {
              key: alarm.id,
              alarm,
              now,
              sought: alarm.id === sought,
              held: () => {
                if (!isOpen(alarm.id)) open(opened.concat(alarm.id));
              },
            })
          ),
        ),
      ]
      : null;
  return h(
    React.Fragment,
    null,
    head(
      say("alarms.standing"),
      [
        say("alarm.waiting", { n: waiting.length }),
        say("alarm.standing", { n: shown.length }),
        shelved.length > out.length ? say("alarm.shelved", { n: shelved.length - out.length }) : "",
        out.length ? say("alarms.n_out", { n: out.length }) : "",
      ].filter(Boolean).join(" · "),
    ),
    may("alarm.ack") && shown.length ? h("p", { className: "keys" }, say("alarms.keys")) : null,
    sought && ready && !rows[sought] ? h(Sought, { id: sought }) : null,
    ready && !shown.length ? none(noAlarmWords(levels)) : null,
    h(
      "div",
      { className: "standing-list" },
      part("alarms.emergencies", emergencies),
      part(
        "alarms.unacknowledged",
        unacked.filter((a) => !folded.has(a.id)),
        bursts.map(({ unit, alarms }) =>
          h(TheBurst, {
            key: `burst ${alarms[0].id}`,
            ids: alarms.map((a) => a.id),
            alarms,
            unit,
            open: !folded.has(alarms[0].id),
            turn: () => turnBurst(alarms),
          })
        ),
        unacked.length,
      ),
      part("alarms.acknowledged", acked),
      h(FoundAfterwards),
      h(OfPlant),
    ),
    h("p", { className: "mirror" }, say("alarms.mirror")),
  );
});

/** @type {(props: { alarm: AlarmRow, now: number }) => ReactElement} */
function ShelvedRow({ alarm, now }) {
  const at = `alarm:${alarm.id}`;
  const until = alarm.shelved_until ?? now; /* a shelved one has an end */
  return h(
    "li",
    { className: "line shelved-row", "data-alarm": alarm.id },
    sign("gone"),
    h(
      "div",
      { className: "what" },
      alarmHead(alarm),
      h("span", null, alarm.shelve_reason),
      h(
        "span",
        null,
        say(alarm.out_of_service ? "alarms.out_by" : "alarms.shelved_by", {
          who: named(alarm.shelved_by),
          at: timeOrDay(until, now),
        }),
      ),
      alarm.out_of_service
        ? h(
          "b",
          { className: alarm.state === "NORM" ? "plain" : alarmKind(alarm) },
          say(alarm.state === "NORM" ? "alarms.out_quiet" : "alarms.out_stands"),
        )
        : null,
    ),
    h("b", { className: "clock" }, span(until - now)),
    handMay(alarm, "bring_back")
      ? h(Act, {
        kind: "alarm.unshelve",
        data: { alarm: alarm.id },
        at,
        label: say(alarm.out_of_service ? "alarms.bring_back" : "command.unshelve"),
      })
      : h("span"),
    h(Answer, { at }),
  );
}

panel("alarms_shelved", function AlarmsShelved() {
  const now = useSecond();
  const { shelved } = readAlarms(useKind("alarms", ""), now);
  const out = shelved.filter((alarm) => alarm.out_of_service);
  const aside = shelved.filter((alarm) => !alarm.out_of_service);
  /** @type {(list: AlarmRow[]) => ReactElement} */
  const rows = (list) =>
    h(
      "ul",
      { className: "shelved-list" },
      list.map((alarm) => h(ShelvedRow, { key: alarm.id, alarm, now })),
    );
  return h(
    React.Fragment,
    null,
    out.length ? head(say("alarms.out_of_service"), number(out.length)) : null,
    out.length ? rows(out) : null,
    head(say("alarms.shelved"), number(aside.length)),
    aside.length ? rows(aside) : none(say("alarms.none_shelved")),
  );
});
