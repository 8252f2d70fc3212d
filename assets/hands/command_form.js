/* A command's form in its drawer: its fields, its button, and the answer below. The server
   derives it from the command's model (layouts/forms). */

import { aroundNow, withChoices } from "./choices.js";
import { commandQueue } from "./command_queue.js";
import { LabelledField } from "./field_control.js";
import { Answer, Sure } from "./hands.js";
import { oneselfSure } from "./oneself.js";
import { areasToEvacuate } from "./proposed.js";
import { Ticks } from "./ticks.js";
import { typedValues } from "./typed_values.js";
import { h } from "../base/element.js";
import { panel, useAnswers, useSecond } from "../live/react_panels.js";
import { board } from "../live/live_board.js";
import { known, site } from "../live/plant.js";
import { plumesNow } from "../map/plume_now.js";
import { useCurrent } from "../shared/current.js";

/** @type {string[]} */
const NOTHING = [];

/** @type {(field: FormField) => unknown} */
const atFirst = (field) => field.first ?? (field.options ? null : "");

/** @param {{about: FormAbout, proposed: string[]}} props
 *   `proposed`: what the board proposes for the field that is ticked, until somebody ticks or unticks. */
function Form({ about, proposed }) {
  const { incident } = useCurrent();
  const all = React.useSyncExternalStore(typedValues.subscribe, typedValues.all);
  const at = `form:${about.form}`;
  const given = useAnswers()[at];
  const sending = Boolean(given && given.state === "sending");
  /** @type {(field: FormField) => string} */
  const idOf = (field) => `form-${about.form}-${field.name}`;
  /** @type {(field: FormField) => string[]} */
  const tickedOf = (field) => /** @type {string[] | null} */ (all[idOf(field)]) || proposed;
  /** @type {(field: FormField) => unknown} */
  const valueOf = (field) =>
    field.proposed ? tickedOf(field) : idOf(field) in all ? all[idOf(field)] : atFirst(field);
  /** @type {(field: FormField) => (value: unknown) => void} */
  const setter = (field) => (value) => typedValues.set(idOf(field), value);
  const [asking, ask] = React.useState(false);
  const fields = about.lines.flat();
  const to = about.kind === "directive.issue"
    ? fields.find(({ name }) => name === "to")
    : undefined;
  const sure = to && oneselfSure(valueOf(to));
  const send = () => {
    ask(false);
    commandQueue.sendForm(about, fields, fields.map(valueOf), incident ? incident.id : undefined);
  };
  /** @type {(field: FormField) => ReactElement} */
  const drawn = (field) => {
    const [key, id, set] = [field.name, idOf(field), setter(field)];
    if (!field.proposed) return h(LabelledField, { key, field, id, value: valueOf(field), set });
    const inForce = incident?.evacuation?.zones || NOTHING;
    return h(Ticks, { key, field, id, value: tickedOf(field), proposed, inForce, set });
  };
  return h(
    "div",
    { className: "form" },
    about.lines.map((line) =>
      line.length === 1
        ? drawn(line[0])
        : h("div", { key: line[0].name, className: "pair" }, line.map(drawn))
    ),
    h(
      "div",
      { className: "form-send" },
      asking && sure
        ? h(Sure, { sure, label: about.send, send, cancel: () => ask(false) })
        : h("button", {
          type: "button",
          id: `form-${about.form}-send`,
          className: `act ${about.strong}`,
          "aria-disabled": sending || undefined,
          onClick: sure ? () => ask(true) : send,
        }, about.send),
      h("div", { className: "form-answer" }, h(Answer, { at })),
    ),
  );
}

/** A form whose proposal follows the board: the plume holds as long as the wind is known.
 * @param {{about: FormAbout}} props */
function ProposingForm({ about }) {
  const { incident } = useCurrent();
  const now = useSecond();
  return h(Form, { about, proposed: areasToEvacuate(incident, plumesNow(now)) });
}

panel(
  "command_form",
  /** @param {{args: FormAbout}} props */
  function CommandForm({ args }) {
    const plant = React.useSyncExternalStore(known.subscribe, site);
    const around = React.useSyncExternalStore(board.subscribe, aroundNow);
    const about = React.useMemo(
      () => Object.assign({}, args, { lines: withChoices(args.lines, plant, args.kind, around) }),
      [args, plant, around],
    );
    const proposes = about.lines.flat().some((field) => field.proposed);
    return proposes ? h(ProposingForm, { about }) : h(Form, { about, proposed: NOTHING });
  },
);
