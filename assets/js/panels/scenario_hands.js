/* What can be done with a scenario: sealed as it is, edited (the library's as a copy), and its events list
   taken along as Excel and brought back. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const { useState } = React;

  /* What the editor begins with: {id, base, text}; what this tab still had of it goes before. */
  function begun({ id, base, text, note }) {
    const unsaved = center.unsavedScenario(id);
    return unsaved ? { id, base: unsaved.base, text: unsaved.text, changed: true, note: say("scenarios.unsaved") } : { id, base, text, note };
  }

  center.ScenarioHands = function ScenarioHands({ scenario, compose, edit }) {
    const [failed, setFailed] = useState(null);
    const brought = ({ id, base, text, added, changed, removed }) => {
      const told = [["added", added], ["changed", changed], ["removed", removed]].filter(([, ids]) => ids.length).map(([what, ids]) => say(`scenarios.list_${what}`, { ids: ids.join(", ") }));
      edit({ id, base, text, changed: true, note: told.length ? told.join(" · ") : say("scenarios.list_same") });
    };
    const back = center.useListBack(scenario.id, brought);
    const open = async () => {
      const answer = await center.ask(`/api/v1/scenarios/${scenario.id}`, { cache: "no-store" }).catch(() => null);
      if (!answer || !answer.ok) return setFailed({ title: say("command.no_answer"), mend: say("command.no_answer.mend"), reasons: [] });
      const told = answer.json();
      return edit(begun(told.own ? { id: told.id, base: told.own.revision, text: told.text } : { id: told.copy.id, base: 0, text: told.copy.text, note: say("scenarios.copy_about") }));
    };
    const writes = center.may("scenario.save");
    return h(
      "div",
      { className: "scenario-hands" },
      h(
        "div",
        { className: "actions" },
        center.may("drill.plan") && !scenario.lacking.length ? h("button", { type: "button", className: "act", onClick: compose }, say("drills.seal_this")) : null,
        writes ? h("button", { type: "button", className: "act edit-scenario", onClick: open }, say(scenario.own ? "scenarios.edit" : "scenarios.edit_copy")) : null,
        scenario.version ? h(center.EventsListLink, { of: `scenarios/${scenario.id}` }) : null,
        writes && scenario.version ? back.button : null,
      ),
      h(center.DoorProblem, { problem: failed }),
      back.answer,
    );
  };
})((window.center = window.center || {}));
