/* The incident of the command page: its level, who commands, what is missing to close it. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const { Act, Answer } = { Act: (p) => h(center.Act, p), Answer: (p) => h(center.Answer, p) };
  const REPORTS_SHOWN = 3;

  function Leak() {
    if (!center.page.simulated || !center.may("simulation.leak")) return null;
    return h(
      "div",
      { className: "leak" },
      h(Act, { kind: "simulation.leak", data: {}, at: "leak", label: say("command.leak"), strong: "strong" }),
      h("p", null, say("command.leak_about")),
      h(Answer, { at: "leak" }),
    );
  }

  function Level({ incident }) {
    const levels = center.site().levels;
    const at = `level:${incident.id}`;
    const change = (event) => center.intents.send("incident.level", { incident: incident.id, level: event.target.value }, at);
    return h(
      "label",
      { className: "field" },
      h("span", null, say("command.level")),
      h("select", { value: incident.level, onChange: change, disabled: !center.may("incident.level") }, levels.map((l) => h("option", { key: l.id, value: l.id }, center.text(l.name)))),
      h(Answer, { at }),
    );
  }

  function Command({ incident }) {
    const mine = center.commands(incident);
    const offered = incident.transfer;
    const at = `command:${incident.id}`;
    const named = incident.commander ? center.text(incident.commander.name) : "";
    const virtual = incident.commander && incident.commander.kind === "virtual" ? ` · ${say("actor.virtual")}` : "";
    return h(
      "div",
      { className: "held" },
      h("div", null, h("span", { className: "label" }, say("command.commander")), h("b", null, center.commanderOf(incident)), h("span", null, named + virtual)),
      h(
        "div",
        { className: "actions" },
        !mine && center.may("incident.take") && !(offered && offered.to_person === center.page.person)
          ? h(Act, { kind: "incident.take", data: { incident: incident.id }, at, label: say("command.take"), strong: incident.commander ? "" : "strong" })
          : null,
        offered && offered.to_person === center.page.person
          ? h(Act, { kind: "incident.transfer_ack", data: { incident: incident.id }, at, label: say("command.transfer_accept"), strong: "strong" })
          : null,
      ),
      offered ? h("p", { className: "warn" }, say("command.transfer_waiting", { name: offered.to_name })) : null,
      h(Answer, { at }),
    );
  }

  function Closing({ incident, incidents }) {
    const missing = incident.missing_to_close || [];
    const at = `close:${incident.id}`;
    const title = say(missing.length ? "command.close_missing" : "command.close_ready");
    return h(
      center.PhoneFold,
      { name: "closing", title, answer: missing.length || "", presses: !missing.length, head: h("span", { className: "label" }, title) },
      h(center.Missing, { missing, incident, may: center.may("incident.close") }),
      h(center.Withdraw, {
        incident,
        incidents,
        beside: center.may("incident.close") ? h(Act, { kind: "incident.close", data: { incident: incident.id }, at, label: say("command.close"), sure: missing.length ? undefined : say("command.close_sure", { id: incident.id }) }) : null,
      }),
      h(Answer, { at }),
    );
  }

  /* Reports of the ticker that no incident was opened on. */
  function Reports() {
    const open = center.freeReports(Object.values(center.useTopic("ticker")));
    if (!open.length) return null;
    return h(
      "div",
      { className: "reports" },
      h("span", { className: "label" }, say("command.reports")),
      open.slice(0, REPORTS_SHOWN).map((f) =>
        h(
          "div",
          { key: f.seq, className: "report" },
          h("time", null, center.time(f.at)),
          h("span", null, `${center.named(f.data.place)}: ${center.text(f.data.text)}`),
          center.may("incident.open")
            ? h(Act, { kind: "incident.open", data: { place: f.data.place, report: f.seq, plan: center.planFor(f.data.place) }, at: `report:${f.seq}`, label: say("command.open_from") })
            : null,
          h(Answer, { at: `report:${f.seq}` }),
        ),
      ),
    );
  }

  /* What the incident itself asks of whoever commands, in the line that a phone folds it to. */
  function asks(incident, ready) {
    if (!incident) return { kind: "", answer: "", presses: ready };
    const waits = (incident.authority || {}).asked || [];
    const asked = waits.filter((one) => one.state === "asked").length;
    if (!incident.commander) return { kind: "urgent", answer: center.commanderOf(incident), presses: true };
    if (asked) return { kind: "warn", answer: say("pressing.asked", { n: asked }), presses: true };
    return { kind: "", answer: center.commanderOf(incident), presses: Boolean(incident.transfer) || !(incident.missing_to_close || []).length };
  }

  center.panel("incident", function Incident({ children }) {
    const { incidents, incident } = center.useCurrent();
    const ready = center.useReady();
    React.useEffect(() => center.tellForms(incident), [incident && incident.id]);
    const { kind, answer, presses } = asks(incident, ready);
    return h(
      center.PhoneFold,
      { name: "incident", about: incident && incident.id, title: say("command.current"), answer, kind, presses, head: center.head(say("command.current"), incident ? incident.id : "") },
      incident
        ? h(
            React.Fragment,
            null,
            h("div", { className: "incident-title" }, center.text(incident.title)),
            h("p", { className: "label" }, say("command.opened", { t0: center.time(incident.t0), opened: center.time(incident.opened_at) })),
            h(Level, { incident }),
            h(Command, { incident }),
            h(center.Authority, { incident }),
            h("div", { className: "closing" }, h(Closing, { key: incident.id, incident, incidents })),
          )
        : h("p", { className: "none" }, say("command.no_incident")),
      h(center.Withdrawn),
      h(Reports),
      incident ? null : h(Leak),
      children,
    );
  });
})((window.center = window.center || {}));
