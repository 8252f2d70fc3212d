/* The form for the report to the authorities. An empty field means not known, or not changed. */

import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { fits } from "../hands/bounds.js";
import { commandQueue } from "../hands/command_queue.js";
import { boundsOf, TextControl } from "../hands/field_control.js";
import { Answer } from "../hands/hands.js";
import { readAs } from "../hands/typed.js";
import { named } from "../live/plant.js";
import { useAnswers } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";

/** @import { OfficialRow } from "../types/rows.d.ts" */

const NUMBERS = /** @type {const} */ (["deaths", "injured", "missing", "loss_wan"]);
const TEXTS = /** @type {const} */ (["profile", "scene", "course", "measures", "note"]);
/** @type {Record<(typeof NUMBERS)[number] | (typeof TEXTS)[number] | "at", Sayable>} */
const LABELS = {
  deaths: "input.deaths",
  injured: "input.injured",
  missing: "input.missing",
  loss_wan: "input.loss_wan",
  profile: "input.profile",
  scene: "input.scene",
  course: "input.course",
  measures: "input.measures",
  note: "input.note",
  at: "command.when_field",
};
const FIELDS = /** @type {(keyof typeof LABELS)[]} */ (Object.keys(LABELS));

/** @typedef {"report.submit" | "report.supplement"} Kind */

/** What was typed, as the command's data.
 * @type {(kind: Kind, row: OfficialRow, unit: string, typed: Record<string, string>) => CommandFields[Kind]} */
const dataOf = (kind, row, unit, typed) => {
  /** @type {Record<string, unknown>} */
  const data = { incident: row.incident };
  if (unit) data.unit = unit;
  for (const name of FIELDS) {
    const words = (typed[name] || "").trim();
    if (words) data[name] = readAs({ name, ...boundsOf(kind, name) }, words, clock.now());
  }
  return /** @type {CommandFields[Kind]} */ (data);
};

/** @param {{row: OfficialRow, kind: Kind, onDone: () => void}} props */
export function OfficialForm({ row, kind, onDone }) {
  const [typed, type] = React.useState(/** @type {Record<string, string>} */ ({}));
  const [unit, choose] = React.useState(row.units.length === 1 ? row.units[0] : "");
  /* The form's own, for as long as it is open: the row may tell of the report before the answer comes. */
  const [at] = React.useState(`${kind}:${row.incident}:${row.sent.length}`);
  const given = useAnswers()[at];
  const state = given && given.state;
  React.useEffect(() => {
    if (state === "accepted") onDone();
  }, [state]);
  const first = kind === "report.submit";
  const wrong = FIELDS.some((name) => !fits(boundsOf(kind, name), typed[name], clock.now()));
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    if (!wrong) commandQueue.send(kind, dataOf(kind, row, unit, typed), at);
  };
  /** @type {(name: keyof typeof LABELS) => ReactElement} */
  const field = (name) =>
    h(
      "label",
      { key: name, className: "field" },
      h("span", null, say(LABELS[name])),
      h(TextControl, {
        field: boundsOf(kind, name),
        value: typed[name] || "",
        set: (/** @type {string} */ value) => type({ ...typed, [name]: value }),
      }),
    );
  return h(
    "form",
    {
      className: "official-form",
      lang: page.lang,
      onSubmit: send,
      onKeyDown: (/** @type {ReactKeyEvent} */ e) => e.key === "Escape" && onDone(),
    },
    h("p", { className: "label" }, say(first ? "official.fill" : "official.fill_supplement")),
    h(
      "label",
      { className: "field" },
      h("span", null, say("official.head.unit")),
      h(
        "select",
        { value: unit, onChange: (/** @type {ReactSelectEvent} */ e) => choose(e.target.value) },
        h("option", { value: "" }, say("official.choose_unit")),
        row.units.map((id) => h("option", { key: id, value: id }, named(id))),
      ),
    ),
    h("div", { className: "official-numbers" }, NUMBERS.map(field)),
    TEXTS.map(field),
    field("at"),
    h(
      "div",
      { className: "actions" },
      h("button", {
        type: "submit",
        className: "act strong",
        disabled: wrong,
        "aria-disabled": state === "sending" || undefined,
      }, say(first ? "official.submit_now" : "official.supplement_now")),
      h("button", { type: "button", className: "act", onClick: onDone }, say("command.cancel")),
    ),
    h(Answer, { at }),
  );
}
