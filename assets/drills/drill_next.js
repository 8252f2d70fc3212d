/* What the script still holds: fired, held back or skipped by a hand with its reason, and added to. */

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

const { useState } = React;

function when(row, now) {
  if (row.state === "to_come") {
    return row.planned > now
      ? say("drills.in", { span: span(row.planned - now) })
      : say("drills.now");
  }
  return say(`drills.inject.${row.state}`);
}

function about(row) {
  const parts = [];
  if (row.state === "waits" || (row.trigger === "when" && row.state === "held")) {
    parts.push(say("drills.waits_for", { what: conditionWords(row.asks) }));
  }
  if (row.trigger === "held") parts.push(say("drills.controller_decides"));
  if (row.expects.length) {
    parts.push(say("drills.expects", {
      what: row.expects.map((one) => `${text(one.text)} (${span(one.by_s * 1000)})`).join(", "),
    }));
  }
  return parts.join(" · ");
}

const ACTS = ["inject.fire", "inject.hold", "inject.skip"];

function Row({ drill, row, now }) {
  const at = `inject:${row.id}`;
  const here = React.useRef(null);
  const [asking, ask] = useState(null);
  const running = drill.phase === "running";
  const possible = ACTS.filter((kind) =>
    running && may(kind) && !(kind === "inject.hold" && row.state === "held")
  );
  const data = { drill: drill.id, inject: row.id };
  if (row.planned !== null) data.planned = row.planned;
  const done = () => {
    ask(null);
    if (here.current) here.current.focus();
  };
  const key = (event) => {
    if (event.target !== event.currentTarget) return;
    const act = possible.find((kind) => pressed(event, kind) >= 0);
    const move = [-1, 1][pressed(event, "inject.neighbour")];
    const next = move &&
      event.currentTarget[move < 0 ? "previousElementSibling" : "nextElementSibling"];
    if (act) ask(act);
    else if (next) next.focus();
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
      "aria-label": `${when(row, now)}, ${text(row.text)}`,
    },
    h("b", {
      className: `when ${
        row.state === "held"
          ? "warn"
          : row.state === "to_come" && row.planned - now < 30000
          ? "note"
          : "plain"
      }`,
    }, when(row, now)),
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
        label: `${say(`drills.${asking}`)}: ${say("command.reason")}`,
        onCancel: done,
        onSend: (
          reason,
        ) => (commandQueue.send(asking, Object.assign({ reason }, data), at), done()),
      })
      : null,
    h(Answer, { at }),
  );
}

/* Something that was not planned, told to the players at once. */
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
      onKeyDown: (event) => event.key === "Escape" && setOpen(false),
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

export function NextInjects({ drill, rows, now }) {
  const toCome = script.toCome(rows);
  const over = rows.filter((row) => !script.isToCome(row)).sort((a, b) => b.at - a.at);
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
              h("time", null, span(row.at - drill.exercise_from)),
              h("span", null, text(row.text)),
              h("em", null, injectState(row)),
              h("a", { className: "seq", href: linkTo("fact", row.seq) }, `#${row.seq}`),
            )
          ),
        ),
      )
      : null,
  );
}
