/* The report to the authorities: its deadline, what was reported, and its files. */

import { OfficialForm } from "./official_form.js";
import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { none, sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { day, number, say, span, time, timeOrDay } from "../base/words.js";
import { ActWithReason } from "../hands/act_with_reason.js";
import { Answer } from "../hands/hands.js";
import { named } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";
import { Collapsible } from "../shared/collapsible.js";
import { useCurrent } from "../shared/current.js";
import { pressingSirens, unendedSirens } from "../shared/sirens.js";

/** @import { OfficialRow, Sign, SirensRow, SirenVerdict } from "../types/rows.d.ts" */

const FIGURES = /** @type {const} */ (["deaths", "injured", "missing"]);

/* The verdict in words, with the time that is left or over while nothing was sent. */
/** @type {(row: OfficialRow, now: number) => {kind: Sign, words: string, clock: string}} */
function readClock({ due }, now) {
  const { kind, code } = verdictAt(due.turns, now);
  const waits = kind === "warn" || kind === "plain" || kind === "urgent";
  const clock = !waits
    ? ""
    : kind === "urgent"
    ? say("official.over", { over: span(now - due.due_at) })
    : say("official.left", { left: span(due.due_at - now) });
  return { kind, words: say(`official.turn.${code}`, { at: time(due.due_at) }), clock };
}

/** @type {(props: {row: OfficialRow, now: number}) => ReactElement} */
function Sent({ row, now }) {
  const { due } = row;
  const supplements = verdictAt(due.supplements, now);
  return h(
    React.Fragment,
    null,
    row.sent.map((one, n) =>
      h(
        "p",
        { key: one.seq },
        say(n ? "official.sent_supplement" : "official.sent_first", {
          at: time(one.at),
          by: named(one.by),
          unit: one.unit ? named(one.unit) : say("official.unit_unsaid"),
        }),
      )
    ),
    supplements.code
      ? h(
        "p",
        { className: supplements.kind },
        supplements.kind === "warn" ? sign("warn") : null,
        say(`official.supplements.${supplements.code}`, {
          day: day(due.supplement_until),
          now: row.headcount_missing,
          told: row.missing ?? say("official.not_known"),
        }),
      )
      : null,
  );
}

/* What was last reported; what nobody knew is said to be so. */
/** @type {(props: {row: OfficialRow}) => ReactElement} */
const Figures = ({ row }) =>
  h(
    "dl",
    { className: "official-figures" },
    FIGURES.map((name) =>
      h(
        "div",
        { key: name },
        h("dt", null, say(`official.${name}`)),
        h("dd", null, row[name] ?? say("official.not_known")),
      )
    ),
    h(
      "div",
      { key: "loss" },
      h("dt", null, say("official.loss")),
      h(
        "dd",
        null,
        row.loss_wan === null
          ? say("official.not_known")
          : say("official.loss_wan", { value: row.loss_wan }),
      ),
    ),
  );

/** @type {(props: {row: OfficialRow}) => ReactElement} */
function Files({ row }) {
  const under = `/api/v1/incidents/${encodeURIComponent(row.incident)}`;
  const report = `${under}/report.docx?lang=${page.lang}`;
  return h(
    "div",
    { className: "official-files" },
    h(
      "a",
      { href: report, download: "" },
      say(row.sent.length ? "official.report_file" : "official.draft_file"),
    ),
    h("a", { href: `${under}/cap`, download: "" }, say("official.cap_file")),
  );
}

/* An end that is not proven has a word of its own: the siren may go on. */
/** @type {(one: SirenVerdict, kind: Sign, code: string) => Sayable} */
const wordOf = ({ type }, kind, code) =>
  type === "Cancel" && kind === "urgent" ? `official.siren.end.${code}` : `official.siren.${code}`;

/* Whether the warning sounds, by each siren; what presses stands first. */
/** @type {(props: {row: SirensRow, now: number}) => ReactElement} */
function Sirens({ row, now }) {
  const read = row.sirens.map((one) => ({ one, ...verdictAt(one.turns, now) }));
  const pressing = read.filter(({ kind }) => kind === "urgent");
  const others = read.filter(({ kind }) => kind !== "urgent");
  return h(
    "div",
    { className: "official-sirens" },
    h("span", { className: "label" }, say("official.siren.heading")),
    [...pressing, ...others].map(({ one, kind, code }) =>
      h(
        "div",
        { key: one.siren, className: `official-siren ${kind}` },
        sign(kind),
        h("b", null, `${one.siren} · ${say(`official.siren.type.${one.type}`)}`),
        h(
          "span",
          { className: "detail" },
          say(wordOf(one, kind, code), {
            at: one.at === null ? "" : timeOrDay(one.at, now),
            tries: number(one.tries, 0),
            why: one.why || "",
            gateway: one.gateway,
          }),
          one.untold_since === null
            ? ""
            : ` · ${say("official.siren.untold", { at: timeOrDay(one.untold_since, now) })}`,
        ),
      )
    ),
  );
}

/** @type {(props: {row: OfficialRow, now: number}) => ReactElement} */
function Report({ row, now }) {
  const [open, turn] = React.useState(false);
  const { kind, words, clock } = readClock(row, now);
  const command = row.sent.length ? "report.supplement" : "report.submit";
  const at = `official:${row.incident}`;
  return h(
    "div",
    { className: "official-row" },
    h(
      "div",
      { className: `official-clock ${kind}` },
      sign(kind),
      h("b", null, words),
      h("span", null, clock),
    ),
    row.sent.length || row.waived ? null : h(
      "p",
      { className: "label" },
      say(`official.since.${row.due.since}`),
    ),
    row.waived && !row.sent.length
      ? h(
        "p",
        null,
        say("official.waived_by", {
          at: time(row.waived.at),
          by: named(row.waived.by),
          reason: row.waived.reason,
        }),
      )
      : null,
    row.sent.length ? h(Figures, { row }) : null,
    h(Sent, { row, now }),
    may("report.submit") ? h(Files, { row }) : null,
    may(command) && !open
      ? h(
        "div",
        { className: "actions" },
        h("button", {
          type: "button",
          className: row.sent.length ? "act" : "act strong",
          onClick: () => turn(true),
        }, say(row.sent.length ? "official.supplement_act" : "official.submit")),
        row.sent.length || row.waived ? null : h(ActWithReason, {
          kind: "report.waive",
          data: { incident: row.incident },
          at,
          label: say("official.waive"),
          ask: say("official.waive_reason"),
          strong: "faint",
        }),
      )
      : null,
    open ? h(OfficialForm, { row, kind: command, onDone: () => turn(false) }) : null,
    h(Answer, { at }),
  );
}

panel("official", function Official() {
  const { incident, incidents, of } = useCurrent();
  const now = useSecond();
  const rows = Object.values(useKind("incident", "official:"));
  const sirens = useKind("incident", "sirens:");
  const own = rows.find((row) => incident && row.incident === incident.id);
  const sounding = incident ? sirens[`sirens:${incident.id}`] : undefined;
  const unended = unendedSirens(sirens, incidents, now);
  const silent = pressingSirens(sounding, unended, now);
  const later = rows.filter((row) =>
    row !== own && row.sent.length && verdictAt(row.due.supplements, now).code !== "past" &&
    row.closed
  );
  const read = own ? readClock(own, now) : null;
  const presses = silent.length > 0 ||
    (read !== null && (read.kind === "urgent" || read.kind === "warn"));
  return h(
    Collapsible,
    {
      name: "official",
      about: incident && incident.id,
      title: of(say("official.heading")),
      answer: silent.length ? silent.join(" · ") : read ? read.words : "",
      kind: silent.length ? "urgent" : read && presses ? read.kind : "",
      matters: presses,
      presses,
    },
    sounding ? h(Sirens, { row: sounding, now }) : null,
    unended.map((row) =>
      h(
        "div",
        { key: `sirens:${row.incident}` },
        h("b", null, say("official.siren.over", { incident: row.incident })),
        h(Sirens, { row, now }),
      )
    ),
    own
      ? h(Report, { key: own.incident, row: own, now })
      : none(say("command.dispatch_needs_incident")),
    later.length ? h("span", { className: "label" }, say("official.later")) : null,
    later.map((row) =>
      h(
        "div",
        { key: row.incident },
        h("b", null, `${row.incident} ${text(row.title)}`),
        h(Report, { row, now }),
      )
    ),
  );
});
