/* The window's title: first the current alert, then the page (or help document) and the plant, so
   that a tab, a list of windows and a screen reader give the alert first. */

import { text } from "./context.js";
import { say } from "./words.js";
import { site } from "../live/plant.js";
import { useLink } from "../live/react_panels.js";

/** @import { IncidentRow } from "../types/rows.d.ts" */

/** @type {(called: Sayable | "", incidents: IncidentRow[]) => void} */
export const useTitle = (called, incidents) => {
  const link = useLink();
  const titles = incidents.map(({ title }) => text(title));
  const open = titles.length > 1
    ? say("incident.several", { n: titles.length, titles })
    : titles[0];
  const state = link === "lost"
    ? `◌ ${say("link.lost")}`
    : open
    ? `■ ${open}`
    : say("incident.none");
  const title = [state, called ? say(called) : "", text(site().name)].filter(Boolean).join(" · ");
  React.useEffect(() => {
    document.title = title;
  }, [title]);
};
