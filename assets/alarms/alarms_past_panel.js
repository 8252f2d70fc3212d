/* What the alarms asked of people over the last hours, which of them asked most, and each one. */

import { alarmPlace, alarmShort, kindOfCondition } from "./alarms.js";
import { historyOf, loadBars, loadOf, pastRows } from "./alarms_past.js";
import { usePast } from "./alarms_past_data.js";
import { useAddress } from "../base/address.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { age, day, number, say, time } from "../base/words.js";
import { panel, useSecond, useTopic } from "../live/react_panels.js";
import { GridHead, useGrid } from "../shared/grid.js";
import { linkTo } from "../shared/links.js";

const WORST = 10;
const LONG_MS =
  86400000; /* standing longer than a day is stale in ISA-18.2's sense: it tells nobody anything */
const HIGH = 100;

function Bars({ past }) {
  const bars = loadBars(past);
  const top = Math.max(past.flood_above * 1.2, ...bars.map((b) => b.most));
  const y = (value) => HIGH - (value / top) * HIGH;
  const wide = 100 / bars.length;
  const line = (value, className) =>
    h("line", { key: className, className, x1: 0, x2: 100, y1: y(value), y2: y(value) });
  return h(
    "div",
    { className: "load-bars" },
    h(
      "svg",
      {
        viewBox: `0 0 100 ${HIGH}`,
        preserveAspectRatio: "none",
        role: "img",
        "aria-label": say("alarms.load_chart"),
      },
      bars.map((bar, n) =>
        h("rect", {
          key: bar.at,
          className: bar.flood ? "urgent" : bar.most > past.acceptable ? "warn" : "plain",
          x: n * wide + wide * 0.1,
          width: wide * 0.8,
          y: y(bar.most),
          height: HIGH - y(bar.most),
          "data-at": bar.at,
          "data-raised": bar.most,
        }, h("title", null, `${time(bar.at)} ${say("alarms.raised_n", { n: bar.most })}`))
      ),
      line(past.acceptable, "acceptable"),
      line(past.flood_above, "flood"),
    ),
    h(
      "span",
      { className: "limit", style: { top: `${y(past.flood_above)}%` } },
      say("alarms.flood_line", { n: past.flood_above }),
    ),
    h(
      "span",
      { className: "limit", style: { top: `${y(past.acceptable)}%` } },
      say("alarms.acceptable_line", { n: past.acceptable }),
    ),
    h(
      "div",
      { className: "ends" },
      h("time", null, `${day(past.since)} ${time(past.since)}`),
      h("time", null, time(past.until)),
    ),
  );
}

const Failed = () => h("p", { className: "notice" }, sign("urgent"), " ", say("alarms.failed"));

panel("alarms_load", function AlarmsLoad() {
  const { span, setSpan, spans, past, failed } = usePast();
  const now = useSecond();
  const read = past ? loadOf(past, now) : null;
  return h(
    React.Fragment,
    null,
    head(say("alarms.load"), read ? say(read.word) : ""),
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
        h(Bars, { past }),
        h(
          "dl",
          { className: "load-figures" },
          [
            ["alarms.mean", number(read.mean, read.mean < 1 ? 2 : 1)],
            ["alarms.most", number(read.most)],
            ["alarms.floods", `${number(past.floods.length)} · ${number(read.flooded * 100, 0)} %`],
            ["alarms.total", number(past.total)],
          ].map(([word, value]) =>
            h("div", { key: word }, h("dt", null, say(word)), h("dd", null, value))
          ),
        ),
      )
      : failed
      ? null
      : h("p", { className: "none" }, say("history.waiting")),
  );
});

panel("alarms_offenders", function AlarmsOffenders() {
  const { past } = usePast();
  const now = useSecond();
  const standing = Object.values(useTopic("alarms")).filter((a) =>
    a.state !== "RTNUN" && now - a.raised_at > LONG_MS
  );
  const worst = past ? past.offenders.slice(0, WORST) : [];
  const chattering = past ? past.offenders.filter((o) => o.chattered) : [];
  const total = past ? past.offenders.reduce((sum, o) => sum + o.activations, 0) : 0;
  const share = worst.reduce((sum, o) => sum + o.activations, 0);
  const row = (o, end, kind) =>
    h(
      "li",
      { key: o.alarm || o.id, className: "line offender", "data-alarm": o.alarm || o.id },
      sign(kind),
      h("a", {
        className: "thing",
        href: historyOf({ tag: o.tag, raised_at: o.last_at || o.raised_at }, now) ||
          linkTo("alarm", o.alarm || o.id),
      }, alarmShort(o)),
      h(
        "span",
        { className: "detail" },
        [alarmPlace(o), say(`alarm.priority.${o.priority}`)].filter(Boolean).join(" · "),
      ),
      h("em", { className: "plain" }, end),
    );
  const part = (
    title,
    list,
  ) => (list.length
    ? [h("h3", { key: title }, say(title)), h("ul", { key: `${title}-list` }, list)]
    : null);
  return h(
    React.Fragment,
    null,
    head(
      say("alarms.worst"),
      total ? say("alarms.worst_share", { share: number((100 * share) / total, 0), n: total }) : "",
    ),
    past && !worst.length ? none(say("alarms.none_raised")) : null,
    h(
      "ul",
      { className: "worst" },
      worst.map((o) => row(o, say("alarms.activated", { n: o.activations }), kindOfCondition(o))),
    ),
    part(
      "alarms.chattering",
      chattering.map((o) => row(o, say("alarms.bursts", { n: o.chattered }), "warn")),
    ),
    part("alarms.long", standing.map((a) => row(a, age(now - a.raised_at), "gone"))),
  );
});

panel("alarms_past", function AlarmsPast({ args, children }) {
  const { past, failed } = usePast();
  const [find, setFind] = useAddress("q");
  const [sought] = useAddress("alarm");
  const standing = useTopic("alarms");
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
