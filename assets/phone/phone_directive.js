/* A directive on its recipient's phone: its text and clock, the three steps in their places, and what stands beside them.
   "Done" is held, and can be taken back. */

import { asAnswered, calledOf, lastOf, sayIt, useUntold } from "./kept_hand.js";
import { PhoneProof } from "./phone_proof.js";
import { Touch, TouchTold } from "./phone_touch.js";
import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { ActWithReason } from "../hands/act_with_reason.js";
import { useHold } from "../hands/hold.js";
import { Locked, useLock } from "../hands/lock.js";
import { named } from "../live/plant.js";
import { useAnswers, useSecond } from "../live/react_panels.js";
import { scene } from "../live/scene.js";
import { placedSteps, recipientSteps } from "../shared/directive_steps.js";
import { disputeLine, readDirective, stateOf } from "../shared/directives.js";

/** @import { DirectiveRow, PersonRow } from "../types/rows.d.ts" */

const DONE_HOLD_MS = 800;
const UNDO_MS = 10000;
const STEP = 25;

/* Words of the three steps, before and after each is taken; "done" is held. */
/** @type {Record<string, { word: Sayable, past: Sayable }>} */
const STEP_WORDS = {
  "directive.ack": { word: "phone.ack", past: "phone.acked" },
  "directive.start": { word: "command.start", past: "phone.started" },
  "directive.done": { word: "phone.hold_done", past: "phone.is_done" },
};

/** @typedef {{ step: ReturnType<typeof placedSteps>[number], d: DirectiveRow, at: string, locked: boolean }} StepProps */

/* One of the three steps, always in the same place. One that cannot be taken now is shown and takes no touch. */
/** @type {(props: StepProps) => ReactElement | null} */
function Step({ step, d, at, locked }) {
  const { kind, stands } = step;
  const given = useAnswers()[at];
  const sending = Boolean(given && given.state === "sending");
  const open = (stands === "next" || stands === "open") && !sending && !locked;
  const run = () => sayIt(kind, { directive: d.id }, at, calledOf(d), lastOf(d));
  const isHeld = kind === "directive.done";
  const { held, hand } = useHold({ ms: DONE_HOLD_MS, key: "done_hold", run, open });
  if (!may(kind)) return null;
  const { word, past } = STEP_WORDS[kind];
  const parts = ["act", "step", stands];
  if (stands === "next") parts.push("strong");
  if (isHeld) parts.push("to-hold");
  if (held) parts.push("holding");
  return h(
    "button",
    {
      type: "button",
      ...(isHeld ? hand : { onClick: () => open && run() }),
      className: parts.join(" "),
      "data-step": kind,
      "aria-disabled": !open || undefined,
    },
    h("span", null, stands === "past" ? `✓ ${say(past)}` : say(word)),
  );
}

/* Where one stands on the way to a directive, and how far the work has got: beside the steps. */
/** @type {(d: DirectiveRow, status: PersonRow["status"]) => { kind: CommandKind, data: object, label: string }[]} */
function besideSteps(d, status) {
  const stand = status === "en_route" ? "on_scene" : "en_route";
  const on = Math.min(100, (d.progress || 0) + STEP);
  const place = d.place ? { place: d.place } : {};
  const beside = [];
  const working = d.state === "acknowledged" || d.state === "in_progress";
  if (working && status !== "on_scene") {
    beside.push({
      kind: /** @type {CommandKind} */ ("responder.status"),
      data: { incident: d.incident, status: stand, ...place },
      label: say(`status.${stand}`),
    });
  }
  if (recipientSteps(d.state).some(([kind]) => kind === "directive.progress")) {
    beside.push({
      kind: /** @type {CommandKind} */ ("directive.progress"),
      data: { directive: d.id, percent: on },
      label: say("phone.progress", { n: on }),
    });
  }
  return beside;
}

