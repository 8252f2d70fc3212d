/* The printed hand-over of the command page, with no list cut short. The wind; for each open
   incident who commands and by which authority, what is missing to close it, directives, people,
   what is out of the stores and outside calls; then the plan steps not issued to anybody, and the
   alarms. It is drawn only while the page is printed. */

import { authorityWords, basisWords, signOfRequest } from "./authority.js";
import {
  alarmKind,
  alarmName,
  alarmState,
  alarmToldNow,
  noAlarmWords,
  readAlarms,
} from "../alarms/alarms.js";
import { page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { line, none } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { day, number, say, span, time } from "../base/words.js";
import { named, site } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";
import { scene } from "../live/scene.js";
import { readWeather } from "../map/wind.js";
import { outsideAnswer, readCalls, signOfCall } from "../shared/calls.js";
import { useCountedPeople } from "../shared/counted_people.js";
import { disputeLine, liveDirectives, recipientOf, stateOf } from "../shared/directives.js";
import {
  beganWords,
  commanderOf,
  isLost,
  levelWord,
  openIncidents,
  placeIn,
  readPlan,
  titleAt,
  unaccountedIn,
} from "../shared/incidents.js";
import { Simulated } from "../shared/strip.js";

/** @import { AlarmRow, DirectiveRow, DispatchRow, IncidentRow, PersonRow } from "../types/rows.d.ts" */
/** @import { Plan } from "./plan_steps.js" */

/* The browser counts the sheets when `beforeprint` is over: what is drawn at the change of the medium comes too
   late, and is cut at the end of the first. */
const paper = window.matchMedia("print");
let prints = false;
/** @type {(reader: () => void) => () => void} */
function followPaper(reader) {
  const begin = () => {
    prints = true;
    reader();
  };
  const end = () => {
    prints = false;
    reader();
  };
  window.addEventListener("beforeprint", begin);
  window.addEventListener("afterprint", end);
  paper.addEventListener("change", reader);
  return () => {
    window.removeEventListener("beforeprint", begin);
    window.removeEventListener("afterprint", end);
    paper.removeEventListener("change", reader);
  };
}
const onPaper = () => prints || paper.matches;

/** @type {(title: string, answer: string, rows: ReactNode[], otherwise: string) => ReactElement} */
const part = (title, answer, rows, otherwise) =>
  h(
    "section",
    { key: title },
    h("h3", null, title, answer ? h("span", null, ` · ${answer}`) : null),
    rows.length ? rows : none(otherwise),
  );

/** @type {(incident: IncidentRow, rows: Record<string, DirectiveRow>, now: number) => ReactElement} */
function directivesOf(incident, rows, now) {
  const live = liveDirectives(rows, now, incident.id);
  return part(
    say("command.directives"),
    say("handover.open", { n: live.length }),
    live.map(({ directive, kind, clock }) =>
      line(
        directive.id,
        kind,
        text(directive.text),
        [recipientOf(directive), disputeLine(directive)].filter(Boolean).join(" · "),
        [stateOf(directive), clock].filter(Boolean).join(" "),
      )
    ),
    say("handover.none"),
  );
}

/** @type {(incident: IncidentRow, people: Record<string, PersonRow>, now: number) => ReactElement} */
function peopleOf(incident, people, now) {
  const e = incident.evacuation;
  const open = unaccountedIn(
    incident,
    people,
    (a, b) => text(a.name).localeCompare(text(b.name), page.lang),
  );
  const answer = e
    ? say("people.split", {
      safe: e.checked_in,
      assigned: e.assigned,
      open: e.not_accounted + e.missing + e.inside,
      total: e.denominator,
    })
    : "";
  return part(
    say("command.headcount"),
    answer,
    [
      ...incident.entry.in.map((one) =>
        line(
          `in ${one.person}`,
          verdictAt(one.turns, now).kind,
          text(one.name) || named(one.person),
          say("handover.inside"),
          say("entry.turn_back", { at: time(one.turn_back_at) }),
        )
      ),
      ...open.map((person) =>
        line(
          person.person,
          isLost(person, incident) ? "urgent" : "warn",
          text(person.name),
          named(person.home),
          placeIn(person, incident),
        )
      ),
    ],
    e ? say("command.nobody_open") : say("command.no_evacuation"),
  );
}

/* By which authority it is commanded, and what was asked for. */
/** @type {(incident: IncidentRow) => ReactElement} */
function authorityOf({ authority: { basis, asked } }) {
  return part(
    say("authority.title"),
    "",
    [
      ...basis.map((one, n) => line(`basis ${n}`, "plain", basisWords(one))),
      ...asked.map((one) =>
        line(
          one.id,
          signOfRequest[one.state],
          authorityWords(one),
          say(`authority.state.${one.state}`, { name: text(one.name) }),
          time(one.answered_at ?? one.asked_at),
        )
      ),
    ],
    say("handover.none"),
  );
}

/* What is out of the stores for it, and where it is. */
/** @type {(incident: IncidentRow, dispatches: Record<string, DispatchRow>) => ReactElement} */
function outOf(incident, dispatches) {
  const out = Object.values(dispatches).filter((row) => row.out && row.incident === incident.id);
  return part(
    say("command.out"),
    say("kits.answer_out", { n: out.length }),
    out.map((row) =>
      line(
        row.id,
        "note",
        `${row.id} ${named(row.kit)}`,
        (row.away || row.lines).map((one) => `${named(one.resource)} ${number(one.quantity)}`)
          .join(" · "),
        `${say(`phrase.dispatch_${row.state}`)} · ${
          say("command.dispatch_to", { place: named(row.place) })
        }`,
      )
    ),
    say("kits.nothing_out"),
  );
}

/** @type {(incident: IncidentRow, now: number) => ReactElement} */
function callsOf(incident, now) {
  const calls = readCalls(incident);
  const called = calls.filter((call) => call.called_at).length;
  return part(
    say("command.outside"),
    outsideAnswer(called, calls.length),
    calls.map((call) =>
      line(
        call.id,
        signOfCall(call, now),
        call.name,
        [
          call.unit.phone,
          call.reference ? say("outside.reference", { reference: call.reference }) : "",
        ]
          .filter(Boolean).join(" · "),
        call.arrived_at
          ? say("command.came_at", { at: time(call.arrived_at) })
          : call.answered_at
          ? say("command.answered_at", { at: time(call.answered_at) })
          : call.called_at
          ? say("command.called_at", { at: time(call.called_at) })
          : call.due
          ? say("handover.due", { at: time(call.due) })
          : "",
      )
    ),
    say("handover.none"),
  );
}

/* The steps of its plan that nobody was given yet. */
/** @type {(incident: IncidentRow, now: number) => ReactElement | null} */
function stepsOf(incident, now) {
  const plan = incident.plan ? /** @type {Plan} */ (site().by.plans[incident.plan]) : undefined;
  const read = readPlan(incident, now);
  if (!plan || !read) return null;
  const given = incident.progress?.given || {};
  return part(
    say("handover.steps"),
    say("plan.overdue", { given: read.given, total: read.total, n: read.overdue }),
    plan.steps.filter((step) => !given[step.id]).sort((a, b) => a.due_s - b.due_s).map((step) =>
      line(
        step.id,
        verdictAt(step.turns, now - incident.t0).kind,
        text(step.text),
        named(step.post),
        `${say("clock.t_plus")} ${span(step.due_s * 1000)}`,
      )
    ),
    say("handover.none"),
  );
}

/** @type {(incident: IncidentRow) => ReactElement} */
const missingOf = (incident) =>
  part(
    say("command.close_missing"),
    "",
    incident.missing_to_close.map((one) => line(one.code, "gone", say(`missing.${one.code}`, one))),
    say("handover.none"),
  );

/** @type {(rows: Record<string, AlarmRow>, levels: Record<string, unknown>, now: number) => ReactElement} */
function alarms(rows, levels, now) {
  const { shown, shelved, waiting } = readAlarms(rows, now);
  return part(
    say("command.alarms"),
    say("alarm.waiting", { n: waiting.length }),
    [...shown, ...shelved].map((alarm) =>
      line(
        alarm.id,
        alarmKind(alarm),
        alarmName(alarm),
        alarmToldNow(alarm, now).join(" · "),
        alarmState(alarm, now),
      )
    ),
    noAlarmWords(levels),
  );
}

/** @type {(incident: IncidentRow) => string} */
function commandOf(incident) {
  const holder = incident.commander ? text(incident.commander.name) : "";
  const who = commanderOf(incident);
  return holder && holder !== who ? `${who} · ${holder}` : who;
}

function Sheet() {
  const now = useSecond();
  const incidents = openIncidents(useKind("incident", ""));
  const directives = useKind("directives", "");
  const people = useCountedPeople();
  const alarmRows = useKind("alarms", "");
  const dispatches = useKind("resources", "dispatch:");
  const { wind, rain } = readWeather(now);
  const levels = useKind("levels", "");
  return h(
    "div",
    { className: "hand-over" },
    h(
      "header",
      null,
      h("h1", null, say("handover.title")),
      h(Simulated),
      scene.shown() ? h("b", { className: "exercise-mark" }, say("exercise.mark")) : null,
      h("b", { className: "weather-told" }, [wind, rain].filter(Boolean).join(" · ")),
      h("span", null, say("handover.as_of", { day: day(now), at: time(now) })),
    ),
    incidents.length ? null : none(say("incident.none")),
    incidents.map((incident) =>
      h(
        "article",
        { key: incident.id },
        h("h2", null, `${levelWord(incident)} · ${titleAt(incident)} · ${incident.id}`),
        h(
          "p",
          null,
          say("incident.commands", { who: commandOf(incident) }),
          " · ",
          beganWords(incident),
          " · ",
          say("clock.t_plus"),
          " ",
          span(now - incident.t0),
        ),
        authorityOf(incident),
        missingOf(incident),
        directivesOf(incident, directives, now),
        peopleOf(incident, people, now),
        outOf(incident, dispatches),
        stepsOf(incident, now),
        callsOf(incident, now),
      )
    ),
    alarms(alarmRows, levels, now),
    h(
      "footer",
      null,
      h("span", null, say("handover.from")),
      h("span", null, say("handover.to")),
      h("span", null, say("handover.when")),
    ),
  );
}

panel("hand_over", function HandOver() {
  return React.useSyncExternalStore(followPaper, onPaper) ? h(Sheet) : null;
});
