/* The remaining injects of the script: fired, held or skipped by hand with a reason, and added.
   */

import { conditionWords } from "./conditions.js";
import { script } from "./script.js";
import { injectState } from "./script_words.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none } from "../base/signs.js";
import { say, span } from "../base/words.js";
import { fits } from "../hands/bounds.js";
import { commandQueue } from "../hands/command_queue.js";
import { boundsOf, TextControl } from "../hands/field_control.js";
import { Answer } from "../hands/hands.js";
import { Reason } from "../hands/reason.js";
import { pressed } from "../hands/shortcuts.js";
import { clock } from "../live/server_clock.js";
import { linkTo } from "../shared/links.js";

/** @import { InjectLine } from "./script.js" */
/** @import { DrillRow } from "../types/rows.d.ts" */

const { useState } = React;

/** @type {(row: InjectLine) => string} */
function about(row) {
  const parts = [];
  if (row.asks && (row.state === "waits" || (row.trigger === "when" && row.state === "held"))) {
    parts.push(say("drills.waits_for", { what: conditionWords(row.asks) }));
  }
  if (row.trigger === "held") parts.push(say("drills.controller_decides"));
  if (row.expects.length) {
    parts.push(say("drills.expects", {
      what: row.expects.map((one) => `${text(one.text)} (${span(one.by_s * 1000)})`),
    }));
  }
  return parts.join(" · ");
}

/** What a hand does with an inject. @typedef {"inject.fire" | "inject.hold" | "inject.skip"} InjectAct */

/** @type {InjectAct[]} */
const ACTS = ["inject.fire", "inject.hold", "inject.skip"];

/** @type {(props: { drill: DrillRow, row: InjectLine, now: number }) => ReactElement} */
function Row({ drill, row, now }) {
  const at = `inject:${row.id}`;
  const here = React.useRef(/** @type {HTMLElement | null} */ (null));
  const [asking, ask] = useState(/** @type {InjectAct | null} */ (null));
  const running = drill.phase === "running";
  const possible = ACTS.filter((kind) =>
    running && may(kind) && !(kind === "inject.hold" && row.state === "held")
  );
  const data = Object.assign(
    { drill: drill.id, inject: row.id },
    row.planned === null ? {} : { planned: row.planned },
  );
  const done = () => {
    ask(null);
    if (here.current) here.current.focus();
  };
  /** @type {(event: ReactKeyEvent) => void} */
  const key = (event) => {
    if (event.target !== event.currentTarget) return;
    const act = possible.find((kind) => pressed(event, kind) >= 0);
    const move = [-1, 1][pressed(event, "inject.neighbour")];
    const beside = !move
      ? null
      : event.currentTarget[move < 0 ? "previousElementSibling" : "nextElementSibling"];
    if (act) ask(act);
    else if (beside instanceof HTMLElement) beside.focus();
    else return;
    event.preventDefault();
  };
  return h(
    "li",
    {
      ref: here,
      className: "inject-row",
      tabIndex: 0,
      onKeyDown: key,
      "data-inject": row.id,
      "data-state": row.state,
      "aria-label": `${injectState(row, now)}, ${text(row.text)}`,
    },
    h("b", { className: `when ${script.kind(row, now)}` }, injectState(row, now)),
    h("div", { className: "what" }, h("b", null, text(row.text)), h("span", null, about(row))),
    h(
      "div",
      { className: "actions" },
      possible.map((kind) =>
        h(
          "button",
          { key: kind, type: "button", className: "act", onClick: () => ask(kind) },
          say(`drills.${kind}`),
        )
      ),
    ),
    asking
      ? h(Reason, {
        kind: asking,
        act: say(`drills.${asking}`),
        label: `${say(`drills.${asking}`)}: ${say("command.reason")}`,
        onCancel: done,
        onSend: (/** @type {string} */ reason) => {
          commandQueue.send(asking, Object.assign({ reason }, data), at);
          done();
        },
      })
      : null,
    h(Answer, { at }),
  );
}

