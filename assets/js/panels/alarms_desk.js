/* Alarms with hands: acknowledge, shelve with a reason and an end, open an incident from one. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const MINUTES = [5, 10, 15, 30];

  function Shelving({ alarm, at, done }) {
    const [minutes, set] = React.useState(15);
    return h(
      "div",
      { className: "shelving" },
      h("select", { value: minutes, "aria-label": say("command.shelve_minutes"), onChange: (e) => set(Number(e.target.value)) }, MINUTES.map((m) => h("option", { key: m, value: m }, say("age.minutes", { n: m })))),
      h(center.Reason, {
        label: say("command.reason"),
        onCancel: done,
        onSend: (reason) => {
          center.intents.send("alarm.shelve", { alarm: alarm.id, reason, minutes }, at);
          done();
        },
      }),
    );
  }

  center.Shelving = Shelving;

  function Row({ alarm, now, others }) {
    const at = `alarm:${alarm.id}`;
    const [shelving, setShelving] = React.useState(false);
    const shelved = alarm.shelved_until && alarm.shelved_until > now;
    const place = center.placeOfTag(alarm.tag);
    const details = [
      ...center.alarmTold(alarm),
      alarm.handed_over ? say("command.handed_over", { by: center.named(alarm.shelved_by) }) : "",
      shelved ? say("command.shelved_until", { at: center.time(alarm.shelved_until), reason: alarm.shelve_reason }) : "",
    ].filter(Boolean);
    const keys = {};
    if (alarm.state !== "ACKED" && center.may("alarm.ack")) keys[center.keyOf("alarm.ack")] = () => center.intents.send("alarm.ack", { alarm: alarm.id }, at);
    return h(
      "div",
      { className: `alarm-row ${center.alarmBlinks(alarm) ? "blinks" : ""}`, tabIndex: 0, onKeyDown: center.rowKeys(keys), "aria-label": `${center.alarmName(alarm)}, ${center.alarmState(alarm, now)}` },
      center.sign(shelved ? "gone" : center.alarmKind(alarm)),
      h("div", { className: "what" }, h("b", null, center.alarmName(alarm)), h("span", null, h("em", { className: `state ${center.alarmKind(alarm)}` }, center.alarmState(alarm, now)), ` · ${details.join(" · ")}`)),
      h(
        "div",
        { className: "actions" },
        alarm.state !== "ACKED" && center.may("alarm.ack") ? h(center.Act, { kind: "alarm.ack", data: { alarm: alarm.id }, at, label: say("command.ack"), strong: "strong" }) : null,
        !alarm.incident && place && center.may("incident.open") && alarm.state !== "RTNUN"
          ? h(center.Act, { kind: "incident.open", data: { place, alarm: alarm.id, plan: center.planFor(place) }, at, label: say("command.open_from"), strong: others ? "faint" : "" })
          : null,
        alarm.handed_over && center.may("alarm.take_over") ? h(center.Act, { kind: "alarm.take_over", data: { alarm: alarm.id }, at, label: say("command.take_over"), strong: "strong" }) : null,
        shelved && center.may("alarm.unshelve") ? h(center.Act, { kind: "alarm.unshelve", data: { alarm: alarm.id }, at, label: say("command.unshelve") }) : null,
        !shelved && alarm.priority !== "emergency" && center.may("alarm.shelve") ? h("button", { type: "button", className: "act faint", onClick: () => setShelving(true) }, say("command.shelve")) : null,
      ),
      shelving ? h(Shelving, { alarm, at, done: () => setShelving(false) }) : null,
      h(center.Answer, { at }),
    );
  }

  center.panel("alarms_desk", function AlarmsDesk() {
    const now = center.useSecond();
    const others = center.useIncidents().length > 0; /* opening one more is then the exception */
    const { shown, shelved, waiting } = center.readAlarms(center.useTopic("alarms"), now);
    return h(
      React.Fragment,
      null,
      center.head(say("command.alarms"), waiting.length ? say("alarm.waiting", { n: waiting.length }) : ""),
      shown.length + shelved.length ? null : center.none(say("alarm.none")),
      h("div", { className: "alarm-list" }, [...shown, ...shelved].map((alarm) => h(Row, { key: alarm.id, alarm, now, others }))),
    );
  });
})((window.center = window.center || {}));
