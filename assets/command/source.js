/* The source, the air and the water of an incident: what the plant measures, what people say, and
   the two measurements that closing asks for. */

import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { none, sign } from "../base/signs.js";
import { age, number, say, time } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { hasLead, lead } from "../hands/leads.js";
import { named, site } from "../live/plant.js";
import { panel, useSecond, useTopic } from "../live/react_panels.js";
import { Collapsible } from "../shared/collapsible.js";
import { useCurrent } from "../shared/current.js";
import { useIncidents } from "../shared/incidents.js";
import { lossWords, readLoss } from "../tanks/loss.js";

const APART_MS = 15 * 60000; /* gas below its limit twice, this far apart (DOMAIN, "Closing") */

const fact = (key, kind, name, told, actions, at) =>
  h(
    "div",
    { className: "fact-row", key },
    sign(kind),
    h("div", { className: "who" }, h("b", null, name), h("span", null, told)),
    h("div", { className: "actions" }, actions),
    at ? h(Answer, { at }) : null,
  );

function Source({ incident, levels, now }) {
  const { tank, reported, confirmed, isolated, contradicted } = incident.source;
  const at = `source:${incident.id}`;
  const told = [
    confirmed
      ? say("source.by_plant", {
        state: say(`source.state.${confirmed.state}`),
        at: time(confirmed.at),
      })
      : say("source.unmeasured"),
    reported
      ? say("source.by_person", {
        state: say(`source.state.${reported.state}`),
        at: time(reported.at),
        by: named(reported.by),
      })
      : "",
    contradicted ? say("source.contradicted") : "",
    isolated ? "" : lossWords(readLoss(incident, levels, now))[0],
  ].filter(Boolean);
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
    contradicted ? "urgent" : isolated ? "good" : "warn",
    tank || named(incident.place),
    told.join(" · "),
    [act("leaking", "command.source_leaks"), act("isolated", "command.source_isolated")],
    at,
  );
}

/* Tanks whose content goes while no open incident has them as its source: one click names it. Not where
   the plant has measured that the incident's own tank leaks: another one is an incident of its own. */
function Found({ incident }) {
  const alarms = useTopic("alarms");
  const taken = useIncidents().map((one) => one.source.tank);
  const at = `locate:${incident.id}`;
  if (incident.source.confirmed) return null;
  const losing = Object.values(alarms).filter((alarm) =>
    alarm.condition === "NETLOSS" && alarm.state !== "RTNUN"
  );
  const found = losing.map((alarm) => ({ alarm, tank: site().holderOfLevel[alarm.tag] })).filter((
    { tank },
  ) => tank && site().by.tanks[tank.id] && !taken.includes(tank.id));
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
const opens = (code, incident, word) =>
  hasLead(code)
    ? h("button", {
      type: "button",
      key: code,
      className: "act",
      onClick: () => lead(code, incident),
    }, say(word))
    : null;

function Gas({ incident }) {
  const missing = incident.missing_to_close.some((m) => m.code === "gas_clear");
  const detectors = incident.gas_detectors || [];
  const since = incident.gas_clear_since;
  /* What keeps it from being clear, place by place; a place that was never above does not. */
  const open = incident.gas.filter((gas) => gas.ever_above && !gas.clear);
  const places = open.map((gas) => {
    const place = named(gas.place);
    return gas.clear_since === null
      ? say("gas.above_at", { place, at: time(gas.at) })
      : say("gas.once_at", {
        place,
        at: time(gas.clear_since),
        again: time(gas.clear_since + APART_MS),
      });
  });
  const told = places.length
    ? places.join(" · ")
    : !since
    ? say("gas.never_below")
    : missing
    ? say("gas.once", { at: time(since), again: time(since + APART_MS) })
    : say("gas.twice", { at: time(since) });
  /* The last value of each place with what it is judged by, and what the plant's own detectors say against it. */
  const last = incident.gas.map((gas) => {
    const words = {
      place: named(gas.place),
      value: number(gas.value),
      unit: gas.unit,
      at: time(gas.at),
    };
    if (gas.no_limit) return say("gas.no_limit", words);
    return gas.limit === null
      ? ""
      : say("gas.last", Object.assign(words, { limit: number(gas.limit) }));
  });
  const against = detectors.length ? say("gas.disputed", { detectors }) : "";
  const words = [against, told, ...last].filter(Boolean).join(" · ");
  return fact("gas", against ? "urgent" : missing ? "plain" : "good", say("gas.title"), words, [
    opens("gas_clear", incident, "command.measure"),
  ]);
}

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

/* The latest word about each, newest first. */
function Valves({ rows, now }) {
  const said = rows.slice().sort((a, b) => b.reported.at - a.reported.at);
  const told = said.map(({ element, reported: { state, at }, indicated }) => {
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

panel("source", function SourcePanel({ children }) {
  const { incident, of } = useCurrent();
  const now = useSecond();
  const levels = useTopic("levels");
  const valves = Object.entries(levels).filter(([key, row]) =>
    key.startsWith("valve:") && row.reported
  ).map(([, row]) => row);
  const source = incident && incident.source;
  const air = incident && (incident.gas_detectors || []).length &&
    incident.gas_clear_since; /* measured below, and the plant says otherwise */
  const kind = !source
    ? ""
    : source.contradicted || air
    ? "urgent"
    : source.isolated
    ? "good"
    : "warn";
  const answer = !source ? "" : say(
    air
      ? "gas.air_disputed"
      : source.isolated
      ? "source.isolated"
      : source.contradicted
      ? "source.disputed"
      : "source.open",
  );
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
        h(Gas, { incident }),
        h(Outfall, { incident }),
      )
      : none(say("command.dispatch_needs_incident")),
    incident && valves.length ? h(Valves, { rows: valves, now }) : null,
    children,
  );
});
