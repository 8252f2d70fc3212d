/* A storekeeper's actions: record a count, an inspection with its evidence, or a delivery. */

import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { fits } from "../hands/bounds.js";
import { commandQueue } from "../hands/command_queue.js";
import { boundsOf, TextControl } from "../hands/field_control.js";
import { numberOf } from "../hands/typed.js";
import { clock } from "../live/server_clock.js";

/** @import { BatchRow, TaskRow } from "../types/rows.d.ts" */
/** @typedef {{label: string, field: FieldBounds, value: string, set: (value: string) => void}} TypedProps */

/** @type {(props: TypedProps) => ReactElement} */
const Typed = ({ label, field, value, set }) =>
  h(
    "label",
    { className: "inline" },
    h("span", null, label),
    h(TextControl, { field, value, set, short: true, placeholder: "" }),
  );

/** @type {(field: FieldBounds, typed: string) => boolean} */
const ready = (field, typed) => fits(field, typed, clock.now());

/** A form of one line, sent by its button.
 * @type {(props: {className?: string, word: string, ready: boolean, send: () => void, children?: ReactNode}) => ReactElement} */
const OneLine = ({ className, word, ready: complete, send, children }) =>
  h(
    "form",
    {
      className: `count-form ${className || ""}`,
      onSubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        if (complete) send();
      },
    },
    children,
    h("button", { type: "submit", className: "act", disabled: !complete }, word),
  );

/* How many lie there, of which how many are damaged; of one batch where the line is kept by batches. */
/** @type {(props: {resource: string, store: string, unit: string, batches?: BatchRow[], at: string}) => ReactElement | null} */
export function CountForm({ resource, store, unit, batches, at }) {
  const [typed, type] = React.useState("");
  const [damaged, setDamaged] = React.useState("");
  const [batch, choose] = React.useState("");
  if (!may("resource.count")) return null;
  const fields = {
    quantity: boundsOf("resource.count", "quantity"),
    damaged: boundsOf("resource.count", "damaged"),
  };
  const quantity = numberOf(typed);
  const complete = quantity !== null && ready(fields.quantity, typed) &&
    ready(fields.damaged, damaged);
  const send = () => {
    const unfit = numberOf(damaged);
    commandQueue.send(
      "resource.count",
      {
        resource,
        store,
        quantity: quantity || 0,
        ...(batch ? { batch } : {}),
        ...(unfit === null ? {} : { damaged: unfit }),
      },
      at,
    );
    type("");
    setDamaged("");
  };
  return h(
    OneLine,
    { word: say("resources.count_send"), ready: complete, send },
    batches && batches.length
      ? h(
        "label",
        { className: "inline" },
        h("span", null, say("resources.batch")),
        h(
          "select",
          {
            value: batch,
            onChange: (/** @type {{target: HTMLSelectElement}} */ event) =>
              choose(event.target.value),
          },
          h("option", { value: "" }, say("keeping.all_batches")),
          batches.map((one) => h("option", { key: one.batch, value: one.batch }, one.batch)),
        ),
      )
      : null,
    h(Typed, {
      label: `${say("resources.count")} (${unit})`,
      field: fields.quantity,
      value: typed,
      set: type,
    }),
    h(Typed, {
      label: say("keeping.damaged_of_it"),
      field: fields.damaged,
      value: damaged,
      set: setDamaged,
    }),
  );
}

/* Fit or unfit, and by what evidence. */
/** @type {(props: {about: {kit: string} | {resource: string, store: string}, at: string}) => ReactElement | null} */
export function InspectForm({ about, at }) {
  const [evidence, setEvidence] = React.useState("");
  const [unfit, setUnfit] = React.useState("");
  const [note, setNote] = React.useState("");
  const kind = "kit" in about ? "kit.inspect" : "resource.inspect";
  if (!may(kind)) return null;
  const fields = { evidence: boundsOf(kind, "evidence"), note: boundsOf(kind, "note") };
  const ofStock = kind === "resource.inspect" ? boundsOf(kind, "unfit") : null;
  const complete = evidence.trim() !== "" && ready(fields.evidence, evidence) &&
    ready(fields.note, note) && (!ofStock || ready(ofStock, unfit));
  /** @type {(result: "fit" | "unfit") => void} */
  const send = (result) => {
    const n = result === "unfit" && ofStock ? numberOf(unfit) : null;
    const data = /** @type {CommandFields[typeof kind]} */ ({
      ...about,
      result,
      evidence: evidence.trim(),
      ...(n === null ? {} : { unfit: n }),
      ...(note.trim() ? { note: note.trim() } : {}),
    });
    commandQueue.send(kind, data, at);
    setEvidence("");
    setUnfit("");
    setNote("");
  };
  return h(
    OneLine,
    {
      className: "inspect-form",
      word: say("keeping.fit"),
      ready: complete,
      send: () => send("fit"),
    },
    h(Typed, {
      label: say("keeping.evidence"),
      field: fields.evidence,
      value: evidence,
      set: setEvidence,
    }),
    h(Typed, { label: say("input.note"), field: fields.note, value: note, set: setNote }),
    ofStock
      ? h(Typed, { label: say("keeping.unfit_of_it"), field: ofStock, value: unfit, set: setUnfit })
      : null,
    h("button", {
      type: "button",
      className: "act faint",
      disabled: !complete,
      onClick: () => send("unfit"),
    }, say("keeping.unfit")),
  );
}

/* A delivery with its batch and last good day. */
/** @type {(props: {resource: string, store: string, unit: string, at: string}) => ReactElement | null} */
export function PutInForm({ resource, store, unit, at }) {
  const [typed, type] = React.useState("");
  const [batch, setBatch] = React.useState("");
  const [expires, setExpires] = React.useState("");
  if (!may("resource.put_in")) return null;
  const fields = {
    quantity: boundsOf("resource.put_in", "quantity"),
    batch: boundsOf("resource.put_in", "batch"),
  };
  const quantity = numberOf(typed);
  const complete = quantity !== null && ready(fields.quantity, typed) &&
    ready(fields.batch, batch) && (!expires || batch.trim() !== "");
  const send = () => {
    commandQueue.send(
      "resource.put_in",
      {
        resource,
        store,
        quantity: quantity || 0,
        ...(batch.trim() ? { batch: batch.trim() } : {}),
        ...(expires ? { expires } : {}),
      },
      at,
    );
    type("");
    setBatch("");
    setExpires("");
  };
  return h(
    OneLine,
    { word: say("keeping.put_in"), ready: complete, send },
    h(Typed, {
      label: `${say("keeping.delivered")} (${unit})`,
      field: fields.quantity,
      value: typed,
      set: type,
    }),
    h(Typed, { label: say("resources.batch"), field: fields.batch, value: batch, set: setBatch }),
    h(
      "label",
      { className: "inline" },
      h("span", null, say("resources.expires")),
      h("input", {
        type: "date",
        className: "text day",
        value: expires,
        onChange: (/** @type {{target: HTMLInputElement}} */ event) =>
          setExpires(event.target.value),
      }),
    ),
  );
}

/* The hand that does a task. */
/** @type {(props: {row: TaskRow, unit: string, batches?: BatchRow[], at: string}) => ReactElement | null} */
export const TaskForm = ({ row, unit, batches, at }) =>
  row.what === "count"
    ? h(CountForm, { resource: row.resource || "", store: row.store || "", unit, batches, at })
    : h(InspectForm, {
      about: row.kit ? { kit: row.kit } : { resource: row.resource || "", store: row.store || "" },
      at,
    });
