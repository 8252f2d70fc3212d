/* The place for the figure of a drill's script (layouts/figures/script.py): of the running drill
   or of the scenario viewed. */

import { h } from "../base/element.js";
import { FigureFailed, useFigures } from "../shared/figures.js";

/* The place, as Dash made it; scenarios are looked at deep inside the list. */
export const ScriptPlace = React.createContext(/** @type {ReactElement | null} */ (null));

/** Which scenario is drawn: by its id, or the text of one that is written.
 * @typedef {{ scenario: string } | { text: string }} ScenarioAsked
 */

/* What a scenario would be here. */
/** @type {(props: { asked: ScenarioAsked }) => ReactElement} */
export function PlannedScript({ asked }) {
  const place = React.useContext(ScriptPlace);
  const box = React.useRef(/** @type {HTMLElement | null} */ (null));
  const { failed } = useFigures("drills", asked, "", box);
  return h(
    "div",
    { className: "script-plot planned-plot", ref: box },
    failed ? h(FigureFailed) : null,
    place,
  );
}
