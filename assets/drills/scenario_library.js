/* The scenarios of this site, the library's and its own: how each would run here, its needs, or
   what the plant lacks for it; any can be sealed, edited or exported to Excel. */

import { conditionWords } from "./conditions.js";
import { Told } from "./drill_parts.js";
import { PlannedScript } from "./script_place.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { day, say, span, time } from "../base/words.js";
import { named } from "../live/plant.js";

/** @import { Condition } from "./conditions.js" */
/** @import { ScenarioAsked } from "./script_place.js" */
/** @import { Words } from "../types/rows.d.ts" */

/** Which revision of a scenario of the site counts, and since when by whom.
 * @typedef {{ revision: number, saved_at: number, saved_by: string, retired_at: number | null, retired_by: string | null }} OwnScenario
 */
/** An inject as it would be; its time is `at_s`, at the earliest `earliest_s` and at the latest `latest_s`.
 * @typedef {{
 *   id: string, text: Words, trigger: "at" | "when" | "held", at_s: number | null, earliest_s: number | null,
 *   latest_s: number | null, when?: Condition | null,
 *   expects: { id: string, text: Words, who: string | null, by_s: number }[],
 * }} InjectShown
 */
/** A scenario as GET /api/v1/scenarios tells it: what it would be on this plant, or what is `lacking`.
 * @typedef {{
 *   id: string, version: string, name: Words, summary: Words | null, max_s: number, own: OwnScenario | null,
 *   lacking: string[], drawable?: boolean, begins?: { shift: string, time: string },
 *   places: { need: string, kind: string, id: string, name: Words }[], injects: InjectShown[],
 * }} ScenarioShown
 */

/* Scenarios as the list of drills shows them; `chosen` is one's id. */
/** @type {(props: {
 *   scenarios: ScenarioShown[] | null, chosen: string, choose: (id: string) => void,
 * }) => ReactElement | null} */
export function ScenarioList({ scenarios, chosen, choose }) {
  if (!scenarios) return null;
  const possible = scenarios.filter((one) => !one.lacking.length).length;
  /** @type {(one: ScenarioShown) => string} */
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

/** @type {(row: InjectShown) => string} */
function when({ trigger, at_s, earliest_s, latest_s }) {
  if (trigger === "held") return say("drills.inject.held");
  if (trigger === "when" || at_s === null) return say("drills.inject.waits");
  const at = span(at_s * 1000);
  return latest_s !== null && latest_s > (earliest_s ?? at_s)
    ? `${at} ± ${span((latest_s - at_s) * 1000)}`
    : at;
}

/** @type {(props: { scenario: ScenarioShown }) => ReactElement} */
function Needs({ scenario }) {
  /** @type {(one: { id: string, name: Words }) => string} */
  const named = (one) => (text(one.name) === one.id ? one.id : `${text(one.name)} (${one.id})`);
  return h(
    "details",
    { className: "drawer plant-needs" },
    h("summary", null, say("scenarios.needs", { n: scenario.places.length })),
    h(Told, { rows: scenario.places.map((one) => [one.need, named(one)]) }),
  );
}

/* What a scenario would be here; `asked`: what its figure is asked by, its id unless told otherwise. */
/** @type {(props: { scenario: ScenarioShown, asked?: ScenarioAsked }) => ReactElement} */
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

/** @type {("draw" | "start" | "learn")[]} */
const STEPS = ["draw", "start", "learn"];

/* Nothing is chosen, because there is no drill yet: how one comes about, and one scenario as it would be. */
/** @type {(props: { scenario: ScenarioShown | undefined }) => ReactElement} */
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
/** @type {(props: { scenario: ScenarioShown, children?: ReactNode }) => ReactElement} */
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
