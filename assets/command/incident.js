/* The incident of the command page: its level, who commands, what is missing to close it. */

import { Authority } from "./authority.js";
import { alarmNameOf } from "../alarms/alarms.js";
import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { say, time } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { commandQueue } from "../hands/command_queue.js";
import { lead } from "../hands/leads.js";
import { Missing, Withdraw, Withdrawn } from "../hands/withdraw.js";
import { named, site } from "../live/plant.js";
import { panel, useKind, useReady, useSecond } from "../live/react_panels.js";
import { CollapsibleOnPhone } from "../shared/collapsible.js";
import { useCurrent } from "../shared/current.js";
import {
  beganWords,
  commanderOf,
  commands,
  freeReports,
  readCommand,
} from "../shared/incidents.js";
import { useLongList } from "../shared/long_list.js";
import { readWork, workWords } from "../shared/work.js";

/** @import { IncidentRow, ReportRow, Words } from "../types/rows.d.ts" */

function Leak() {
  if (!page.simulated || !may("simulation.leak")) return null;
  return h(
    "div",
    { className: "leak" },
    h(Act, {
      kind: "simulation.leak",
      data: {},
      at: "leak",
      label: say("command.leak"),
      strong: "strong",
    }),
    h("p", null, say("command.leak_about")),
    h(Answer, { at: "leak" }),
  );
}

/** @type {(props: {incident: IncidentRow}) => ReactElement} */
function Level({ incident }) {
  /** @type {{id: string, name: Words}[]} */
  const levels = site().levels;
  const at = `level:${incident.id}`;
  /** @type {(event: {target: HTMLSelectElement}) => void} */
  const change = (event) =>
    commandQueue.send("incident.level", { incident: incident.id, level: event.target.value }, at);
  return h(
    "label",
    { className: "field" },
    h("span", null, say("command.level")),
    h(
      "select",
      { value: incident.level, onChange: change, disabled: !may("incident.level") },
      levels.map((l) => h("option", { key: l.id, value: l.id }, text(l.name))),
    ),
    h(Answer, { at }),
  );
}

/** @type {(props: {incident: IncidentRow}) => ReactElement} */
function Command({ incident }) {
  const mine = commands(incident);
  const offered = incident.transfer;
  const at = `command:${incident.id}`;
  const named = incident.commander ? text(incident.commander.name) : "";
  const virtual = incident.commander && incident.commander.kind === "virtual"
    ? ` · ${say("actor.virtual")}`
    : "";
  return h(
    "div",
    { className: "held" },
    h(
      "div",
      null,
      h("span", { className: "label" }, say("command.commander")),
      h("b", null, commanderOf(incident)),
      h("span", null, named + virtual),
    ),
    h(
      "div",
      { className: "actions" },
      !mine && may("incident.take") && !(offered && offered.to_person === page.person)
        ? h(Act, {
          kind: "incident.take",
          data: { incident: incident.id },
          at,
          label: say("command.take"),
          strong: incident.commander ? "" : "strong",
        })
        : null,
      offered && offered.to_person === page.person
        ? h(Act, {
          kind: "incident.transfer_ack",
          data: { incident: incident.id },
          at,
          label: say("command.transfer_accept"),
          strong: "strong",
        })
        : null,
    ),
    offered
      ? h("p", { className: "warn" }, say("command.transfer_waiting", { name: offered.to_name }))
      : null,
    h(Answer, { at }),
  );
}

/** @type {(props: {incident: IncidentRow, incidents: IncidentRow[]}) => ReactElement} */
function Closing({ incident, incidents }) {
  const missing = incident.missing_to_close;
  const alarms = incident.alarms_left.map(alarmNameOf);
  const at = `close:${incident.id}`;
  const title = say(missing.length ? "command.close_missing" : "command.close_ready");
  return h(
    CollapsibleOnPhone,
    {
      name: "closing",
      title,
      answer: missing.length || "",
      presses: !missing.length,
      head: h("span", { className: "label" }, title),
    },
    h(Missing, { missing, incident, may: may("incident.close") }),
    alarms.length
      ? h(
        "p",
        { className: "warn alarms-left" },
        sign("warn"),
        " ",
        say("command.close_alarms", { alarms }),
      )
      : null,
    h(Withdraw, {
      incident,
      incidents,
      beside: may("incident.close")
        ? h(Act, {
          kind: "incident.close",
          data: { incident: incident.id },
          at,
          label: say("command.close"),
          sure: missing.length
            ? undefined
            : say(alarms.length ? "command.close_sure_alarms" : "command.close_sure", {
              id: incident.id,
              alarms,
            }),
        })
        : null,
    }),
    h(Answer, { at }),
  );
}