/* Whether "done" was said so lately that taking it back is offered first. After that it is a button among others. */
/** @type {(state: DirectiveRow["state"]) => boolean} */
function useUndo(state) {
  const before = React.useRef(state);
  const [offered, offer] = React.useState(false);
  React.useEffect(() => {
    const was = before.current;
    before.current = state;
    if (state !== "done" || was === "done") return undefined;
    offer(true);
    const timer = setTimeout(() => offer(false), UNDO_MS);
    return () => {
      clearTimeout(timer);
      offer(false);
    };
  }, [state]);
  return offered;
}

/** @type {(props: { d: DirectiveRow, at: string }) => ReactElement | null} */
function TakeBack({ d, at }) {
  const offered = useUndo(d.state);
  if (d.state !== "done" || !may("directive.take_back")) return null;
  const touch = h(Touch, {
    kind: "directive.take_back",
    data: { directive: d.id },
    at,
    about: calledOf(d),
    since: lastOf(d),
    label: say(offered ? "phone.undo_done" : "command.take_back"),
    strong: offered ? "strong" : "",
  });
  if (!offered) return h("div", { className: "touches beside" }, touch);
  return h(
    "div",
    { className: "undo-bar", style: { "--undo": `${UNDO_MS}ms` } },
    h("b", null, say("phone.said_done")),
    touch,
  );
}

/** @type {(props: { directive: DirectiveRow }) => ReactElement} */
function Clock({ directive }) {
  const now = useSecond();
  const { kind, clock } = readDirective(directive, now);
  return h("span", { className: `clock ${kind}` }, clock);
}

/** @typedef {{ d: DirectiveRow, status: PersonRow["status"], whose: string, layout: string }} DirectiveProps */

/** @type {(props: DirectiveProps) => ReactElement} */
export function PhoneDirective({ d: told, status, whose, layout }) {
  const at = `directive:${told.id}`;
  const d = asAnswered(told, useUntold(at));
  const locked = useLock([layout, d.state, status, d.progress].join("|"));
  const ofOther = d.to.person !== page.person;
  return h(
    "article",
    {
      className: `phone-directive ${d.state} of-${d.urgency}`,
      "aria-label": text(d.text),
      "data-directive": d.id,
    },
    h(
      "header",
      null,
      scene.shown() ? h("span", { className: "exercise-mark" }, say("exercise.mark")) : null,
      h("span", { className: `urgency of-${d.urgency}` }, say(`phone.urgency.${d.urgency}`)),
      h("span", null, stateOf(d)),
      h(Clock, { directive: d }),
    ),
    h("p", { className: "phone-text" }, text(d.text)),
    h(
      "p",
      { className: "label" },
      [
        whose ? say("phone.incident_of", { place: whose }) : "",
        d.place ? named(d.place) : "",
        ofOther ? say("phone.told_of", { who: text(d.to.name) }) : "",
      ].filter(Boolean).join(" · "),
    ),
    disputeLine(d)
      ? h("p", { className: "told refused", role: "alert" }, sign("urgent"), " ", disputeLine(d))
      : null,
    h(
      "div",
      { className: locked ? "steps locked" : "steps" },
      placedSteps(d).map((step) => h(Step, { key: step.kind, step, d, at, locked })),
    ),
    h(
      Locked,
      { locked },
      h(TakeBack, { d, at }),
      ["issued", "acknowledged", "in_progress"].includes(d.state)
        ? h(
          "div",
          { className: "touches beside" },
          besideSteps(d, status).map((one) =>
            h(Touch, {
              key: one.kind,
              ...one,
              at,
              about: calledOf(d),
              since: lastOf(d),
            })
          ),
          may("directive.refuse")
            ? h(ActWithReason, {
              kind: "directive.refuse",
              data: { directive: d.id },
              at,
              send: (kind, data, place) => sayIt(kind, data, place, calledOf(d), lastOf(d)),
              label: say("command.refuse"),
            })
            : null,
        )
        : null,
    ),
    h(TouchTold, { at }),
    ["acknowledged", "in_progress", "done"].includes(d.state) ? h(PhoneProof, { d: told }) : null,
  );
}
