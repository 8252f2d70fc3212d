/* One tab for each open incident while there are several: which one the hands of this page go to, and what
   presses in the others. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const SAID = 3; /* of what presses: more is read on the page of the tab */

  function Tab({ one, chosen, rows }) {
    const now = center.useSecond();
    const { kind, words } = center.readPressing(one, rows, now);
    return h(
      "button",
      { type: "button", role: "tab", className: `tab ${kind}`, "aria-selected": chosen, "data-incident": one.id, onClick: () => center.chooseIncident(one.id) },
      center.sign(kind),
      h("b", null, `${one.id} ${center.text(one.title)}`),
      h("span", { className: "clock" }, say("clock.t_plus"), center.span(now - one.t0)),
      h("span", { className: "presses" }, words.length ? words.slice(0, SAID).map((press, n) => h("em", { key: n, className: press.kind }, press.words)) : say("pressing.nothing")),
    );
  }

  center.IncidentTabs = function IncidentTabs() {
    const { incidents, incident } = center.useCurrent();
    const { count } = center.useTopic("people");
    const rows = { count, levels: center.useTopic("levels"), resources: center.useTopic("resources"), directives: center.useTopic("directives") };
    if (incidents.length < 2) return null;
    return h("div", { className: "tabs", role: "tablist", "aria-label": say("command.which_incident") }, incidents.map((one) => h(Tab, { key: one.id, one, chosen: one.id === incident.id, rows })));
  };
})((window.center = window.center || {}));
