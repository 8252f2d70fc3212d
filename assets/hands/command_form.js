/* A command's form in its drawer: its fields, its button, and under that the answer. The server makes it from
   the command's model (layouts/forms). */

import { commandQueue } from "./command_queue.js";
import { LabelledField } from "./field_control.js";
import { Answer } from "./hands.js";
import { typedValues } from "./typed_values.js";
import { h } from "../base/element.js";
import { panel, useAnswers } from "../live/react_panels.js";
import { useCurrent } from "../shared/current.js";

/** @type {(field: FormField) => unknown} */
const atFirst = (field) => field.first ?? (field.options ? null : "");

panel(
  "command_form",
  /** @param {{args: FormAbout}} props */
  function CommandForm({ args: about }) {
    const { incident } = useCurrent();
    const all = React.useSyncExternalStore(typedValues.subscribe, typedValues.all);
    const at = `form:${about.form}`;
    const given = useAnswers()[at];
    const sending = Boolean(given && given.state === "sending");
    /** @type {(field: FormField) => string} */
    const idOf = (field) => `form-${about.form}-${field.name}`;
    /** @type {(field: FormField) => unknown} */
    const valueOf = (field) => idOf(field) in all ? all[idOf(field)] : atFirst(field);
    const send = () => {
      const fields = about.lines.flat();
      commandQueue.sendForm(about, fields, fields.map(valueOf), incident ? incident.id : undefined);
    };
    /** @type {(field: FormField) => ReactElement} */
    const drawn = (field) =>
      h(LabelledField, {
        key: field.name,
        field,
        id: idOf(field),
        value: valueOf(field),
        /** @param {unknown} value */
        set: (value) => typedValues.set(idOf(field), value),
      });
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
        h("button", {
          type: "button",
          id: `form-${about.form}-send`,
          className: `act ${about.strong}`,
          "aria-disabled": sending || undefined,
          onClick: send,
        }, about.send),
        h("div", { className: "form-answer" }, h(Answer, { at })),
      ),
    );
  },
);
