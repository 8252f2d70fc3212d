/* A drill that is on: what it is, its clocks, and what stops it; below, its script and its notes. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const { useEffect, useMemo, useRef } = React;

  /* What is broken on purpose, in words, with the names of the site. */
  center.brokenWords = (one) => {
    const kind = Object.keys(one).find((name) => one[name]);
    const named = Object.fromEntries(Object.entries(one[kind]).map(([field, value]) => [field, typeof value === "string" ? center.named(value) : value]));
    if (kind === "missing_authority") named.answer = say(`drills.answer.${one[kind].answer}`);
    if (kind === "full_pool") named.share = Math.round(one[kind].share * 100);
    return say(`drills.broken.${kind}`, named);
  };

  /* The red band of a suspension: what took the screens, and the two ways on. */
  function Suspended({ drill }) {
    const at = `resume:${drill.id}`;
    const [fact] = center.useDrillFacts(drill.id, "drill.suspended", drill.spans.length);
    const span = drill.spans[drill.spans.length - 1] || {};
    const cause = fact ? say(`drills.cause.${fact.data.cause}`) : "";
    return h(
      "section",
      { className: "panel suspended-panel", role: "alert" },
      h("div", null, h("b", null, `■ ${say("drills.suspended")} ${cause}`), h("span", null, [span.since ? center.time(span.since) : "", span.reason ? center.text(span.reason) : "", say("drills.suspended_about")].filter(Boolean).join(" · ")), fact && fact.caused_by ? h("a", { className: "seq", href: center.linkTo("fact", fact.caused_by) }, `#${fact.caused_by}`) : null),
      h("div", { className: "actions" }, center.may("drill.resume") ? h(center.Act, { kind: "drill.resume", data: { drill: drill.id }, at, label: say("drills.resume"), strong: "strong" }) : null, center.may("drill.end") ? h(center.Act, { kind: "drill.end", data: { drill: drill.id }, at, label: say("drills.end"), sure: say("drills.end_sure") }) : null),
      h(center.Answer, { at }),
    );
  }

  function Head({ drill, now, real }) {
    const at = `drill:${drill.id}`;
    const data = { drill: drill.id };
    const { paused } = center.script.still(drill, real);
    const told = [say(drill.unannounced ? "drills.unannounced" : "drills.announced"), drill.virtual ? say("drills.virtual") : "", drill.clock && drill.clock.speed !== 1 ? say("drills.speed", { n: drill.clock.speed }) : "", drill.in_plant ? say("drills.officer_is", { who: center.named(drill.safety_officer) }) : ""].filter(Boolean);
    return h(
      "section",
      { className: "panel direction-head" },
      h("div", { className: "what" }, h("b", { className: "drill-name" }, center.text(drill.name)), drill.phase === "paused" ? h("span", { className: "paused-why" }, center.sign("warn"), " ", [say("phrase.drill_paused"), center.text((drill.spans[drill.spans.length - 1] || {}).reason)].filter(Boolean).join(": ")) : null, h("span", null, told.join(" · "), " · ", say("drills.seal"), " ", drill.commitment ? h(center.Commitment, { value: drill.commitment }) : "–")),
      h(
        "div",
        { className: "actions" },
        drill.phase === "running" && center.may("drill.pause") ? h(center.ActWithReason, { kind: "drill.pause", data, at, label: say("drills.pause"), ask: say("drills.pause_why") }) : null,
        drill.phase === "paused" && center.may("drill.resume") ? h(center.Act, { kind: "drill.resume", data, at, label: say("drills.resume"), strong: "strong" }) : null,
        h(center.EventsListLink, { of: `drills/${drill.id}` }),
        center.may("drill.end") && drill.phase !== "suspended" ? h(center.Act, { kind: "drill.end", data, at, label: say("drills.end"), sure: say("drills.end_sure") }) : null,
        center.may("drill.suspend") && drill.phase !== "suspended" ? h(center.Act, { kind: "drill.suspend", data: { drill: drill.id, cause: "stop_word" }, at, label: say("drills.real"), title: say("exercise.stop_title"), strong: "urgent" }) : null,
      ),
      h("div", { className: "clocks-of" }, h("b", { className: "elapsed-of" }, center.span(now - drill.exercise_from)), h("span", null, h("span", null, say("drills.exercise_clock", { time: center.time(now) })), h("span", null, say("drills.real_clock", { time: center.time(real) })), h("span", null, say("drills.paused_for", { span: center.span(paused) })))),
      h(center.Answer, { at }),
    );
  }

  const KIND_OF = { fired: "note", added: "note", skipped: "gone", held: "warn" };

  function stateWords(row) {
    if (row.state === "fired" && row.planned !== null && Math.abs(row.at - row.planned) > 5000) return say(row.at > row.planned ? "drills.fired_later" : "drills.fired_earlier", { span: center.span(Math.abs(row.at - row.planned)) });
    return say(`drills.inject.${row.state}`);
  }
  center.injectState = stateWords;

  /* An expectation's end in words: how long it has left, or how it came out. */
  center.expectedWords = (one, now) => {
    if (one.state === "open") return now > one.by ? say("drills.overdue", { span: center.span(now - one.by) }) : say("drills.left", { span: center.span(one.by - now) });
    if (one.state === "late" && one.end !== null) return say("drills.late_by", { span: center.span(Math.max(0, one.end - one.by)) });
    return say(`drills.state.${one.state}`);
  };

  function Timeline({ drill, plan, rows, expected, now }) {
    const box = useRef(null);
    const latest = useRef(null);
    const items = rows.filter((row) => row.planned !== null || row.at !== null).map((row) => ({ lane: row.lane, words: center.text(row.text), planned: row.planned, at: row.at, kind: KIND_OF[row.state] || "plain", title: [center.text(row.text), stateWords(row), row.planned !== null ? say("drills.planned_for", { time: center.span(row.planned - drill.exercise_from) }) : ""].filter(Boolean).join(" · ") }));
    const broken = (plan.broken || []).map((one) => ({ words: center.brokenWords(one), planned: null, at: drill.exercise_from, kind: "plain", title: center.brokenWords(one) }));
    const lanes = center.script.LANES.map((lane) => [say(`drills.lane.${lane}`), items.filter((item) => item.lane === lane)]);
    lanes.splice(2, 0, [say("drills.lane.broken"), broken]);
    const drawn = expected.filter((one) => one.opened !== null && one.state !== "unasked").map((one) => {
      const kind = center.script.kind(one, now);
      const end = one.state === "open" ? now : one.end;
      return Object.assign({}, one, { kind, end, words: `${SIGNS[kind]} ${center.text(one.text)}`, tail: ` · ${center.expectedWords(one, now)}` });
    }).sort((a, b) => a.by - b.by || a.opened - b.opened);
    latest.current = { lanes, expected: drawn, from: drill.exercise_from, now };
    useEffect(() => {
      const draw = () => {
        const chart = box.current;
        if (!chart || !window.Plotly || !latest.current || document.visibilityState !== "visible" || chart.clientWidth < 200) return;
        const panel = chart.parentElement; /* the rows take what height its panel has */
        const height = panel.getBoundingClientRect().bottom - chart.getBoundingClientRect().top - panel.scrollTop - parseFloat(getComputedStyle(panel).paddingBottom) - 4;
        const made = center.scriptFigure(Object.assign({ width: chart.clientWidth, height }, latest.current));
        chart.style.height = `${made.height}px`;
        window.Plotly.react(chart, made.data, Object.assign({ width: chart.clientWidth, height: made.height }, made.layout), center.scriptConfig);
        chart.dataset.drawn = String(made.data[1].x.length);
      };
      draw();
      const turn = setInterval(draw, 1000);
      const resized = new ResizeObserver(draw);
      resized.observe(box.current);
      return () => {
        clearInterval(turn);
        resized.disconnect();
      };
    }, []);
    return h("div", { className: "script-plot", ref: box, role: "img", "aria-label": say("drills.script_about") });
  }
  const SIGNS = { urgent: "■", warn: "▲", note: "●", good: "✓", gone: "◌", plain: "·" };

  function Expected({ expected, now }) {
    const settled = expected.filter((one) => ["met", "late", "missed", "moot", "not_reached"].includes(one.state));
    const met = settled.filter((one) => one.state === "met").length;
    return h(
      "section",
      { className: "panel expected-panel" },
      center.head(say("drills.so_far"), say("drills.so_far_answer", { met, settled: settled.length, all: expected.length })),
      h(
        "ul",
        { className: "expected-list" },
        center.script.inOrder(expected).map((one) => {
          const kind = center.script.kind(one, now);
          return h(
            "li",
            { key: one.id, className: "expected-row", "data-expectation": one.id, "data-state": one.state, title: one.source ? center.text(one.source) : undefined },
            center.sign(kind),
            h("div", { className: "what" }, h("b", null, center.text(one.text)), one.who ? h("span", null, center.named(one.who)) : null),
            h(
              "div",
              { className: "how" },
              one.took !== null ? h("em", { className: `${kind} figure` }, center.span(one.took)) : null,
              h("em", { className: kind }, center.expectedWords(one, now)),
              one.target ? h("span", null, say("drills.target", { span: center.span(one.target) })) : null,
              one.matched ? h("a", { className: "seq", href: center.linkTo("fact", one.matched) }, `#${one.matched}`) : null,
            ),
          );
        }),
      ),
    );
  }

  center.DrillDirection = function DrillDirection({ drill }) {
    center.useSecond();
    const real = center.clock.real();
    const now = center.script.exerciseAt(drill, real);
    const directed = center.useReal("drill")[`${drill.id}:direction`] || {};
    const { got, failed } = center.useDrillPlan(drill.id, drill.id);
    const added = center.useDrillFacts(drill.id, "inject.added", Object.values(directed.injects || {}).filter((one) => one.state === "added").length);
    const plan = got && got.plan;
    const rows = useMemo(() => (plan ? center.script.injects(plan, directed, drill.exercise_from, Object.fromEntries(added.map((fact) => [fact.data.inject, fact.data.text]))) : []), [plan, directed, drill.exercise_from, added]);
    const expected = plan ? center.script.expectations(plan, directed, rows, now) : [];
    return h(
      "div",
      { className: "direction", "data-phase": drill.phase },
      drill.phase === "suspended" ? h(Suspended, { drill }) : null,
      h(Head, { drill, now, real }),
      failed ? h("section", { className: "panel" }, h("p", { className: "answer refused", role: "alert" }, center.sign("urgent"), h("b", null, say("drills.no_plan")))) : null,
      h(
        "section",
        { className: "panel script-panel" },
        h("h2", null, h("span", null, say("drills.script")), h("b", { className: "legend" }, [["○", "planned"], ["●", "happened"], ["|", "due"]].map(([mark, word]) => h("span", { key: word }, `${mark} ${say(`drills.legend_${word}`)}`)))),
        plan ? h(Timeline, { drill, plan, rows, expected, now }) : failed ? null : h("p", { className: "none" }, say("drills.plan_waiting")),
      ),
      h(center.NextInjects, { drill, rows, now }),
      h(Expected, { expected, now }),
      h(center.DrillCast, { drill, now }),
      h("section", { className: "panel observers-panel" }, h(center.Observations, { drill, plan })),
    );
  };
})((window.center = window.center || {}));
