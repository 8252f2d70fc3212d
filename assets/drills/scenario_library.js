/* The scenarios on this site, the library's and its own: what each would be here, in time, what it needs
   of the plant or what the plant lacks for it; any of them can be sealed, edited, or taken along as Excel. */

import { conditionWords } from "./conditions.js";
import { Told } from "./drill_parts.js";
import { PlannedScript } from "./script_place.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { day, say, span, time } from "../base/words.js";
import { named } from "../live/plant.js";

/* Scenarios as the list of drills shows them; `chosen` is one's id. */
export function ScenarioList({ scenarios, chosen, choose }) {
  if (!scenarios) return null;
  const possible = scenarios.filter((one) => !one.lacking.length).length;
  const held = (
    one,
  ) => (one.lacking.length
    ? say("drills.not_here")
    : say("drills.scenario_holds", { n: one.injects.length, minutes: Math.round(one.max_s / 60) }));
  return h(
    "div",
    { className: "scenario-list" },
    head(
      say("drills.library"),
      say("drills.library_answer", { n: possible, all: scenarios.length }),
    ),
    scenarios.map((one) =>
      h(
        "button",
        {
          key: one.id,
          type: "button",
          className: "drill-row",
          "data-scenario": one.id,
          "aria-pressed": chosen === one.id,
          onClick: () => choose(one.id),
        },
        sign(one.lacking.length ? "gone" : "plain"),
        h("b", null, text(one.name)),
        h(
          "span",
          null,
          [one.own ? say("scenarios.own", { n: one.own.revision }) : "", held(one)].filter(Boolean)
            .join(" · "),
        ),
      )
    ),
  );
}

function when(row) {
  if (row.trigger === "held") return say("drills.inject.held");
  if (row.trigger === "when") return say("drills.inject.waits");
  const at = span(row.at_s * 1000);
  return row.latest_s > row.earliest_s ? `${at} ± ${span((row.latest_s - row.at_s) * 1000)}` : at;
}

function Needs({ scenario }) {
  const named = (one) => (text(one.name) === one.id ? one.id : `${text(one.name)} (${one.id})`);
  return h(
    "details",
    { className: "drawer plant-needs" },
    h("summary", null, say("scenarios.needs", { n: scenario.places.length })),
    h(Told, { rows: scenario.places.map((one) => [one.need, named(one)]) }),
  );
}

/* What a scenario would be here; `asked`: what its figure is asked by, its id unless told otherwise. */
export function ScenarioRows({ scenario, asked }) {
  if (scenario.lacking.length) {
    return h(
      "div",
      { className: "answer refused" },
      sign("urgent"),
      h(
        "div",
        null,
        h("b", null, say("drills.not_here")),
        h("ul", null, scenario.lacking.map((why, n) => h("li", { key: n }, why))),
      ),
    );
  }
  const begins = scenario.begins
    ? say("scenarios.begins", {
      shift: say(`scenarios.shift.${scenario.begins.shift}`),
      time: scenario.begins.time,
    })
    : "";
  return h(
    React.Fragment,
    null,
    h(
      "h2",
      null,
      h("span", null, say("drills.would_be")),
      h(
        "b",
        null,
        [begins, say("drills.at_most", { span: span(scenario.max_s * 1000) })].filter(Boolean).join(
          " · ",
        ),
      ),
    ),
    h(PlannedScript, { asked: asked || { scenario: scenario.id } }),
    h(Needs, { scenario }),
    h(
      "ul",
      { className: "preview" },
      scenario.injects.map((row) =>
        h(
          "li",
          { key: row.id, "data-inject": row.id },
          h("time", null, when(row)),
          h(
            "div",
            null,
            h("b", null, text(row.text)),
            row.when
              ? h("span", null, say("drills.waits_for", { what: conditionWords(row.when) }))
              : null,
            row.expects.map((one) =>
              h(
                "span",
                { key: one.id },
                `→ ${
                  [
                    text(one.text),
                    one.who ? named(one.who) : "",
                    say("drills.within", { span: span(one.by_s * 1000) }),
                  ].filter(Boolean).join(" · ")
                }`,
              )
            ),
          ),
        )
      ),
    ),
  );
}

const STEPS = ["draw", "start", "learn"];

/* Nothing is chosen, because there is no drill yet: how one comes about, and one scenario as it would be. */
export function FirstDrill({ scenario }) {
  return h(
    React.Fragment,
    null,
    head(say("drills.first"), say("drills.first_answer")),
    h(
      "ol",
      { className: "first-drill" },
      STEPS.map((step, n) =>
        h(
          "li",
          { key: step },
          h("b", { className: "figure" }, n + 1),
          h(
            "div",
            null,
            h("b", null, say(`drills.first_${step}`)),
            h("span", null, say(`drills.first_${step}_about`)),
          ),
        )
      ),
    ),
    scenario
      ? h(
        "h3",
        { className: "drill-name" },
        say("drills.first_example", { name: text(scenario.name) }),
      )
      : null,
    scenario && scenario.summary ? h("p", null, text(scenario.summary)) : null,
    scenario ? h(ScenarioRows, { scenario }) : null,
  );
}

/* `children`: what can be done with it. */
export function ScenarioPreview({ scenario, children }) {
  return h(
    React.Fragment,
    null,
    head(
      scenario.own ? say("scenarios.own_title") : say("drills.library"),
      `${scenario.id} ${scenario.version}`,
    ),
    h("h3", { className: "drill-name" }, text(scenario.name)),
    scenario.own
      ? h(
        "p",
        { className: "aside" },
        say("scenarios.saved_as", {
          n: scenario.own.revision,
          who: scenario.own.saved_by,
          day: day(scenario.own.saved_at),
          time: time(scenario.own.saved_at),
        }),
      )
      : null,
    scenario.summary ? h("p", null, text(scenario.summary)) : null,
    children,
    h(ScenarioRows, { scenario }),
  );
}
