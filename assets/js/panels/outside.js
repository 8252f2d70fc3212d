/* Outside calls: who must be called by when, who was, and who answered. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);

  function Call({ incident, call, now }) {
    const at = `call:${call.id}`;
    const late = !call.called_at && call.due !== null && call.due < now;
    const kind = call.answered_at ? "good" : call.called_at ? "note" : late ? "urgent" : "plain";
    const told = call.answered_at
      ? say("command.answered_at", { at: center.time(call.answered_at) })
      : call.called_at
        ? say("command.called_at", { at: center.time(call.called_at) })
        : call.due === null
          ? ""
          : late
            ? `+${center.span(now - call.due)}`
            : center.span(call.due - now);
    const data = { incident: incident.id, unit: call.id };
    return h(
      "div",
      { className: "call-row" },
      center.sign(kind),
      h("div", { className: "who" }, h("b", null, call.name), h("span", null, call.unit.phone || "")),
      h("span", { className: `when ${kind}` }, told),
      h(
        "div",
        { className: "actions" },
        !call.called_at && center.may("outside.call") ? h(center.Act, { kind: "outside.call", data, at, label: say("command.call") }) : null,
        call.called_at && !call.answered_at && center.may("outside.answer") ? h(center.Act, { kind: "outside.answer", data, at, label: say("command.answered") }) : null,
      ),
      h(center.Answer, { at }),
    );
  }

  center.panel("outside", function Outside() {
    const { incident } = center.useCurrent();
    const now = center.useSecond();
    const calls = incident ? center.readCalls(incident, now) : [];
    const called = calls.filter((c) => c.called_at).length;
    return h(
      React.Fragment,
      null,
      center.head(say("command.outside"), incident ? say("outside.called", { n: called, total: calls.length }) : ""),
      incident ? calls.map((call) => h(Call, { key: call.id, incident, call, now })) : center.none(say("command.dispatch_needs_incident")),
    );
  });
})((window.center = window.center || {}));
