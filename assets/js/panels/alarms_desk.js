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

  /* What an alarm that is of no incident yet may be: the source of one that knows its area only, or one
     to open; nothing where an open incident's tank stands in the area that it smells of. */
  function Begins({ alarm, at, incidents }) {
    const place = center.placeOfTag(alarm.tag);
    if (alarm.incident || !place || alarm.state === "RTNUN") return null;
    const { tanks } = center.site().by;
    const area = (id) => (tanks[id] || {}).area;
    const searched = alarm.condition === "NETLOSS" && incidents.find((one) => !one.source.tank && one.place === area(place));
    if (searched && center.may("source.locate"))
      return h(center.Act, { kind: "source.locate", data: { incident: searched.id, tank: place }, at, label: say("command.source_is") });
    const known = incidents.some((one) => one.place === place || area(one.source.tank) === place);
    const silent = incidents.length > 0 && alarm.condition === "STALE"; /* one more incident of a sensor's silence is a slip */
    if (known || silent || !center.may("incident.open")) return null;
    const data = { place, alarm: alarm.id, plan: center.planFor(place) };
    const sure = incidents.length ? say("command.open_sure", { incidents: incidents.map((one) => `${one.id} ${center.text(one.title)}`) }) : undefined;
    return h(center.Act, { kind: "incident.open", data, at, label: say("command.open_from"), strong: incidents.length ? "faint" : "", sure }); /* one more is the exception, and no click takes it back */
  }

  function Row({ alarm, now, incidents, hidden }) {
    const at = `alarm:${alarm.id}`;
    const [shelving, setShelving] = React.useState(false);
    const shelved = alarm.shelved_until && alarm.shelved_until > now;
    const details = [
      ...center.alarmTold(alarm),
      alarm.handed_over ? say("command.handed_over", { by: center.named(alarm.shelved_by) }) : "",
      shelved ? say("command.shelved_until", { at: center.time(alarm.shelved_until), reason: alarm.shelve_reason }) : "",
    ].filter(Boolean);
    const keys = {};
    if (alarm.state !== "ACKED" && center.may("alarm.ack")) keys[center.keyOf("alarm.ack")] = () => center.intents.send("alarm.ack", { alarm: alarm.id }, at);
    return h(
      "div",
      { className: `alarm-row ${center.alarmBlinks(alarm) ? "blinks" : ""}`, hidden, tabIndex: 0, "data-alarm": alarm.id, onKeyDown: center.rowKeys(keys), "aria-label": `${center.alarmName(alarm)}, ${center.alarmState(alarm, now)}` },
      center.sign(shelved ? "gone" : center.alarmKind(alarm)),
      h("div", { className: "what" }, center.alarmHead(alarm), h("span", null, h("em", { className: `state ${center.alarmKind(alarm)}` }, center.alarmState(alarm, now)), ` · ${details.join(" · ")}`)),
      h(
        "div",
        { className: "actions" },
        alarm.state !== "ACKED" && center.may("alarm.ack") ? h(center.Act, { kind: "alarm.ack", data: { alarm: alarm.id }, at, label: say("alarms.ack"), strong: "strong" }) : null,
        h(Begins, { alarm, at, incidents }),
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
    const incidents = center.useIncidents();
    const phone = center.usePhone();
    const { shown, shelved, waiting } = center.readAlarms(center.useTopic("alarms"), now);
    const title = say("command.alarms");
    const kind = waiting.length ? center.worst(waiting.map(center.alarmKind)) : "";
    const answer = waiting.length ? say("alarm.waiting", { n: waiting.length }) : phone && shown.length ? say("alarm.standing", { n: shown.length }) : "";
    const rows = center.useRest("alarms", [...shown, ...shelved], {
      idOf: (alarm) => alarm.id,
      kindOf: (alarm) => (waiting.includes(alarm) ? center.worst([center.alarmKind(alarm), "note"]) : "plain"), /* one that waits for a hand comes before one that has had it */
      draw: (alarm, hidden) => h(Row, { key: alarm.id, alarm, now, incidents, hidden }),
    });
    return h(
      center.PhoneFold,
      { name: "alarms", title, answer, kind, presses: ["urgent", "warn"].includes(kind), head: center.head(title, answer) },
      shown.length + shelved.length ? null : center.none(say("alarm.none")),
      h("div", { className: "alarm-list" }, rows),
    );
  });
})((window.center = window.center || {}));
