/* Leads from a missing item to the place that fixes it: the panel unfolds, the form opens with
   what is known of the incident, and the focus is set to its first field. */

import { typedValues } from "./typed_values.js";
import { may } from "../base/context.js";
import { site } from "../live/plant.js";
import { expand } from "../shared/collapsible.js";

/** @import { Part } from "../live/plant_index.js" */
/** @import { IncidentRow } from "../types/rows.d.ts" */

const SHOWN_MS = 2500;
/** @type {Set<string>} */
const begun = new Set(); /* forms whose places were filled in once: what a hand typed stays */

const outfallOf = () => {
  const pool = (site().pools || []).find((/** @type {Part} */ p) => p.outfall);
  return pool && pool.outfall;
};

/* What the forms that leads go to ask of a session. */
/** @type {Record<string, string>} */
const ASKS = { gas: "gas.measure", outfall: "outfall.sample" };

/* What closing and withdrawing ask for -> [panel, fold, form, its first values by the incident]. */
/** @typedef {(incident: IncidentRow) => Record<string, unknown>} FirstValues */
/** @type {Record<string, [panel: string, fold?: string, form?: string, values?: FirstValues]>} */
const LEADS = {
  at_work: ["panel-permits", "permits"],
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

/** @type {(form: string, values: Record<string, unknown>) => void} */
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
/** @type {(element: HTMLElement, pressed: Element | null) => void} */
function show(element, pressed) {
  element.scrollIntoView({ block: "nearest" });
  element.classList.add("led");
  setTimeout(() => element.classList.remove("led"), SHOWN_MS);
  const held = document.activeElement;
  if (held !== pressed && held !== document.body) return;
  /** @type {NodeListOf<HTMLElement>} */
  const focusable = element.querySelectorAll(FOCUSABLE);
  const first = [...focusable].find((one) => one.offsetParent !== null);
  if (first) first.focus({ preventScroll: true });
}

/* Can this session do anything where the lead goes? Asked of the session, never of the page: what is
   missing may be drawn before the form is. */
/** @type {(code: string) => boolean} */
export const hasLead = (code) => {
  const found = LEADS[code];
  if (!found) return false;
  const [, , form] = found;
  return !form || may(ASKS[form]);
};

/** @type {(code: string, incident: IncidentRow) => void} */
export const lead = (code, incident) => {
  const [panel, fold, form, values] = LEADS[code];
  const pressed = document.activeElement;
  if (fold) expand(fold);
  const drawer = form
    ? /** @type {HTMLDetailsElement | null} */ (document.getElementById(`form-${form}`))
    : null;
  if (drawer) drawer.open = true;
  if (form && values) fill(form, values(incident));
  /* After React has unfolded it. */
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const place = drawer || document.getElementById(panel);
      if (place) show(place, pressed);
    })
  );
};

/* A form of this page, opened with these values, wherever it lies; what a hand typed before is replaced, because the
   button that was pressed names what it is about. */
/** @type {(form: string, values: Record<string, unknown>) => void} */
export const openForm = (form, values) => {
  const pressed = document.activeElement;
  const drawer = /** @type {HTMLDetailsElement | null} */ (document.getElementById(`form-${form}`));
  if (!drawer) return;
  drawer.open = true;
  for (const [field, value] of Object.entries(values)) {
    typedValues.set(`form-${form}-${field}`, value);
  }
  requestAnimationFrame(() => requestAnimationFrame(() => show(drawer, pressed)));
};
