/* An interim measure for a gap: who does what until when, and how one sees it. What is signed is a fact with an end. */

import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { ActWithReason } from "../hands/act_with_reason.js";
import { fits } from "../hands/bounds.js";
import { commandQueue } from "../hands/command_queue.js";
import { boundsOf, TextControl } from "../hands/field_control.js";
import { Answer } from "../hands/hands.js";
import { useKind } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";
import { PersonChoice } from "./person_choice.js";

/** @import { Gap } from "../command/readiness.js" */

const KIND = "readiness.interim";
/** @typedef {"what" | "hours" | "evidence"} Typed */
/** @type {[name: Typed, label: Sayable][]} */
const FIELDS = [
  ["what", "readiness.interim_what"],
  ["hours", "readiness.interim_hours"],
  ["evidence", "readiness.interim_evidence"],
];

/** @type {(props: {gap: Gap, done: () => void}) => ReactElement} */
function Form({ gap, done }) {
  const [person, choose] = React.useState(gap.interim ? gap.interim.person : "");
  const [typed, type] = React.useState({ what: "", hours: "8", evidence: "" });
  const people = useKind("people", "");
  const at = `interim:${gap.key}`;
  const ready = person && FIELDS.every(([name]) => {
    const words = typed[name].trim();
    return name === "evidence" && !words
      ? true
      : words && fits(boundsOf(KIND, name), words, clock.now());
  });
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    if (!ready) return;
    const evidence = typed.evidence.trim();
    commandQueue.send(
      KIND,
      {
        gap: gap.key,
        person,
        what: typed.what.trim(),
        hours: Number(typed.hours),
        ...(evidence ? { evidence } : {}),
      },
      at,
    );
    done();
  };
  return h(
    "form",
    { className: "interim-form", onSubmit: send },
    h(PersonChoice, { label: say("readiness.interim_who"), people, value: person, set: choose }),
    FIELDS.map(([name, label]) =>
      h(
        "label",
        { key: name, className: `field ${name}` },
        h("span", null, say(label)),
        h(TextControl, {
          field: boundsOf(KIND, name),
          value: typed[name],
          set: (/** @type {string} */ words) => type({ ...typed, [name]: words }),
          short: true,
          name,
        }),
      )
    ),
    h(
      "div",
      { className: "actions" },
      h(
        "button",
        { type: "submit", className: "act strong", disabled: !ready },
        say("readiness.interim_send"),
      ),
      h("button", { type: "button", className: "act", onClick: done }, say("command.cancel")),
    ),
  );
}

/** @type {(props: {gap: Gap}) => ReactElement | null} */
export function InterimHands({ gap }) {
  const [opened, open] = React.useState(false);
  const at = `interim:${gap.key}`;
  /* What this process can send is no fact, so that nothing bridges it (domain/readiness/standing_gap.py). */
  if (!may(KIND) || gap.key === "no_channel") return null;
  return h(
    React.Fragment,
    null,
    opened ? h(Form, { gap, done: () => open(false) }) : h(
      "div",
      { className: "actions" },
      h(
        "button",
        { type: "button", className: "act", onClick: () => open(true), "data-act": "interim" },
        say(gap.interim ? "readiness.interim_again" : "readiness.interim_form"),
      ),
      gap.interim
        ? h(ActWithReason, {
          kind: "readiness.withdraw_interim",
          data: { gap: gap.key },
          at,
          label: say("readiness.withdraw"),
        })
        : null,
    ),
    h(Answer, { at }),
  );
}
