/* Above the strip, only when something is wrong with the command center itself. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);

  function Unled({ ms }) {
    return h(
      "div",
      { className: "unled" }, /* read aloud by panels/heard.js */
      h("b", null, "■ ", say("center.unled")),
      h("span", null, say("center.unled_detail", { span: center.span(ms) })),
    );
  }

  function WrongClocks({ wrong }) {
    return h("div", { className: "wrong-clocks" }, h("b", null, "▲ ", say("center.clocks")), h("span", null, wrong.map(center.clockWords).join(" · ")));
  }

  center.panel("center_state", function CenterState() {
    const rows = center.useReal("center");
    const now = center.useSecond();
    if (!center.page.role || center.replay) return null;
    const { unledMs, wrong } = center.readCenterState(rows, center.clock.real());
    return h(React.Fragment, null, unledMs === null ? null : h(Unled, { ms: unledMs }), wrong.length ? h(WrongClocks, { wrong }) : null);
  });
})((window.center = window.center || {}));
