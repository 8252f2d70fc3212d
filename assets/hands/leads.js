/* From what is missing to the place that mends it: the panel unfolds, the form opens with what is
   known of the incident, and the keyboard stands in its first field. */

import { typedValues } from "./typed_values.js";
import { may } from "../base/context.js";
import { site } from "../live/plant.js";
import { expand } from "../shared/collapsible.js";

const SHOWN_MS = 2500;
const begun = new Set(); /* forms whose places were filled in once: what a hand typed stays */

const outfallOf = () => {
  const pool = (site().pools || []).find((p) => p.outfall);
  return pool && pool.outfall;
};

/* What the forms that leads go to ask of a session. */
const ASKS = { gas: "gas.measure", outfall: "outfall.sample" };

/* What closing and withdrawing ask for -> [panel, fold, form, its first values by the incident]. */
const LEADS = {
  accounted: ["panel-headcount", "headcount"],
  entries_out: ["panel-entry", "entry"],
  source_isolated: ["panel-source", "source"],
  gas_clear: ["panel-source", "source", "gas", (incident) => ({ place: incident.place })],
  gas_detectors: ["panel-source", "source"],
  outfall_sampled: ["panel-source", "source", "outfall", () => ({ place: outfallOf() })],
  life_safety: ["panel-directives-desk"],
  disputed: ["panel-directives-desk"],
  plant_loses: ["panel-source", "source"],
  directives_open: ["panel-directives-desk"],
  resources_out: ["panel-kits", "kits"],
};

function fill(form, values) {
  if (begun.has(form)) return;
  begun.add(form);
  for (const [field, value] of Object.entries(values)) {
    if (value) typedValues.set(`form-${form}-${field}`, value);
  }
}

const FOCUSABLE =
  "button.act:not(:disabled), input:not(:disabled), select, textarea, [tabindex='0'], button.dash-dropdown";

/* The keyboard follows, unless the person has already gone on to something else. */
function show(element, pressed) {
  element.scrollIntoView({ block: "nearest" });
  element.classList.add("led");
  setTimeout(() => element.classList.remove("led"), SHOWN_MS);
  const held = document.activeElement;
  if (held !== pressed && held !== document.body) return;
  const first = [...element.querySelectorAll(FOCUSABLE)].find((one) => one.offsetParent !== null);
  if (first) first.focus({ preventScroll: true });
}

/* Can this session do anything where the lead goes? Asked of the session, never of the page: what is
   missing may be drawn before the form is. */
export const hasLead = (code) => {
  const [panel, , form] = LEADS[code] || [];
  return Boolean(panel && (!form || may(ASKS[form])));
};

export const lead = (code, incident) => {
  const [panel, fold, form, values] = LEADS[code];
  const pressed = document.activeElement;
  if (fold) expand(fold);
  const drawer = form && document.getElementById(`form-${form}`);
  if (drawer) drawer.open = true;
  if (form && values) fill(form, values(incident));
  /* After React has unfolded it. */
  requestAnimationFrame(() =>
    requestAnimationFrame(() => show(drawer || document.getElementById(panel), pressed))
  );
};
