/* The scenario library on this site: what each scenario would be here, in time, or what the plant lacks
   for it; any of them can be sealed as it is. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);

  /* Scenarios as the list of drills shows them; `chosen` is one's id. */
  center.ScenarioList = function ScenarioList({ scenarios, chosen, choose }) {
    if (!scenarios) return null;
    const possible = scenarios.filter((one) => !one.lacking.length).length;
    return h(
      "div",
      { className: "scenario-list" },
      center.head(say("drills.library"), say("drills.library_answer", { n: possible, all: scenarios.length })),
      scenarios.map((one) =>
        h(
          "button",
          { key: one.id, type: "button", className: "drill-row", "data-scenario": one.id, "aria-pressed": chosen === one.id, onClick: () => choose(one.id) },
          center.sign(one.lacking.length ? "gone" : "plain"),
          h("b", null, center.text(one.name)),
          h("span", null, one.lacking.length ? say("drills.not_here") : say("drills.scenario_holds", { n: one.injects.length, minutes: Math.round(one.max_s / 60) })),
        ),
      ),
    );
  };

  function when(row) {
    if (row.trigger === "held") return say("drills.inject.held");
    if (row.trigger === "when") return say("drills.inject.waits");
    const at = center.span(row.at_s * 1000);
    return row.latest_s > row.earliest_s ? `${at} ± ${center.span((row.latest_s - row.at_s) * 1000)}` : at;
  }

  /* `children`: what can be done with it. */
  center.ScenarioPreview = function ScenarioPreview({ scenario, children }) {
    return h(
      React.Fragment,
      null,
      center.head(say("drills.library"), `${scenario.id} ${scenario.version}`),
      h("h3", { className: "drill-name" }, center.text(scenario.name)),
      scenario.lacking.length
        ? h("div", { className: "answer refused" }, center.sign("urgent"), h("div", null, h("b", null, say("drills.not_here")), h("ul", null, scenario.lacking.map((why, n) => h("li", { key: n }, why)))))
        : h(React.Fragment, null, h("p", null, center.text(scenario.summary)), children, h("h2", null, h("span", null, say("drills.would_be")), h("b", null, say("drills.at_most", { span: center.span(scenario.max_s * 1000) })))),
      h(
        "ul",
        { className: "preview" },
        scenario.injects.map((row) =>
          h(
            "li",
            { key: row.id },
            h("time", null, when(row)),
            h(
              "div",
              null,
              h("b", null, center.text(row.text)),
              row.when ? h("span", null, say("drills.waits_for", { what: center.script.asked(row.when).map(center.askedWords).join(", ") })) : null,
              row.expects.map((one) => h("span", { key: one.id }, `→ ${[center.text(one.text), one.who ? center.named(one.who) : "", say("drills.within", { span: center.span(one.by_s * 1000) })].filter(Boolean).join(" · ")}`)),
            ),
          ),
        ),
      ),
    );
  };
})((window.center = window.center || {}));
