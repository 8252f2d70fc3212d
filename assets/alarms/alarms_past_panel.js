/* The operator load of the last hours, the most frequent alarms, and each single alarm. */

import { alarmPlace, alarmShort } from "./alarms.js";
import { historyOf, loadOf, pastRows } from "./alarms_past.js";
import { usePast } from "./alarms_past_data.js";
import { useAddress } from "../base/address.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { age, number, say } from "../base/words.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";
import { scene } from "../live/scene.js";
import { FigureFailed, useFigures } from "../shared/figures.js";
import { GridHead, useGrid } from "../shared/grid.js";
import { linkTo } from "../shared/links.js";

/** @import { AlarmRow } from "../types/rows.d.ts" */

const Failed = () => h("p", { className: "notice" }, sign("urgent"), " ", say("alarms.failed"));

panel("alarms_load", function AlarmsLoad({ children }) {
  const { span, setSpan, spans, past, failed } = usePast();
  const [stores, load, figures] = React.Children.toArray(children);
  const wanted = past
    ? { since: past.since, until: past.until, drill: scene.shown() || undefined }
    : null;
  const chart = useFigures("alarms", wanted, "");
  const now = useSecond();
  const read = past ? loadOf(past, now) : null;
  return h(
    React.Fragment,
    null,
    head(say("alarms.load"), read ? read.word : ""),
    h(
      "div",
      { className: "spans", role: "group", "aria-label": say("history.span") },
      spans.map((one) =>
        h("button", {
          key: one,
          type: "button",
          className: "act",
          "aria-pressed": one === span,
          onClick: () => setSpan(one),
        }, say(`history.span.${one}`))
      ),
    ),
    failed ? h(Failed) : null,
    read
      ? h(
        React.Fragment,
        null,
        h(
          "p",
          { className: "load-now" },
          sign(read.kind),
          h(
            "b",
            { className: read.kind === "plain" ? "" : read.kind, "data-value": read.now },
            number(read.now),
          ),
          h("span", null, say("alarms.in_ten")),
        ),
        chart.failed ? h(FigureFailed) : null,
        load,
        figures,
      )
      : failed
      ? null
      : h("p", { className: "none" }, say("history.waiting")),
    stores,
  );
});

/* Which were raised most is made in Python (layouts/components/alarm_tables.py); what stands too long is
   live. */
panel("alarms_offenders", function AlarmsOffenders({ children }) {
  const now = useSecond();
  const standing = Object.values(useKind("alarms", "")).filter((a) =>
    verdictAt(a.long, now).code === "long"
  );
  /** @type {(a: AlarmRow) => ReactElement} */
  const row = (a) =>
    h(
      "li",
      { key: a.id, className: "line offender", "data-alarm": a.id },
      sign("gone"),
      h("a", {
        className: "thing",
        href: historyOf({ tag: a.tag, raised_at: a.raised_at }, now) || linkTo("alarm", a.id),
      }, alarmShort(a)),
      h(
        "span",
        { className: "detail" },
        [alarmPlace(a), say(`alarm.priority.${a.priority}`)].filter(Boolean).join(" · "),
      ),
      h("em", { className: "plain" }, age(now - a.raised_at)),
    );
  return h(
    React.Fragment,
    null,
    children,
    standing.length ? h("h3", null, say("alarms.long")) : null,
    standing.length ? h("ul", null, standing.map(row)) : null,
  );
});

panel("alarms_past", function AlarmsPast({ args, children }) {
  const { past, failed } = usePast();
  const [find, setFind] = useAddress("q");
  const [sought] = useAddress("alarm");
  const standing = useKind("alarms", "");
  /** @type {GridRow[]} */
  const all = React.useMemo(() => (past ? pastRows(past.activations, past.until) : []), [past]);
  const only = sought && !standing[sought] ? sought : "";
  const rows = React.useMemo(() => all.filter((row) => !only || row.id === only), [all, only]);
  const { api, shown } = useGrid(args.grid, rows, find);
  return h(
    React.Fragment,
    null,
    h(GridHead, {
      title: say("alarms.past"),
      shown,
      of: all.length,
      find,
      setFind,
      api,
      name: "alarms",
      times: past ? [past.since, past.until] : [],
    }),
    failed ? h(Failed) : null,
    past && past.total > past.activations.length
      ? h(
        "p",
        { className: "notice" },
        sign("note"),
        " ",
        say("alarms.only_newest", { n: past.activations.length, of: past.total }),
      )
      : null,
    h("div", { className: "grid-body" }, children),
  );
});
