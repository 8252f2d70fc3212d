/* The roll call of people at work: who has answered, who is overdue, and when the next one is
   due. */

import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { none, sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { say, time } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";
import { Collapsible } from "../shared/collapsible.js";
import { useCurrent } from "../shared/current.js";

/** @import { RollAnswer, RollCallRow } from "../types/rows.d.ts" */

/** @type {(props: {one: RollAnswer, incident: string, now: number}) => ReactElement} */
function Asked({ one, incident, now }) {
  const turn = verdictAt(one.turns, now);
  const at = `roll_call:${incident}:${one.person}`;
  return h(
    "div",
    { className: "person-row" },
    sign(turn.kind),
    h(
      "div",
      { className: "who" },
      h("b", null, one.name ? text(one.name) : one.person),
      h("span", { className: turn.kind }, say(`roll_call.turn.${turn.code}`)),
    ),
    h(
      "div",
      { className: "actions" },
      one.answered_at === null && may("roll_call.answer")
        ? h(Act, {
          kind: "roll_call.answer",
          data: { incident, person: one.person },
          at,
          label: say("roll_call.heard"),
          strong: "strong",
        })
        : h("small", null, one.answered_at === null ? "" : time(one.answered_at)),
    ),
    h(Answer, { at }),
  );
}

panel("roll_call", function RollCall() {
  const { incident, of } = useCurrent();
  /** @type {Record<string, RollCallRow>} */
  const calls = useKind("people", "roll_call:");
  const now = useSecond();
  if (!incident) {
    return h(
      Collapsible,
      { name: "roll_call", title: say("roll_call.title"), answer: "", kind: "", matters: false },
      none(say("roll_call.no_incident")),
    );
  }
  const row = Object.values(calls).find((one) => one.incident === incident.id);
  const turn = row ? verdictAt(row.turns, now) : null;
  const at = `roll_call:${incident.id}`;
  const answer = row && turn
    ? [
      say("roll_call.count", { answered: row.answered, of: row.of }),
      say(`roll_call.turn.${turn.code}`),
    ].join(" · ")
    : "";
  return h(
    Collapsible,
    {
      name: "roll_call",
      about: incident.id,
      title: of(say("roll_call.title")),
      answer,
      kind: turn && (turn.kind === "urgent" || turn.kind === "warn") ? turn.kind : "",
      matters: Boolean(row),
      presses: Boolean(turn && turn.kind === "urgent"),
    },
    row ? null : none(say("roll_call.none")),
    row && row.next_at !== null
      ? h("p", null, say("roll_call.next", { time: time(row.next_at).slice(0, 5) }))
      : null,
    h(
      "div",
      { className: "actions" },
      may("roll_call.start")
        ? h(Act, {
          kind: "roll_call.start",
          data: { incident: incident.id },
          at,
          label: say(row ? "roll_call.again" : "roll_call.start"),
        })
        : null,
      may("roll_call.end") && row && row.next_at !== null
        ? h(Act, {
          kind: "roll_call.end",
          data: { incident: incident.id },
          at,
          label: say("roll_call.stop"),
        })
        : null,
    ),
    h(Answer, { at }),
    row
      ? h(
        "div",
        { className: "people-list" },
        [...row.asked]
          .sort((a, b) => Number(a.answered_at !== null) - Number(b.answered_at !== null))
          .map((one) => h(Asked, { key: one.person, one, incident: incident.id, now })),
      )
      : null,
  );
});