/** @type {(props: { report: ReportRow, hidden: boolean }) => ReactElement} */
function Report({ report, hidden }) {
  const at = `report:${report.seq}`;
  const data = { place: report.place, report: report.seq, plan: report.plan || undefined };
  return h(
    "div",
    { className: "report", hidden },
    h("time", null, time(report.at)),
    h("span", null, `${named(report.place)}: ${text(report.text)}`),
    report.alarm
      ? h(
        "span",
        { className: "warn" },
        say("command.report_alarm", { alarm: alarmNameOf(report.alarm) }),
      )
      : null,
    may("incident.open")
      ? h(
        "span",
        { className: "actions" },
        h(Act, {
          kind: "incident.open",
          data: { ...data, alarm: report.alarm || undefined },
          at,
          label: say(report.alarm ? "command.open_with_alarm" : "command.open_from"),
        }),
      )
      : null,
    h(Answer, { at }),
  );
}

/* Reports that no incident was opened on, with their count, and where those are that the board does not hold. */
function Reports() {
  const now = useSecond();
  const open = freeReports(useKind("incident", "report:"), now);
  const rows = useLongList("reports", open, {
    idOf: ({ seq }) => String(seq),
    kindOf: () => "warn",
    draw: (report, hidden) => h(Report, { key: report.seq, report, hidden }),
  });
  if (!open.length) return null;
  const beyond = Math.max(...open.map((one) => one.beyond));
  const plus = open.some((one) => one.more) ? "+" : ""; /* more than the board counts */
  return h(
    "div",
    { className: "reports" },
    h(
      "span",
      { className: "label" },
      say("command.reports", { n: `${open.length + beyond}${plus}` }),
    ),
    rows,
    beyond
      ? h(
        "a",
        { className: "beyond", href: "/log?kind=report.received" },
        say("command.reports_beyond", { n: `${beyond}${plus}` }),
      )
      : null,
  );
}

/* What the incident itself asks of whoever commands, in the line that a phone folds it to. */
/** @type {(incident: IncidentRow | null, ready: boolean, now: number) => {kind: string, answer: string, presses: boolean}} */
function asks(incident, ready, now) {
  if (!incident) return { kind: "", answer: "", presses: ready };
  const { kind, words } = readCommand(incident, now);
  if (words) return { kind, answer: words, presses: true };
  return {
    kind: "",
    answer: commanderOf(incident),
    presses: Boolean(incident.transfer) || !incident.missing_to_close.length,
  };
}

/* What work the incident met, in a line that leads to the list by name. */
/** @type {(props: { incident: IncidentRow }) => ReactElement | null} */
function AtWork({ incident }) {
  const rows = useKind("matters", "work:");
  const work = readWork(rows, useSecond(), incident.id);
  if (!work.length) return null;
  return h(
    "button",
    { type: "button", className: "lead at-work", onClick: () => lead("at_work", incident) },
    sign(work[0].kind),
    h("span", null, workWords(work, true)),
    h("i", { "aria-hidden": true }, "→"),
  );
}

panel("incident", function Incident(/** @type {{children?: unknown}} */ { children }) {
  const { incidents, incident } = useCurrent();
  const ready = useReady();
  const now = useSecond();
  const { kind, answer, presses } = asks(incident, ready, now);
  return h(
    CollapsibleOnPhone,
    {
      name: "incident",
      about: incident && incident.id,
      title: say("command.current"),
      answer,
      kind,
      presses,
      head: head(say("command.current"), incident ? incident.id : ""),
    },
    incident
      ? h(
        React.Fragment,
        null,
        h("div", { className: "incident-title" }, text(incident.title)),
        h(
          "p",
          { className: "label" },
          beganWords(incident),
        ),
        h(AtWork, { incident }),
        h(Level, { incident }),
        h(Command, { incident }),
        h(Authority, { incident }),
        h("div", { className: "closing" }, h(Closing, { key: incident.id, incident, incidents })),
      )
      : h("p", { className: "none" }, say("command.no_incident")),
    h(Withdrawn),
    h(Reports),
    incident ? null : h(Leak),
    children,
  );
});
