/* The actions on a scenario: seal it as it is, edit it (a copy of a library scenario), export its
   events list to Excel and import it. */

import { DoorProblem } from "./drill_parts.js";
import { EventsListLink, useListBack } from "./events_list.js";
import { unsavedScenario } from "./scenario_editor.js";
import { ask } from "../base/ask.js";
import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { day, say } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { useAnswers } from "../live/react_panels.js";

/** @import { Draft } from "./events_list.js" */
/** @import { EditStart } from "./scenario_editor.js" */
/** @import { OwnScenario, ScenarioShown } from "./scenario_library.js" */
/** @import { Problem } from "../shared/drill_doors.js" */

const { useEffect, useState } = React;

/* No answer came. */
/** @type {() => Problem} */
const silent = () => ({
  title: say("command.no_answer"),
  detail: "",
  mend: say("command.no_answer.mend"),
  reasons: [],
  status: 0,
  code: "",
  params: {},
  problems: [],
});

/* What the editor begins with; what this tab still had of it goes before. */
/** @type {(start: EditStart) => EditStart} */
function begun({ id, base, text, note }) {
  const unsaved = unsavedScenario(id);
  return unsaved
    ? { id, base: unsaved.base, text: unsaved.text, changed: true, note: say("scenarios.unsaved") }
    : { id, base, text, note };
}

/* Scenarios that are out of use: each can be looked at and brought back by saving it. */
/** @type {(props: {
 *   retired: (OwnScenario & { id: string })[] | null, edit: (start: EditStart) => void,
 * }) => ReactElement | null} */
export function RetiredScenarios({ retired, edit }) {
  const [failed, setFailed] = useState(/** @type {Problem | null} */ (null));
  if (!retired || !retired.length || !may("scenario.save")) return null;
  /** @type {(id: string) => Promise<void>} */
  const open = async (id) => {
    const answer = await ask(`/api/v1/scenarios/${id}`, { cache: "no-store" }).catch(() => null);
    if (!answer || !answer.ok) return setFailed(silent());
    const told = answer.json();
    return edit(
      Object.assign(
        begun({
          id,
          base: told.own.revision,
          text: told.text,
          note: say("scenarios.brought_back"),
        }),
        { changed: true },
      ),
    );
  };
  return h(
    "details",
    { className: "drawer retired-scenarios" },
    h("summary", null, say("scenarios.retired", { n: retired.length })),
    h(
      "ul",
      null,
      retired.map((one) =>
        h(
          "li",
          { key: one.id, "data-scenario": one.id },
          h(
            "div",
            null,
            h("b", null, one.id),
            h(
              "span",
              null,
              say("scenarios.retired_as", {
                n: one.revision,
                who: one.retired_by,
                day: one.retired_at === null ? "" : day(one.retired_at),
              }),
            ),
          ),
          h(
            "button",
            { type: "button", className: "act", onClick: () => open(one.id) },
            say("scenarios.bring_back"),
          ),
        )
      ),
    ),
    h(DoorProblem, { problem: failed }),
  );
}

/** @type {(props: {
 *   scenario: ScenarioShown, compose: () => void, edit: (start: EditStart) => void, gone: () => void,
 * }) => ReactElement} */
export function ScenarioHands({ scenario, compose, edit, gone }) {
  const [failed, setFailed] = useState(/** @type {Problem | null} */ (null));
  /** @type {(draft: Draft) => void} */
  const brought = ({ id, base, text, added, changed, removed }) => {
    /** @type {[what: Sayable, ids: string[]][]} */
    const lists = [
      ["scenarios.list_added", added],
      ["scenarios.list_changed", changed],
      ["scenarios.list_removed", removed],
    ];
    const told = lists.filter(([, ids]) => ids.length)
      .map(([what, ids]) => say(what, { ids }));
    edit({
      id,
      base,
      text,
      changed: true,
      note: told.length ? told.join(" · ") : say("scenarios.list_same"),
    });
  };
  const back = useListBack(scenario.id, brought);
  const open = async () => {
    const answer = await ask(`/api/v1/scenarios/${scenario.id}`, { cache: "no-store" }).catch(() =>
      null
    );
    if (!answer || !answer.ok) return setFailed(silent());
    const told = answer.json();
    return edit(
      begun(
        told.own
          ? { id: told.id, base: told.own.revision, text: told.text }
          : { id: told.copy.id, base: 0, text: told.copy.text, note: say("scenarios.copy_about") },
      ),
    );
  };
  const writes = may("scenario.save");
  const at = `retire:${scenario.id}`;
  const retired = useAnswers()[at]?.state === "accepted";
  useEffect(() => {
    if (retired) gone();
  }, [retired]);
  return h(
    "div",
    { className: "scenario-hands" },
    h(
      "div",
      { className: "actions" },
      may("drill.plan") && !scenario.lacking.length
        ? h(
          "button",
          { type: "button", className: "act", onClick: compose },
          say("drills.seal_this"),
        )
        : null,
      writes
        ? h(
          "button",
          { type: "button", className: "act edit-scenario", onClick: open },
          say(scenario.own ? "scenarios.edit" : "scenarios.edit_copy"),
        )
        : null,
      scenario.version ? h(EventsListLink, { of: `scenarios/${scenario.id}` }) : null,
      writes && scenario.version ? back.button : null,
      scenario.own && may("scenario.retire")
        ? h(Act, {
          kind: "scenario.retire",
          data: { scenario: scenario.id, base: scenario.own.revision },
          at,
          label: say("scenarios.retire"),
          sure: say("scenarios.retire_sure"),
        })
        : null,
    ),
    h(DoorProblem, { problem: failed }),
    h(Answer, { at }),
    back.answer,
  );
}
