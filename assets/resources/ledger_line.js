/* The chosen stock line: its facts, other places with the same resource, and its actions. */

import { readLedger, sensedWords } from "./ledger.js";
import { CountForm, InspectForm, PutInForm } from "./task_hands.js";
import { useLedgerRows, useWanted } from "./resources_desk.js";
import { useAddress } from "../base/address.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, line as listLine, more, sign } from "../base/signs.js";
import { day, number, say, time } from "../base/words.js";
import { lockHands } from "../command/kits_panel.js";
import { Answer } from "../hands/hands.js";
import { named, site } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";
import { useCurrent } from "../shared/current.js";
import { useIntoView } from "../shared/grid.js";

/** @import { DispatchRow, IncidentRow, Sign, StockRow } from "../types/rows.d.ts" */
/** @import { LedgerLine } from "./ledger.js" */

const MOST = 4;

/* The other lines of the same resource that can be had, the soonest first. */
/** @type {(rows: LedgerLine[], line: LedgerLine) => LedgerLine[]} */
const others = (rows, line) =>
  rows.filter((row) =>
    row.resourceId === line.resourceId && row.key !== line.key && row.minutes !== Infinity
  ).sort((a, b) => a.minutes - b.minutes);

/* The batches of a line, the first to expire first. */
/** @type {(row: StockRow) => ReactElement[] | null} */
const batchLines = (row) =>
  (row.batches || []).map((one) =>
    listLine(
      one.batch,
      one.expired ? "urgent" : "plain",
      number(one.available),
      `${say("keeping.of_batch", { batch: one.batch })} ${
        say("resources.of", { have: number(one.available), all: number(one.quantity) })
      }`,
      one.expires || "",
    )
  );

/** @type {(props: {line: LedgerLine, row: StockRow, incident: IncidentRow | null, at: string}) => ReactElement | null} */
function Lock({ line, row, incident, at }) {
  const hands = line.keptId === "keyed" && lockHands(line.storeId, row, incident, at);
  return hands
    ? h(
      "div",
      { className: "lock" },
      h("span", { className: "label" }, say("resources.lock_found")),
      h("div", { className: "actions" }, hands),
    )
    : null;
}

/* What of the line is with which dispatch, set aside or under way. */
/** @type {(dispatches: Record<string, DispatchRow>, line: LedgerLine) => {row: DispatchRow, n: number}[]} */
const away = (dispatches, line) =>
  Object.values(dispatches)
    .filter((row) => row.out)
    .flatMap((row) =>
      row.lines.filter((one) => one.resource === line.resourceId && one.store === line.storeId).map(
        (one) => ({ row, n: one.quantity }),
      )
    );

/** @type {(word: Sayable, value: string | null | undefined, kind?: Sign | "") => (ReactElement | null)[] | null} */
const fact = (
  word,
  value,
  kind,
) => (value === "" || value === null || value === undefined ? null : [
  h("dt", { key: `${word}.t` }, say(word)),
  h("dd", { key: word }, kind ? sign(kind) : null, kind ? " " : null, value),
]);

panel("ledger_line", function LedgerLine() {
  const [key, choose] = useAddress("line");
  const ledger = useLedgerRows();
  const dispatches = useKind("resources", "dispatch:");
  const now = Math.floor(useSecond() / 60000) * 60000;
  const { to } = useWanted();
  const { incident } = useCurrent();
  const rows = React.useMemo(() => (key ? readLedger(ledger, to, now) : []), [
    key,
    ledger,
    to,
    now,
  ]);
  const line = rows.find((row) => row.key === key);
  const here = useIntoView(line && key);
  if (!line) return null;
  const row = ledger.stock[key];
  const unit = text((site().by.resources[line.resourceId] || {}).unit);
  const at = `line:${key}`;
  const elsewhere = others(rows, line);
  const out = away(dispatches, line);
  return h(
    "section",
    { className: "panel ledger-line", "aria-label": line.name, ref: here },
    h(
      "div",
      { className: "head-row" },
      head(line.name, ""),
      h("button", {
        type: "button",
        className: "quiet",
        onClick: () => choose(""),
        "aria-label": say("command.dismiss"),
      }, "×"),
    ),
    h(
      "p",
      { className: "line-answer" },
      sign(line.kind),
      " ",
      h("b", null, line.had),
      " ",
      h("span", null, line.state),
    ),
    h(
      "dl",
      { className: "line-facts" },
      fact("resources.store", line.store),
      fact("resources.custody", line.custody),
      fact("resources.sensed", sensedWords(row), row.sensed_against ? "warn" : ""),
      fact(
        "resources.available",
        say("resources.of", { have: line.available, all: line.quantity }),
      ),
      fact("resources.minimum", line.minimum ? number(line.minimum) : ""),
      fact("resources.committed", line.committed ? number(line.committed) : ""),
      fact("resources.expires", line.expires, line.expiresKind),
      fact("resources.inspection", line.inspection, line.inspectionKind),
      fact("resources.counted", line.counted),
      fact("keeping.count_due", row.counting ? row.count_due || say("keeping.never") : ""),
      fact("keeping.damaged", row.damaged ? number(row.damaged) : ""),
      fact("resources.batch", row.batch),
      fact("resources.repair_since", row.in_repair_since),
      fact(
        "resources.broken",
        line.outBy &&
          say("resources.out_by", {
            number: line.outBy.number,
            title: text(line.outBy.title),
            since: `${day(line.outBy.since)} ${time(line.outBy.since).slice(0, 5)}`,
          }),
        "gone",
      ),
      fact("resources.note", text(row.note)),
    ),
    batchLines(row),
    h(CountForm, {
      key: `count:${key}`,
      resource: line.resourceId,
      store: line.storeId,
      unit,
      batches: row.batches,
      at,
    }),
    h(InspectForm, {
      key: `inspect:${key}`,
      about: { resource: line.resourceId, store: line.storeId },
      at,
    }),
    h(PutInForm, { key: `put:${key}`, resource: line.resourceId, store: line.storeId, unit, at }),
    h(Lock, { line, row, incident, at }),
    h(Answer, { at }),
    out.length ? h("h3", null, say("command.out")) : null,
    out.map(({ row: sent, n }) =>
      listLine(
        sent.id,
        "note",
        number(n),
        `${sent.id} ${say("command.dispatch_to", { place: named(sent.place) })}`,
        say(`phrase.dispatch_${sent.state}`),
      )
    ),
    elsewhere.length ? h("h3", null, say("resources.elsewhere")) : null,
    elsewhere.slice(0, MOST).map((other) =>
      listLine(other.key, other.kind, `${number(other.available)}`, other.store, other.had)
    ),
    more(elsewhere.length - MOST),
  );
});
