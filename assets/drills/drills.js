/* The drill console: the list of drills and their actions while none runs; the direction of the
   running one. */

import { DrillDirection } from "./drill_direction.js";
import { DrillList } from "./drill_list.js";
import { ScriptPlace } from "./script_place.js";
import { h } from "../base/element.js";
import { panel, useReady, useRealKind } from "../live/react_panels.js";

/** @import { DrillRow } from "../types/rows.d.ts" */

const LIVE = new Set(["running", "paused", "suspended"]);

/* Drills as the board has them, the newest first. */
/** @type {() => DrillRow[]} */
export const useDrills = () => {
  const rows = useRealKind("drill", "");
  return React.useMemo(() => {
    /** @type {(row: DrillRow) => number} */
    const number = (row) => Number(row.id.split("-")[1]);
    return Object.values(rows).sort((a, b) => number(b) - number(a));
  }, [rows]);
};

panel("drills", function Drills({ children }) {
  const drills = useDrills();
  const ready = useReady();
  const [stores, place] = React.Children.toArray(children);
  const live = drills.find((one) => LIVE.has(one.phase));
  return h(
    React.Fragment,
    null,
    stores,
    !ready
      ? null
      : live
      ? h(DrillDirection, { key: live.id, drill: live, place })
      : h(ScriptPlace.Provider, { value: place }, h(DrillList, { drills })),
  );
});
