/* The entry board panel: who is in, with how much air, when they must be back, and who stands by.
   */

import { readEntry } from "./entry.js";
import { WhenField, whenOf } from "./radio_entry.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { none, sign } from "../base/signs.js";
import { number, say, span, time } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { commandQueue } from "../hands/command_queue.js";
import { boundsOf, TextControl } from "../hands/field_control.js";
import { readAs } from "../hands/typed.js";
import { named } from "../live/plant.js";
import { panel, useSecond } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";
import { Collapsible } from "../shared/collapsible.js";
import { useCurrent, wordOf } from "../shared/current.js";

/** @import { IncidentRow } from "../types/rows.d.ts" */
/** @import { Inside as InsideRead } from "./entry.js" */

/** @type {(props: {incident: IncidentRow, one: InsideRead}) => ReactElement} */
function Inside({ incident, one }) {
  const at = `entry:${one.person}`;
  const data = Object.assign({ incident: incident.id, person: one.person }, wordOf(one.person));
  const element = incident.source.tank || incident.place;
  const went = say("entry.went_in", { pressure: number(one.pressure_mpa), at: time(one.at) });
  return h(
    "div",
    { className: "entry-row" },
    sign(one.kind),
    h(
      "div",
      { className: "who" },
      h("b", null, text(one.name)),
      h(
        "span",
        null,
        one.at_work === null ? went : `${went} · ${say("entry.at_work", { element: one.at_work })}`,
      ),
    ),
    h(
      "div",
      { className: `clock ${one.kind}` },
      h("b", null, one.code === "overdue" ? `+${span(-one.left)}` : span(one.left)),
      h(
        "span",
        null,
        say(one.code === "overdue" ? "entry.is_overdue" : "entry.turn_back", {
          at: time(one.turn_back_at),
        }),
      ),
    ),
    h(
      "div",
      { className: "actions" },
      one.at_work === null && may("entry.at_work")
        ? h(Act, {
          kind: "entry.at_work",
          data: Object.assign({ element }, data),
          at,
          label: say("command.at_work"),
        })
        : null,
      may("entry.out")
        ? h(Act, {
          kind: "entry.out",
          data,
          at,
          label: say("command.out_of_zone"),
          strong: "strong",
        })
        : null,
    ),
    h(Answer, { at }),
  );
}

/* The pressure is read off the gauge at the door; what is lacking (two standing by, gas measured, air that does not
   explode) wants a reason. What was typed stays until they are in: after a refusal it is mended here. */
/** @type {(props: {incident: IncidentRow, person: string, at: string, lacks: string[], done: () => void}) => ReactElement} */
function GoIn({ incident, person, at, lacks, done }) {
  const [pressure, setPressure] = React.useState("");
  const [reason, setReason] = React.useState("");
  const [when, setWhen] = React.useState("");
  const time = whenOf(when);
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    if (time === null) return;
    const said = reason.trim() ? { reason: reason.trim() } : {};
    /* What is no figure goes as it was typed: the server says so. */
    const air = readAs({ name: "pressure_mpa", number: true }, pressure.trim(), clock.now());
    commandQueue.send(
      "entry.in",
      /** @type {any} */ (Object.assign(
        { incident: incident.id, person, pressure_mpa: air },
        said,
        time,
        wordOf(person),
      )),
      at,
    );
  };
  /** @type {(label: string, name: string, value: string, set: (value: string) => void,
   *   more?: object) => ReactElement} */
  const line = (label, name, value, set, more) =>
    h(
      TextControl,
      Object.assign({
        field: boundsOf("entry.in", name),
        value,
        set,
        short: true,
        placeholder: label,
        "aria-label": label,
      }, more),
    );
  return h(
    "form",
    {
      className: "reason",
      onSubmit: send,
      onKeyDown: (/** @type {KeyboardEvent} */ e) => e.key === "Escape" && done(),
    },
    line(say("command.pressure"), "pressure_mpa", pressure, setPressure, {
      autoFocus: true,
      className: "text short",
    }),
    lacks.length
      ? h(
        "label",
        { className: "lacks" },
        say("entry.reason", { lacks: lacks.map((one) => say(`lacked.${one}`)).join(" · ") }),
        line(say("entry.reason_short"), "reason", reason, setReason),
      )
      : null,
    h(WhenField, { value: when, set: setWhen }),
    h("button", {
      type: "submit",
      className: "act strong",
      disabled: !pressure.trim() || time === null,
    }, say("command.go_in")),
    h("button", { type: "button", className: "act", onClick: done }, say("command.cancel")),
  );
}

/* What an entry lacks is decided by domain/people/entry.py. */
/** @type {(props: {incident: IncidentRow, person: string, air: string}) => ReactElement} */
function Ready({ incident, person, air }) {
  const at = `entry:${person}`;
  const [going, go] = React.useState(false);
  return h(
    "div",
    { className: "entry-row ready" },
    sign("plain"),
    h(
      "div",
      { className: "who" },
      h("b", null, named(person)),
      h(
        "span",
        null,
        incident.entry.checked_by[person]
          ? say("entry.checked_by", { by: named(incident.entry.checked_by[person]) })
          : say("entry.stands_by"),
      ),
    ),
    h(
      "div",
      { className: "actions" },
      may("entry.in") && !going
        ? h(
          "button",
          { type: "button", className: "act", onClick: () => go(true) },
          say("command.goes_in"),
        )
        : null,
    ),
    going
      ? h(GoIn, {
        incident,
        person,
        at,
        lacks: [
          ...(incident.entry.alone.includes(person) ? ["standby"] : []),
          ...(air === "measured" ? [] : [air]),
        ],
        done: () => go(false),
      })
      : null,
    h(Answer, { at }),
  );
}

panel("entry", function Entry(/** @type {{children?: unknown}} */ { children }) {
  const { incident, of } = useCurrent();
  const now = useSecond();
  const board = readEntry(incident && incident.entry, now);
  const { inside, ready, lacking, air } = board;
  return h(
    Collapsible,
    {
      name: "entry",
      about: incident && incident.id,
      title: of(say("command.entry")),
      answer: incident ? board.answer : "",
      kind: board.kind,
      matters: inside.length + ready.length > 0,
      presses: inside.length > 0,
    },
    incident ? null : none(say("command.dispatch_needs_incident")),
    lacking
      ? h(
        "p",
        { className: "warn lacking" },
        sign("warn"),
        " ",
        say("entry.lacking", { ready: ready.length }),
      )
      : null,
    ready.length && air.code !== "measured"
      ? h("p", { className: "warn air" }, sign(air.kind), " ", say(`entry.air.${air.code}`))
      : null,
    incident ? inside.map((one) => h(Inside, { key: one.person, incident, one })) : null,
    incident
      ? ready.map((person) => h(Ready, { key: person, incident, person, air: air.code }))
      : null,
    children,
  );
});
