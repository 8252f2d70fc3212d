/* One tab for each open incident while there are several, over all that it switches: which one the hands of
   this page go to, and what presses in the others. */

import { usePhone } from "./collapsible.js";
import { chooseIncident, useCurrent } from "./current.js";
import { whose } from "./incidents.js";
import { readPressing } from "./pressing.js";
import { readAlarms } from "../alarms/alarms.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say, span } from "../base/words.js";
import { readEntry } from "../command/entry.js";
import { lead } from "../hands/leads.js";
import { panel, useKind, useReady, useSecond } from "../live/react_panels.js";

/** @import { IncidentRow } from "../types/rows.d.ts" */
/** @import { PressingRows } from "./pressing.js" */

const SAID = 3; /* of what presses: more is read on the page of the tab */
const DESK = "of-incident";
/** @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
/** @type {(incident: IncidentRow) => string} */
const idOf = (incident) => `tab-${incident.id}`;

/** @type {(props: { one: IncidentRow, chosen: boolean, rows: PressingRows,
 *   onKeyDown: (event: KeyboardEvent) => void }) => ReactElement} */
function Tab({ one, chosen, rows, onKeyDown }) {
  const now = useSecond();
  const { kind, words } = readPressing(one, rows, now);
  return h(
    "button",
    {
      type: "button",
      role: "tab",
      id: idOf(one),
      className: `tab ${kind}`,
      "aria-selected": chosen,
      "aria-controls": DESK,
      tabIndex: chosen ? 0 : -1,
      "data-incident": one.id,
      onClick: () => chooseIncident(one.id),
      onKeyDown,
    },
    sign(kind),
    h("b", null, `${one.id} ${text(one.title)}`),
    h("span", { className: "clock" }, say("clock.t_plus"), span(now - one.t0)),
    h(
      "span",
      { className: "presses" },
      words.length
        ? words.slice(0, SAID).map((press, n) =>
          h("em", { key: n, className: press.kind }, press.words)
        )
        : say("pressing.nothing"),
    ),
  );
}

/** @type {(props: { incidents: IncidentRow[], incident: IncidentRow }) => ReactElement} */
function Tabs({ incidents, incident }) {
  const { count } = useKind("people", "count");
  const rows = {
    count,
    levels: useKind("levels", ""),
    directives: useKind("directives", ""),
  };
  const last = incidents.length - 1;
  /** @type {(event: KeyboardEvent) => void} */
  const moved = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = incidents.findIndex((one) => one.id === incident.id);
    /** @type {Record<string, number | undefined>} */
    const ends = { Home: 0, End: last };
    const to = event.key in STEPS
      ? (at + STEPS[event.key] + incidents.length) % incidents.length
      : ends[event.key];
    if (to === undefined) return;
    event.preventDefault();
    chooseIncident(incidents[to].id);
    document.getElementById(idOf(incidents[to]))?.focus();
  };
  return h(
    "div",
    { className: "tabs", role: "tablist", "aria-label": say("command.which_incident") },
    incidents.map((one) =>
      h(Tab, { key: one.id, one, chosen: one.id === incident.id, rows, onKeyDown: moved })
    ),
  );
}

/* Whether who is inside past the time to turn back, who outranks everything, leads a desk: where somebody was so when one
   came to it, and until one leaves it. Whoever is overdue later, or in another incident, is told over the foot of the
   page: nothing moves under a hand. */
/** @type {(incidents: IncidentRow[], incident: IncidentRow | null) =>
 *   { leads: boolean, late: IncidentRow | undefined }} */
function useOverdueFirst(incidents, incident) {
  const now = useSecond();
  /** @type {(one: IncidentRow) => boolean} */
  const overdue = (one) => readEntry(one.entry, now).kind === "urgent";
  const here = Boolean(incident && overdue(incident));
  const come = React.useRef(/** @type {{id?: string, leads?: boolean, seen?: boolean}} */ ({}));
  const id = incident?.id;
  if (come.current.id !== id) come.current = { id, leads: here, seen: here };
  if (!here) come.current.seen = false;
  const late = incidents.find((one) => overdue(one) && !(one.id === id && come.current.seen));
  return { leads: Boolean(come.current.leads), late };
}

