/* The history of a tag: any span, a second tag beside it, what happened on its time axis. */
(function (center) {
  "use strict";

  const MOVES = { earlier: [-0.25], later: [0.25], closer: [0, 0.5], wider: [0, 2] }; /* by keys: [step, zoom] in spans */
  const h = center.h;
  const say = (...given) => center.say(...given);
  const { useEffect, useMemo, useRef, useState } = React;
  const SPAN_WORDS = ["15m", "1h", "8h", "24h", "7d"];
  const DRAW_MS = 1000;
  const ASK_AGAIN_MS = 20000; /* after a silence seen on the board, at most so often */
  const KINDS = ["level", "flow", "gas", "valve", "pump", "wind_speed", "wind_from", "rain", "other"];

  const tagName = (tag) => `${tag.id} ${tag.name ? center.text(tag.name) : ""}`.trim();

  function TagChoice({ label, value, set, none, stroke }) {
    const tags = center.site().tags || [];
    const kinds = KINDS.filter((kind) => tags.some((tag) => tag.kind === kind));
    return h(
      "label",
      { className: "inline" },
      h("span", null, stroke ? h("i", { className: `stroke ${stroke}`, "aria-hidden": true }) : null, label),
      h(
        "select",
        { value, onChange: (event) => set(event.target.value) },
        none ? h("option", { value: "" }, none) : null,
        kinds.map((kind) =>
          h("optgroup", { key: kind, label: say(`history.kind.${kind}`) }, tags.filter((tag) => tag.kind === kind).map((tag) => h("option", { key: tag.id, value: tag.id }, tagName(tag)))),
        ),
      ),
    );
  }

  /* From and to on the site's clock; they act together, when the second one is right too. */
  function FromTo({ view, go }) {
    const zone = center.page.zone;
    const shown = (ms) => center.history.local(zone, ms);
    const [typed, type] = useState(null);
    const value = typed || { since: shown(view.since), until: shown(view.until) };
    const field = (name, word) =>
      h(
        "div",
        { className: "inline" },
        h("label", { htmlFor: `history-${name}` }, word),
        h(center.MomentField, { id: `history-${name}`, value: value[name], set: (next) => type(Object.assign({}, value, { [name]: next })), withTime: true, seconds: true }),
      );
    const [since, until] = ["since", "until"].map((name) => center.history.instant(zone, value[name]));
    const wrong = since === null || until === null || until <= since;
    const send = (event) => {
      event.preventDefault();
      if (wrong) return;
      type(null);
      go({ since, until });
    };
    return h(
      "form",
      { className: "from-to", onSubmit: send },
      field("since", say("history.from")),
      field("until", say("history.to")),
      h("button", { type: "submit", className: "act", disabled: !typed || wrong }, say("history.show")),
    );
  }

  function Marks({ marks, series, view }) {
    const spans = series ? ["silent", "bad", "uncertain"].flatMap((name) => series[name].map(([from, to]) => ({ from, to, name }))).filter((s) => s.to >= view.since) : [];
    if (!marks.length && !spans.length) return h("p", { className: "none" }, say("history.no_marks"));
    const day = center.day(view.since) !== center.day(view.until);
    const time = (ms) => (day ? `${center.day(ms)} ` : "") + center.time(ms);
    return h(
      "ul",
      { className: "marks-list" },
      marks.map((m) =>
        h(
          "li",
          { key: `${m.at}${m.what}${m.alarm || m.directive}`, "data-mark": m.what, "data-at": m.at },
          h("span", { className: "shape", style: m.kind === "plain" ? undefined : { color: `var(--${m.kind})` }, "aria-hidden": true }, center.markShape(m)),
          h("time", null, time(m.at)),
          h("a", { href: m.directive ? center.linkTo("directive", m.directive) : center.linkTo("alarm", m.alarm) }, center.markWords(m)),
          m.seq ? h("a", { className: "seq", href: center.linkTo("fact", m.seq) }, `#${m.seq}`) : null,
        ),
      ),
      spans.map((s) =>
        h("li", { key: `${s.name}${s.from}`, "data-mark": s.name }, center.sign(s.name === "uncertain" ? "warn" : "gone"), h("time", null, time(s.from)), h("span", null, say(`history.${s.name}_span`, { span: center.span(s.to - s.from) }))),
      ),
    );
  }

  /* Fetches, grows and draws, with the Plotly that the page's own (empty) graph has brought. */
  function useChart({ tag, other, view, whole, moved }) {
    const held = useRef(/** @type {{series: Record<string, Answered>, marks: Row[], view: Row, again: number, moved: (to: object) => void}} */ ({ series: {}, marks: [], view, again: 0, moved }));
    const [answer, setAnswer] = useState(/** @type {{series: object, activations: Row[], asked?: string}} */ ({ series: {}, activations: [] }));
    const [failed, setFailed] = useState(false);
    const ids = other ? [tag.id, other.id] : [tag.id];
    const key = ids.join(" ");
    center.useDrill(); /* another board is another history */
    const asked = `${center.scene.shown()} ${key} ${view.live ? view.span : `${view.since}-${view.until}`}`;
    const [width, setWidth] = useState(0);
    const [again, askAgain] = useState(0);
    /** @type {() => PlotlyDiv | null} */
    const gd = () => document.querySelector(".history-plot");

    useEffect(() => {
      const box = gd();
      if (!box) return undefined;
      const measure = () => setWidth(Math.round(box.clientWidth / 100) * 100);
      const resized = new ResizeObserver(measure);
      resized.observe(box);
      measure();
      return () => resized.disconnect();
    }, []);

    center.useAgain(failed, () => askAgain((n) => n + 1));

    useEffect(() => {
      if (!width) return undefined;
      let over = false;
      const here = view.live ? center.history.asked(view.span, "", "", center.clock.now()) : view;
      const wait = setTimeout(() => {
        center.historyData.load(ids, here, width).then(
          (series) => !over && (setFailed(false), (held.current.series = series), setAnswer((was) => Object.assign({}, was, { series, asked }))),
          () => !over && setFailed(true),
        );
      }, 120);
      return () => {
        over = true;
        clearTimeout(wait);
      };
    }, [asked, width, again]);

    const alarms = center.useTopic("alarms");
    const stands = ids.flatMap((id) => Object.values(alarms).filter((a) => a.tag === id).map((a) => `${a.id}${a.state}${a.raised_at}`)).join(" ");
    const directives = center.useTopic("directives");
    useEffect(() => {
      let over = false;
      const here = view.live ? center.history.asked(view.span, "", "", center.clock.now()) : view;
      center.historyData.alarms(ids, here).then((activations) => !over && setAnswer((was) => Object.assign({}, was, { activations })), () => undefined);
      return () => {
        over = true;
      };
    }, [asked, stands]);

    const equipment = useMemo(() => new Set(ids.flatMap((id) => [...center.history.equipmentOf(center.site(), id)])), [key]);
    const marks = useMemo(
      () => center.history.marks(answer.activations, Object.values(directives), equipment, view.since, view.until),
      [answer.activations, directives, equipment, view.since, view.until],
    );
    Object.assign(held.current, { marks, view, moved });

    useEffect(() => {
      let stopped = false;
      let heard = null;
      function draw() {
        const chart = gd();
        if (!chart || chart._dragging || !window.Plotly || document.visibilityState !== "visible") return;
        const { series, marks: drawn, view: asked } = held.current;
        const now = center.clock.now();
        const here = asked.live ? center.history.asked(asked.span, "", "", now) : asked;
        if (asked.live) {
          const rows = center.board.rows("levels");
          for (const one of [tag, other]) if (one && series[one.id]) series[one.id] = center.historyData.grow(series[one.id], one, rows[one.id], here);
        }
        const figure = center.historyFigure({ view: here, series, tags: other ? [tag, other] : [tag], marks: drawn, whole, width: chart.clientWidth });
        if ([tag, other].some((one) => one && series[one.id] && series[one.id].doubt) && performance.now() - held.current.again > ASK_AGAIN_MS) {
          held.current.again = performance.now();
          askAgain((n) => n + 1);
        }
        const how = center.drawChart(chart, figure);
        if (!how) return;
        if (how === "anew") heard = null;
        chart.dataset.points = String((series[tag.id] || { points: [] }).points.length);
        if (heard === chart) return;
        heard = chart;
        chart.on("plotly_relayout", (change) => {
          const range = change["xaxis.range"] || (change["xaxis.range[0]"] && [change["xaxis.range[0]"], change["xaxis.range[1]"]]);
          if (!range || stopped) return;
          const [since, until] = range.map((wall) => center.history.instant(center.page.zone, String(new Date(typeof wall === "number" ? wall : `${String(wall).replace(" ", "T")}Z`).toISOString()).slice(0, 23)));
          held.current.moved({ since, until });
        });
      }
      draw();
      const turn = setInterval(draw, DRAW_MS);
      const themed = new MutationObserver(draw);
      themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
      return () => {
        stopped = true;
        clearInterval(turn);
        themed.disconnect();
        const chart = gd();
        if (chart && chart.removeAllListeners) chart.removeAllListeners("plotly_relayout");
      };
    }, [key, asked, whole, answer, marks.length]);

    return { marks, series: held.current.series[tag.id], failed, waiting: answer.asked !== asked && !failed };
  }

  function Chart({ tag, other }) {
    const [span, setSpan] = center.useAddress("span", "1h");
    const [from] = center.useAddress("from");
    const [to] = center.useAddress("to");
    const [y, setY] = center.useAddress("y");
    const [given, tell] = useState(null);
    const now = center.useSecond();
    const view = Object.assign({ span }, center.history.asked(span, from, to, now));
    const go = (next) => center.address.write({ from: Math.round(next.since), to: Math.round(next.until) });
    const choose = (one) => {
      center.address.write({ from: "", to: "" });
      setSpan(one);
    };
    const chart = useChart({ tag, other, view, whole: y === "whole", moved: go });
    const ids = other ? [tag.id, other.id] : [tag.id];

    const key = (event) => {
      if (event.target !== event.currentTarget) return;
      const act = Object.keys(MOVES).find((name) => center.pressed(event, name) >= 0);
      if (center.pressed(event, "now") >= 0) choose(span);
      else if (act) go(center.history.moved(view, ...MOVES[act]));
      else return;
      event.preventDefault();
    };
    const step = (sign, word, ...how) => h("button", { type: "button", className: "act", "aria-label": say(word), title: say(word), onClick: () => go(center.history.moved(view, ...how)) }, sign);

    return h(
      React.Fragment,
      null,
      h(
        "div",
        { className: "history-tools" },
        h(
          "div",
          { className: "spans", role: "group", "aria-label": say("history.span") },
          SPAN_WORDS.map((one) => h("button", { key: one, type: "button", className: "act", "aria-pressed": view.live && span === one, onClick: () => choose(one) }, say(`history.span.${one}`))),
        ),
        h("div", { className: "spans" }, step("◀", "history.earlier", -0.5), step("▶", "history.later", 0.5), step("＋", "history.closer", 0, 0.5), step("－", "history.wider", 0, 2)),
      ),
      h(
        "div",
        { className: "history-tools history-more" },
        h(FromTo, { key: `${from}${to}${span}`, view, go }),
        h("button", { type: "button", className: "act", "aria-pressed": y === "whole", onClick: () => setY(y === "whole" ? "" : "whole") }, say("history.whole_range")),
        h("button", { type: "button", className: "act", onClick: () => center.historyData.exported(ids, view).then(tell, () => tell({ failed: true })) }, say("grid.export")),
      ),
      h(
        "p",
        { className: "history-state" },
        h("span", { className: view.live ? "note" : "plain" }, view.live ? `● ${say("history.live")}` : `○ ${say("history.still")}`),
        h("span", null, `${center.day(view.since)} ${center.time(view.since)} – ${center.day(view.until) === center.day(view.since) ? "" : `${center.day(view.until)} `}${center.time(view.until)}`),
        chart.failed ? h("b", { className: "urgent" }, `■ ${say("history.failed")}`) : chart.waiting ? h("span", null, say("history.waiting")) : chart.series ? h("span", { className: "counted", "data-stored": chart.series.stored }, say("history.counted", { n: chart.series.points.length, of: chart.series.stored })) : null,
        given ? (given.failed ? h("b", { className: "urgent", role: "alert" }, `■ ${say("history.failed")}`) : h("span", { className: "exported", role: "status" }, say(given.given < given.stored ? "history.exported_thinned" : "history.exported", { n: given.given, of: given.stored }))) : null,
      ),
      h("div", { className: "history-chart", tabIndex: 0, role: "img", "aria-label": say("history.chart", { tag: tagName(tag) }), "aria-describedby": "history-marks", onKeyDown: key }, h("div", { className: "history-plot" })),
      h("p", { className: "keys" }, say("history.keys")),
      h("section", { className: "history-marks", id: "history-marks" }, center.head(say("history.marks"), say("history.marks_count", { n: chart.marks.length })), h(Marks, { marks: chart.marks, series: chart.series, view })),
    );
  }

  /* What the chosen tag reads now: the number people decide on, with its unit, trend and age. */
  function Now({ tag }) {
    const now = center.useSecond();
    const row = center.useTopic("levels")[tag.id];
    if (!row) return h("span", { className: "reading gone" }, `◌ ${say("level.no_signal")}`);
    const gone = center.isStale(tag, row, now);
    return h(
      "span",
      { className: `reading ${gone ? "gone" : ""}` },
      h("b", { "data-value": row.value }, `${center.number(row.value, 2)} ${center.unitWord(tag.unit)}`),
      gone ? h("span", null, `◌ ${center.staleWord(row, now)}`) : h("span", null, [row.quality === "uncertain" ? `▲ ${say("level.uncertain")}` : "", tag.kind === "level" ? center.trendWord(tag, row) : "", center.age(now - row.ts)].filter(Boolean).join(" · ")),
    );
  }

  center.panel("history", function History({ children }) {
    const plant = center.site();
    const [chosen, choose] = center.useAddress("tag", center.useFirstTag());
    const [compared, compare] = center.useAddress("with");
    const tag = plant.by.tags[chosen];
    const other = compared !== chosen ? plant.by.tags[compared] : null;
    const ready = center.useReady();
    return h(
      React.Fragment,
      null,
      h(
        "div",
        { className: "history-head" },
        h("h2", { className: "history-title" }, tag ? tagName(tag) : chosen),
        tag && ready ? h(Now, { tag }) : null,
        h("div", { className: "history-choices" }, h(TagChoice, { label: say("history.tag"), value: tag ? chosen : "", set: choose, none: tag ? null : "–", stroke: other ? "first" : "" }), h(TagChoice, { label: say("history.with"), value: other ? compared : "", set: compare, none: say("history.nothing"), stroke: other ? "second" : "" })),
      ),
      tag ? null : center.none(say("history.unknown", { tag: chosen })),
      tag && ready ? h(Chart, { key: "chart", tag, other }) : null,
      h("div", { hidden: true }, children),
    );
  });
})((window.center = window.center || {}));
