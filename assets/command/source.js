/* The source, the air and the water of an incident: the plant's measurements, people's reports,
   and the two gas measurements that closing requires. */

import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { none, sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { age, number, say, time } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { hasLead, lead } from "../hands/leads.js";
import { named, site } from "../live/plant.js";
import { panel, useKind, useSecond, useTopic } from "../live/react_panels.js";
import { Collapsible } from "../shared/collapsible.js";
import { useCurrent } from "../shared/current.js";
import { useIncidents } from "../shared/incidents.js";
import { lossWords, readLoss } from "../tanks/loss.js";

/** @import { AlarmRow, IncidentRow, ReportedState, Sign, ValveRow } from "../types/rows.d.ts" */
/** @import { Vessel } from "../tanks/levels.js" */
/** @import { LevelRows } from "../tanks/water.js" */

/* A time in a sentence, which says "–" where there is none. */
/** @type {(at: number | null) => string | undefined} */
const timed = (at) => at === null ? undefined : time(at);

/** @type {(key: string, kind: Sign, name: string, told: unknown, actions: unknown, at?: string) => ReactElement} */
const fact = (key, kind, name, told, actions, at) =>
  h(
    "div",
    { className: "fact-row", key },
    sign(kind),
    h("div", { className: "who" }, h("b", null, name), h("span", null, told)),
    h("div", { className: "actions" }, actions),
    at ? h(Answer, { at }) : null,
  );

/** @type {(props: {incident: IncidentRow, levels: LevelRows, now: number}) => ReactElement} */
function Source({ incident, levels, now }) {
  const { tank, reported, confirmed, isolated, contradicted } = incident.source;
  const { kind } = verdictAt(incident.answers.source.turns, now);
  const at = `source:${incident.id}`;
  const told = [
    confirmed
      ? say("source.by_plant", {
        state: say(`source.state.${confirmed.state}`),
        at: timed(confirmed.at),
      })
      : say("source.unmeasured"),
    reported
      ? say("source.by_person", {
        state: say(`source.state.${reported.state}`),
        at: timed(reported.at),
        by: named(reported.by),
      })
      : "",
    contradicted ? say("source.contradicted") : "",
    isolated ? "" : lossWords(readLoss(incident, levels, now))[0],
  ].filter(Boolean);
  /** @type {(state: "leaking" | "isolated", word: Sayable) => ReactElement | null} */
  const act = (state, word) =>
    may("source.report")
      ? h(Act, {
        key: state,
        kind: "source.report",
        data: { incident: incident.id, state },
        at,
        label: say(word),
      })
      : null;
  return fact(
    "source",
    kind,
    tank || named(incident.place),
    told.join(" · "),
    [act("leaking", "command.source_leaks"), act("isolated", "command.source_isolated")],
    at,
  );
}

/* Tanks whose content goes while no open incident has them as its source: one click names it. Not where
   the plant has measured that the incident's own tank leaks: another one is an incident of its own. */
/** @type {(props: {incident: IncidentRow}) => ReactElement[] | null} */
function Found({ incident }) {
  const alarms = useKind("alarms", "");
  const taken = useIncidents().map((one) => one.source.tank);
  const at = `locate:${incident.id}`;
  if (incident.source.confirmed) return null;
  const losing = Object.values(alarms).filter((alarm) =>
    alarm.condition === "NETLOSS" && alarm.state !== "RTNUN"
  );
  /** @type {(alarm: AlarmRow) => Vessel | undefined} */
  const holder = (alarm) => /** @type {Vessel} */ (site().holderOfLevel[alarm.tag]);
  const found = losing.flatMap((alarm) => {
    const tank = holder(alarm);
    return tank && site().by.tanks[tank.id] && !taken.includes(tank.id) ? [{ alarm, tank }] : [];
  });
  /** @type {(tank: Vessel) => ReactElement | null} */
  const names = (tank) =>
    may("source.locate")
      ? h(Act, {
        kind: "source.locate",
        data: { incident: incident.id, tank: tank.id },
        at,
        label: say("command.source_is"),
        strong: "strong",
      })
      : null;
  return found.map(({ alarm, tank }) =>
    fact(
      `found:${tank.id}`,
      "urgent",
      tank.id,
      say("source.found", { at: time(alarm.raised_at) }),
      [names(tank)],
      at,
    )
  );
}

/* A button that opens the form for it. */
/** @type {(code: string, incident: IncidentRow, word: Sayable) => ReactElement | null} */
const opens = (code, incident, word) =>
  hasLead(code)
    ? h("button", {
      type: "button",
      key: code,
      className: "act",
      onClick: () => lead(code, incident),
    }, say(word))
    : null;

/** @type {(props: {incident: IncidentRow, now: number}) => ReactElement} */
function Gas({ incident, now }) {
  const { at: again, turns } = incident.answers.air;
  const { kind, code } = verdictAt(turns, now);
  const detectors = incident.gas_detectors;
  const since = incident.gas_clear_since;
  /* What keeps it from being clear, place by place; a place that was never above does not. */
  const open = incident.gas.filter((gas) => gas.ever_above && !gas.clear);
  const places = open.map((gas) => {
    const place = named(gas.place);
    return gas.below && gas.clear_since === null
      ? say("gas.waits_at", { place })
      : gas.clear_since === null
      ? say(gas.no_limit ? "gas.not_zero_at" : "gas.above_at", { place, at: time(gas.at) })
      : say("gas.once_at", {
        place,
        at: time(gas.clear_since),
        again: timed(gas.again_at),
      });
  });
  const told = places.length
    ? places.join(" · ")
    : !since
    ? say(incident.gas.some((gas) => gas.below && gas.counts) ? "gas.waits" : "gas.never_below")
    : code === "clear"
    ? say("gas.twice", { at: time(since) })
    : say("gas.once", { at: time(since), again: timed(again) });
  /* The last value of each place with what it is judged by, and what the plant's own detectors say against it. */
  const last = incident.gas.map((gas) => {
    const words = {
      place: named(gas.place),
      value: number(gas.value),
      unit: gas.unit,
      at: time(gas.at),
    };
    if (!gas.counts) return say("gas.not_counted", words);
    if (gas.no_limit) return say("gas.no_limit", words);
    return gas.limit === null
      ? ""
      : say("gas.last", Object.assign(words, { limit: number(gas.limit) }));
  });
  const against = detectors.length ? say("gas.disputed", { detectors }) : "";
  const words = [against, told, ...last].filter(Boolean).join(" · ");
  return fact("gas", against ? "urgent" : kind, say("gas.title"), words, [
    opens("gas_clear", incident, "command.measure"),
  ]);
}

/** @type {(props: {incident: IncidentRow}) => ReactElement} */
function Outfall({ incident }) {
  const at = incident.outfall_sampled_at;
  return fact(
    "outfall",
    at ? "good" : "plain",
    say("outfall.title"),
    at ? say("outfall.sampled", { at: time(at) }) : say("outfall.unsampled"),
    [opens("outfall_sampled", incident, "command.sample")],
  );
}

/** A valve or pump, and the last word about it.
 * @typedef {{row: ValveRow, said: ReportedState}} Said
 */

/* The latest word about each, newest first. */
/** @type {(props: {valves: Said[], now: number}) => ReactElement} */
function Valves({ valves, now }) {
  const said = valves.slice().sort((a, b) => b.said.at - a.said.at);
  const told = said.map(({ row: { element, indicated }, said: { state, at } }) => {
    const valve = site().by.valves[element] || site().by.pumps[element];
    const shown = indicated && indicated.state !== state
      ? ` · ${
        say("valve.shown", {
          element,
          state: say(`valve.state.${indicated.state}`),
          at: time(indicated.at),
        })
      }`
      : "";
    const word = say("valve.said", {
      element,
      state: say(`valve.state.${state}`),
      at: time(at),
      age: age(now - at),
    });
    return h(
      "span",
      { key: element, className: "said", title: valve ? text(valve.name) : "" },
      word + shown,
    );
  });
  return fact("valves", "plain", say("valve.title"), told, null);
}

/** @type {Record<string, Sayable>} */
const ANSWERS = {
  open: "source.open",
  over: "source.open",
  disputed: "source.disputed",
  disputed_over: "source.disputed",
  isolated: "source.isolated",
  isolated_said: "source.isolated_said",
};

/* What the panel comes to: of the air where it was measured below and the plant says otherwise, else of the
   source. */
/** @type {(incident: IncidentRow, now: number) => {kind: Sign, answer: string}} */
function answerOf({ answers }, now) {
  const source = verdictAt(answers.source.turns, now);
  const air = verdictAt(answers.air.turns, now);
  return air.code === "disputed"
    ? { kind: air.kind, answer: say("gas.air_disputed") }
    : { kind: source.kind, answer: say(ANSWERS[source.code]) };
}

panel("source", function SourcePanel(/** @type {{children?: unknown}} */ { children }) {
  const { incident, of } = useCurrent();
  const now = useSecond();
  const levels = useTopic("levels"); /* of tags, plumes and valves */
  const valves = Object.values(useKind("levels", "valve:")).flatMap((row) =>
    row.reported ? [{ row, said: row.reported }] : []
  );
  const { kind, answer } = incident ? answerOf(incident, now) : { kind: "", answer: "" };
  return h(
    Collapsible,
    {
      name: "source",
      about: incident && incident.id,
      title: of(say("command.source")),
      answer,
      kind,
      matters: Boolean(incident),
      presses: kind === "urgent",
    },
    incident
      ? h(
        React.Fragment,
        null,
        h(Source, { incident, levels, now }),
        h(Found, { incident }),
        h(Gas, { incident, now }),
        h(Outfall, { incident }),
      )
      : none(say("command.dispatch_needs_incident")),
    incident && valves.length ? h(Valves, { valves, now }) : null,
    children,
  );
});
