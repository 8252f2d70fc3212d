/* The guided path through the demonstration's night, as data: what each step speaks of (`at`, on the
   page `on`), and when it has really happened (`when`, by the board's own rows, or by what the server
   answered to this person's hand). Its words are `guide.NAME` and `guide.NAME_do`. */
(function (center) {
  "use strict";

  const facts = () => Object.values(center.board.rows("ticker"));
  const told = (kind) => facts().some((fact) => fact.kind === kind);
  const incident = () => center.openIncidents(center.board.rows("incident"))[0];
  const alarmed = () => Object.values(center.board.rows("alarms")).some((alarm) => ["emergency", "high"].includes(alarm.priority));
  const out = () => Object.keys(center.board.rows("resources")).some((key) => key.startsWith("dispatch:"));
  const mine = (one) => one && one.commander && one.commander.kind !== "virtual" && one.commander.person === center.page.person;

  center.guideSteps = [
    { name: "leak", on: "/command", at: ".leak", when: () => told("simulation.leak_asked") || Boolean(incident()) },
    { name: "asked", on: "/people", at: ".contacts-desk", when: () => true }, /* so before the night began: the minute until the first alarm is for reading it */
    { name: "alarm", on: "/command", at: ".alarm-row", else: "#panel-alarms-desk", when: alarmed },
    { name: "incident", on: "/", at: ".strip", when: () => Boolean(incident()) },
    { name: "kit", on: "/command", at: "#panel-kits", when: () => (told("resource.refused") || out()) },
    { name: "short", on: "/command", at: "#panel-kits", when: out },
    { name: "authority", on: "/log?kind=authority.refused", at: ".log-panel .fact", else: ".log-panel", when: () => told("authority.refused") || Boolean(incident() && incident().authority_refused) },
    { name: "take", on: "/command", at: ".held", when: () => mine(incident()) },
    { name: "keys", on: "/command", at: "#panel-directives-desk", when: () => center.guideDeeds.has("acknowledged") },
    { name: "source", on: "/command", at: "#panel-source", when: () => Boolean(incident() && incident().source && (incident().source.isolated || (incident().source.reported || {}).state === "isolated")) },
    { name: "close", on: "/command", at: ".closing", when: () => center.guideDeeds.has("close_refused") },
  ];
})((window.center = window.center || {}));
