/* A gap is closed: what mends it, the evidence, since which day. Signed with the account of who sends it. Whether the gap
   is gone by it decides command_center/domain/readiness/closing.py. */

import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { day, say } from "../base/words.js";
import { commandQueue } from "../hands/command_queue.js";
import { boundsOf, TextControl } from "../hands/field_control.js";
import { Answer } from "../hands/hands.js";
import { clock } from "../live/server_clock.js";
import { useAsked } from "../shared/drill_doors.js";

/** @import { Gap } from "../command/readiness.js" */
/** @import { Noun, RowTold } from "../plant/plant_data.js" */
/** @import { Row } from "../plant/row_form.js" */

const KIND = "readiness.close";
const URL = "/api/v1/plant/nouns";

/** Where one value of the plant mends the gap: which row, and that row with the value.
 * @typedef {{ noun: string, key: string, label: Sayable, type: string, put: (row: Row, value: string) => Row }} Mends */

/** @type {(key: string, row: Record<string, unknown> | undefined) => Mends | null} */
function mendsOf(key, row) {
  const [form, name = ""] = key.split(/:(.*)/s);
  if (form === "pool") {
    return {
      noun: "pools",
      key: name,
      label: "readiness.close_value.pool",
      type: "number",
      put: (was, value) => ({ ...was, to_weir_m3: Number(value) }),
    };
  }
  if (form === "limits" && row) {
    return {
      noun: "tags",
      key: String(row.level),
      label: "readiness.close_value.limits",
      type: "number",
      put: (was, value) => ({
        ...was,
        limits: { .../** @type {object} */ (was.limits || {}), hh: Number(value) },
      }),
    };
  }
  if (form === "agreement") {
    return {
      noun: "outside",
      key: name,
      label: "readiness.close_value.agreement",
      type: "date",
      put: (was, value) => ({ ...was, agreement_expires: value }),
    };
  }
  return null;
}

/** `mends`: the value that mends the gap is asked too; without, the gap is gone already and only signed.
 * @type {(props: { gap: string, mends: Mends | null, done: () => void }) => ReactElement} */
export function CloseForm({ gap, mends, done }) {
  const [value, setValue] = React.useState("");
  const [evidence, setEvidence] = React.useState("");
  const [since, setSince] = React.useState(() => day(clock.now()));
  const { got } = useAsked(mends ? `${URL}/${mends.noun}` : null, gap);
  /** @type {RowTold[]} */
  const rows = got ? got.rows : [];
  const told = mends ? rows.find((one) => one.key === mends.key) : undefined;
  const at = `close:${gap}`;
  const ready = evidence.trim() && since && (!mends || (value && told));
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    if (!ready) return;
    const changes = mends && told
      ? [{ noun: mends.noun, key: mends.key, was: told.was, row: mends.put(told.row, value) }]
      : [];
    commandQueue.send(KIND, { gap, evidence: evidence.trim(), day: since, changes }, at);
  };
  /** @type {(label: string, name: string, type: string, typed: string, set: (words: string) => void) => ReactElement} */
  const field = (label, name, type, typed, set) =>
    h(
      "label",
      { className: `field ${name}` },
      h("span", null, label),
      h("input", {
        className: "text",
        type,
        name,
        step: "any",
        max: name === "since" ? day(clock.now()) : undefined,
        value: typed,
        onChange: (/** @type {ReactInputEvent} */ event) => set(event.target.value),
      }),
    );
  return h(
    "form",
    { className: "interim-form close-form", onSubmit: send },
    mends ? field(say(mends.label), "value", mends.type, value, setValue) : null,
    h(
      "label",
      { className: "field evidence" },
      h("span", null, say("readiness.close_evidence")),
      h(TextControl, {
        field: boundsOf(KIND, "evidence"),
        value: evidence,
        set: setEvidence,
        short: true,
        name: "evidence",
      }),
    ),
    field(say("readiness.close_day"), "since", "date", since, setSince),
    h(
      "div",
      { className: "actions" },
      h(
        "button",
        { type: "submit", className: "act strong", disabled: !ready },
        say("readiness.close_send"),
      ),
      h("button", { type: "button", className: "act", onClick: done }, say("command.cancel")),
    ),
    h(Answer, { at }),
  );
}

/* In the row of a gap that one value of the plant mends, for who may edit that value.
   @type {(props: { gap: Gap, row: Record<string, unknown> | undefined, nouns: Noun[] }) => ReactElement | null} */
/** @type {(props: { gap: Gap, row: Record<string, unknown> | undefined, nouns: Noun[] }) => ReactElement | null} */
export function CloseHands({ gap, row, nouns }) {
  const [opened, open] = React.useState(false);
  const mends = mendsOf(gap.key, row);
  const noun = mends && nouns.find((one) => one.noun === mends.noun);
  if (!may(KIND) || !mends || !noun || !noun.may_edit) return null;
  return opened ? h(CloseForm, { gap: gap.key, mends, done: () => open(false) }) : h(
    "div",
    { className: "actions" },
    h(
      "button",
      { type: "button", className: "act", onClick: () => open(true), "data-act": "close" },
      say("readiness.close_form"),
    ),
  );
}