/* Something that was not planned, told to the players at once. */
/** @type {(props: { drill: DrillRow, rows: InjectLine[] }) => ReactElement} */
function Add({ drill, rows }) {
  const at = `add:${drill.id}`;
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [reason, setReason] = useState("");
  if (!open) {
    return h(
      "div",
      null,
      h("button", {
        type: "button",
        className: "act",
        disabled: drill.phase !== "running",
        onClick: () => setOpen(true),
      }, say("drills.inject.add")),
      h(Answer, { at }),
    );
  }
  const bounds = { text: boundsOf("inject.add", "text"), reason: boundsOf("inject.add", "reason") };
  const ready = fits(bounds.text, text, clock.now()) && fits(bounds.reason, reason, clock.now());
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    if (!ready) return;
    const taken = new Set(rows.map((row) => row.id));
    let n = 1;
    while (taken.has(`added-${n}`)) n += 1;
    commandQueue.send("inject.add", {
      drill: drill.id,
      inject: `added-${n}`,
      text: text.trim(),
      reason: reason.trim(),
    }, at);
    setText("");
    setReason("");
    setOpen(false);
  };
  /** @type {(label: string, field: FieldBounds, value: string, set: (value: string) => void,
   *   first?: boolean) => ReactElement} */
  const field = (label, field, value, set, first) =>
    h(
      "label",
      { className: "field" },
      h("span", null, label),
      h(TextControl, { field, value, set, short: true, autoFocus: first }),
    );
  return h(
    "form",
    {
      className: "form",
      onSubmit: send,
      onKeyDown: (/** @type {ReactKeyEvent} */ event) => event.key === "Escape" && setOpen(false),
    },
    field(say("drills.add_text"), bounds.text, text, setText, true),
    field(say("drills.add_why"), bounds.reason, reason, setReason),
    h(
      "div",
      { className: "actions" },
      h(
        "button",
        { type: "submit", className: "act strong", disabled: !ready },
        say("drills.add_send"),
      ),
      h(
        "button",
        { type: "button", className: "act", onClick: () => setOpen(false) },
        say("command.cancel"),
      ),
    ),
  );
}

/** @type {(props: { drill: DrillRow, rows: InjectLine[], now: number }) => ReactElement} */
export function NextInjects({ drill, rows, now }) {
  const toCome = script.toCome(rows);
  const over = rows.filter((row) => !script.isToCome(row)).sort((a, b) =>
    (b.at ?? 0) - (a.at ?? 0)
  );
  const began = drill.exercise_from ?? now;
  return h(
    "section",
    { className: "panel next-panel" },
    head(say("drills.next"), say("drills.next_answer", { n: toCome.length, all: rows.length })),
    toCome.length
      ? (may("inject.fire") && drill.phase === "running"
        ? h("p", { className: "keys" }, say("drills.keys"))
        : null)
      : rows.length
      ? none(say("drills.all_over"))
      : null,
    h(
      "ul",
      { className: "inject-list" },
      toCome.map((row) => h(Row, { key: row.id, drill, row, now })),
    ),
    may("inject.add") ? h(Add, { drill, rows }) : null,
    over.length
      ? h(
        "details",
        { className: "drawer" },
        h("summary", null, say("drills.over", { n: over.length })),
        h(
          "ul",
          { className: "over-list" },
          over.map((row) =>
            h(
              "li",
              { key: row.id, "data-inject": row.id, "data-state": row.state },
              h("time", null, span((row.at ?? began) - began)),
              h("span", null, text(row.text)),
              h("em", null, injectState(row, now)),
              row.seq === null
                ? null
                : h("a", { className: "seq", href: linkTo("fact", row.seq) }, `#${row.seq}`),
            )
          ),
        ),
      )
      : null,
  );
}