/* On a phone the column `first` of a desk stands before the others, in the order that is read and walked too, but
   for somebody overdue inside who leads it. */
/** @type {(props: { phone: boolean, first: number, incidents: IncidentRow[],
 *   overdue: ReturnType<typeof useOverdueFirst>, later: number, children: unknown }) => unknown} */
function Columns({ phone, first, incidents, overdue, later, children }) {
  const { leads, late } = overdue;
  const columns = React.Children.toArray(children);
  if (!phone) return columns; /* the same ones: turned, a tablet keeps what is typed */
  return [
    ...(leads ? columns : [columns[first], ...columns.filter((_, n) => n !== first)]),
    late
      ? h(Overdue, { key: "overdue", incident: late, incidents })
      : later
      ? h(Later, { key: "later", n: later })
      : null,
  ];
}

/* Whether alarms stand before all else on a phone: where some waited for an answer when one came to the desk, and until
   one leaves it, as no panel moves under a hand. Those that come later are told over the foot of the page. */
/** @type {(phone: boolean) => { leads: boolean, later: number }} */
function useAlarmsFirst(phone) {
  const now = useSecond();
  const ready = useReady();
  const waiting = readAlarms(useKind("alarms", ""), now).waiting.length;
  const first = React.useRef(/** @type {boolean | null} */ (null));
  if (ready && first.current === null) first.current = Boolean(waiting);
  const leads = phone && first.current === true;
  return { leads, later: phone && !leads ? waiting : 0 };
}

/** @type {(props: { n: number }) => ReactElement} */
const Later = ({ n }) =>
  h(
    "button",
    {
      type: "button",
      className: "over-foot",
      onClick: () => document.getElementById("panel-alarms-desk")?.scrollIntoView(),
    },
    sign("urgent"),
    h("b", null, say("command.alarms")),
    say("alarm.waiting", { n }),
  );

/** @type {(props: { incident: IncidentRow, incidents: IncidentRow[] }) => ReactElement} */
function Overdue({ incident, incidents }) {
  const { answer } = readEntry(incident.entry, useSecond());
  const [title, place] = [say("command.entry"), whose(incident.id, incidents)];
  const show = () => {
    chooseIncident(incident.id);
    lead("entries_out", incident);
  };
  return h(
    "button",
    { type: "button", className: "over-foot", onClick: show },
    sign("urgent"),
    h("b", null, place ? say("incident.panel_of", { title, place }) : title),
    answer,
  );
}

/* The desk of a page, all of which is about one incident. */
/** `first`: the number of the column that stands before the others on a phone.
 * @typedef {{ args: { first?: number, className?: string }, children: unknown }} OfIncidentProps */

panel("of_incident", /** @param {OfIncidentProps} props */ function OfIncident({ args, children }) {
  const { incidents, incident } = useCurrent();
  const phone = usePhone();
  const several = incident && incidents.length > 1;
  const { leads, later } = useAlarmsFirst(phone && args.first !== undefined);
  const overdue = useOverdueFirst(incidents, incident);
  const columns = args.first
    ? h(Columns, { phone, first: args.first, incidents, overdue, later }, children)
    : children;
  const named = several ? { role: "tabpanel", "aria-labelledby": idOf(incident) } : {};
  return h(
    React.Fragment,
    null,
    several ? h(Tabs, { incidents, incident }) : null,
    h(
      "div",
      Object.assign({
        id: DESK,
        className: [
          args.className,
          leads ? "alarms-lead" : "",
          leads && overdue.leads ? "entry-leads" : "",
        ].filter(Boolean).join(" "),
      }, named),
      columns,
    ),
  );
});
