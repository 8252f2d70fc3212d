/* Where no tabs are: which of several open incidents the hands of this page go to. */

import { chooseIncident, useCurrent } from "./current.js";
import { titleAt } from "./incidents.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { panel } from "../live/react_panels.js";

/** @import { IncidentRow } from "../types/rows.d.ts" */

/** A button for each; nothing while there is one at most.
 * @param {{incidents: IncidentRow[], incident: IncidentRow | null | undefined,
 *   choose: (id: string) => void}} props */
export const WhichIncident = ({ incidents, incident, choose }) =>
  incidents.length > 1
    ? h(
      "div",
      {
        className: "phone-incidents",
        role: "radiogroup",
        "aria-label": say("command.which_incident"),
      },
      incidents.map((one) =>
        h("button", {
          key: one.id,
          type: "button",
          className: "act",
          role: "radio",
          "aria-checked": one === incident,
          onClick: () => choose(one.id),
        }, titleAt(one))
      ),
    )
    : null;

panel("which_incident", function WhichIncidentPanel() {
  const { incidents, incident } = useCurrent();
  return h(WhichIncident, { incidents, incident, choose: chooseIncident });
});
