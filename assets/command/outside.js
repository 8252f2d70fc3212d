/* Outside calls: who must be called by when, who was called, and who answered. */

import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { none, sign } from "../base/signs.js";
import { say, span, time } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { commandQueue } from "../hands/command_queue.js";
import { Reason } from "../hands/reason.js";
import { site } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";
import { ToldOf } from "../shared/paging_line.js";
import { outsideAnswer, readCalls, signOfCall } from "../shared/calls.js";
import { Collapsible } from "../shared/collapsible.js";
import { useCurrent } from "../shared/current.js";
import { useLongList } from "../shared/long_list.js";

/** @import { IncidentRow, Words } from "../types/rows.d.ts" */

/** @typedef {ReturnType<typeof readCalls>[number]} CallRead */
/** A command about a call, the words of its button, and how strong it is.
 * @typedef {[kind: "outside.call" | "outside.answer" | "outside.arrive" | "resource.receive", word: Sayable, strong?: string]} CallStep
 */

/* What becomes of a call, one step after the other: called, answered, here, brought. */
/** @type {(call: CallRead, brought: boolean) => CallStep[]} */
function steps(call, brought) {
  if (!call.called_at) return [["outside.call", "command.call"]];
  /** @type {CallStep[]} */
  const acts = call.answered_at ? [] : [["outside.answer", "command.answered"]];
  if (!call.arrived_at) acts.push(["outside.arrive", "command.came", "faint"]);
  else if (!brought && (call.unit.brings || []).length) {
    acts.push(["resource.receive", "command.brought", acts.length ? "faint" : ""]);
  }
  return acts;
}

/** @type {(props: {incident: IncidentRow, call: CallRead, now: number, brought: boolean, hidden: boolean}) => ReactElement} */
function Call({ incident, call, now, brought, hidden }) {
  const at = `call:${incident.id}:${call.id}`;
  const [noting, note] = React.useState(false);
  const kind = signOfCall(call, now);
  const told = call.arrived_at
    ? say("command.came_at", { at: time(call.arrived_at) })
    : call.answered_at
    ? say("command.answered_at", { at: time(call.answered_at) })
    : call.called_at
    ? say("command.called_at", { at: time(call.called_at) })
    : call.due === null
    ? ""
    : kind === "urgent"
    ? `+${span(now - call.due)}`
    : span(call.due - now);
  const data = { incident: incident.id, unit: call.id };
  return h(
    "div",
    { className: "call-row", hidden },
    sign(kind),
    h(
      "div",
      { className: "who" },
      h("b", null, call.name),
      h(
        "span",
        null,
        [
          call.unit.phone,
          call.reference ? say("outside.reference", { reference: call.reference }) : "",
        ].filter(Boolean).join(" · "),
      ),
    ),
    h("span", { className: `when ${kind}` }, told),
    h(
      "div",
      { className: "actions" },
      call.called_at && !call.answered_at && may("outside.answer") && !noting
        ? h(
          "button",
          { type: "button", className: "act faint", onClick: () => note(true) },
          say("command.reference"),
        )
        : null,
      steps(call, brought)
        .filter(([kind]) => may(kind))
        .map(([kind, word, strong]) =>
          h(Act, { key: kind, kind, data, at, label: say(word), strong })
        ),
    ),
    noting
      ? h(Reason, {
        kind: "outside.answer",
        field: "reference",
        act: say("command.answered"),
        label: say("command.reference_about"),
        onCancel: () => note(false),
        onSend: (/** @type {string} */ reference) => {
          commandQueue.send("outside.answer", Object.assign({ reference }, data), at);
          note(false);
        },
      })
      : null,
    h(ToldOf, { kind: "outside", about: call.id }),
    h(Answer, { at }),
  );
}

/* Anybody else of the site's list, whom the plan does not name. */
/** @type {(props: {incident: IncidentRow, calls: CallRead[]}) => ReactElement | null} */
function Another({ incident, calls }) {
  const named = new Set(calls.map((call) => call.id));
  /** @type {{id: string, name: Words}[]} */
  const outside = site().outside || [];
  const others = outside.filter((unit) => !named.has(unit.id));
  const [unit, choose] = React.useState("");
  const at = `call-another:${incident.id}`;
  if (!others.length || !may("outside.call")) return null;
  return h(
    "div",
    { className: "another" },
    h(
      "select",
      {
        value: unit,
        "aria-label": say("command.call_another"),
        onChange: (/** @type {{target: HTMLSelectElement}} */ e) => choose(e.target.value),
      },
      h("option", { value: "" }, say("command.call_another")),
      others.map((one) => h("option", { key: one.id, value: one.id }, text(one.name))),
    ),
    h(Act, {
      kind: "outside.call",
      data: { incident: incident.id, unit },
      at,
      label: say("command.call"),
      disabled: !unit,
    }),
    h(Answer, { at }),
  );
}

panel("outside", function Outside() {
  const { incident, of } = useCurrent();
  const now = useSecond();
  /** @type {CallRead[]} */
  const calls = incident ? readCalls(incident) : [];
  const sent = Object.values(useKind("resources", "dispatch:"));
  const brought = new Set(
    sent.filter((row) => incident && row.incident === incident.id).map((row) => row.unit),
  );
  const called = calls.filter((c) => c.called_at).length;
  const grave = calls.some((call) => signOfCall(call, now) === "urgent");
  const listed = incident ? calls.map((call) => ({ incident, call })) : [];
  const rows = useLongList("outside", listed, {
    idOf: ({ call }) => call.id,
    kindOf: ({ call }) => signOfCall(call, now),
    draw: ({ incident, call }, hidden) =>
      h(Call, {
        key: `${incident?.id} ${call.id}`,
        incident,
        call,
        now,
        hidden,
        brought: brought.has(call.id),
      }),
    words: "list.more_late",
  });
  return h(
    Collapsible,
    {
      name: "outside",
      about: incident && incident.id,
      title: of(say("command.outside")),
      answer: incident ? outsideAnswer(called, calls.length) : "",
      kind: grave ? "urgent" : "",
      matters: true,
      presses: grave,
    },
    incident ? rows : none(say("command.dispatch_needs_incident")),
    incident ? h(Another, { key: incident.id, incident, calls }) : null,
  );
});
