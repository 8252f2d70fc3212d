/* A call for help, across every screen, above everything: who, where, since when, and who has heard. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);

  function Call({ call, people, now }) {
    const at = `sos:${call.sos}`;
    const name = center.text(call.of);
    return h(
      "div",
      { className: call.answered_at ? "sos heard" : "sos" },
      h("b", { className: "sos-word" }, "■ ", say("sos.word")),
      h("b", null, name),
      h("span", null, center.whereOfSos(call, people, now), call.note ? ` · ${center.text(call.note)}` : ""),
      h("span", { className: "clock" }, center.span(Math.max(0, now - call.at))),
      call.answered_at ? h("span", null, say("sos.heard_by", { by: center.named(call.answered_by) })) : null,
      h(
        "div",
        { className: "actions" },
        !call.answered_at && center.may("person.sos_answer") ? h(center.Act, { kind: "person.sos_answer", data: { person: call.sos }, at, label: say("sos.answer"), strong: "strong" }) : null,
        center.may("person.sos_end") && (center.may("person.sos_answer") || call.sos === center.page.person)
          ? h(center.ActWithReason, { kind: "person.sos_end", data: { person: call.sos }, at, label: say("sos.end"), ask: say("sos.end_how") })
          : null,
      ),
      h(center.Answer, { at }),
    );
  }

  center.panel("sos", function SosBanner() {
    const people = center.useReal("people"); /* a person's call is always real */
    const now = center.useSecond();
    const calls = center.page.role ? center.readSos(people) : [];
    if (!calls.length) return null;
    return h("div", { className: "sos-calls", role: "region", "aria-label": say("sos.title") }, calls.map((call) => h(Call, { key: call.sos, call, people, now })));
  });
})((window.center = window.center || {}));
