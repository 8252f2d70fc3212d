/* The ticker of facts, newest first, by area and incident. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);

  const areaWord = (area) => (center.has(`area.${area}`) ? say(`area.${area}`) : area);

  const Row = React.memo(function Row({ fact }) {
    const late = fact.recorded_at - fact.at > 60000;
    return h(
      "li",
      { className: `fact ${fact.actor_kind}` },
      h("span", { className: "seq" }, `#${fact.seq}`),
      h("time", { title: `${center.day(fact.at)} ${center.time(fact.at)}` }, center.time(fact.at)),
      h("span", { className: "area" }, areaWord(center.areaOf(fact))),
      h(
        "span",
        { className: "sentence" },
        center.factSentence(fact),
        late ? h("em", { className: "warn" }, " ", say("fact.late", { span: center.span(fact.recorded_at - fact.at) })) : null,
      ),
      h("span", { className: "actor" }, center.actorOf(fact), fact.actor_kind === "virtual" ? h("i", null, say("actor.virtual")) : null),
    );
  });

  center.panel("log", function Log() {
    const rows = center.useTopic("ticker");
    const [area, setArea] = center.useKept("log.area", "");
    const [incident, setIncident] = center.useKept("log.incident", "");
    const all = Object.values(rows).sort((a, b) => b.seq - a.seq);
    const areas = [...new Set(all.map(center.areaOf))].sort();
    const incidents = [...new Set(all.map((f) => f.incident).filter(Boolean))].sort();
    const shown = all.filter((f) => (!area || center.areaOf(f) === area) && (!incident || f.incident === incident));
    const choice = (label, value, set, options, word) =>
      h(
        "label",
        { className: "inline" },
        h("span", null, label),
        h(
          "select",
          { value, onChange: (event) => set(event.target.value) },
          h("option", { value: "" }, say("log.all")),
          options.map((o) => h("option", { key: o, value: o }, word(o))),
        ),
      );
    return h(
      React.Fragment,
      null,
      h(
        "div",
        { className: "log-head" },
        center.head(say("log.title"), say("log.count", { n: shown.length })),
        choice(say("log.area"), area, setArea, areas, areaWord),
        choice(say("log.incident"), incident, setIncident, incidents, (i) => i),
      ),
      shown.length ? null : center.none(say("log.empty")),
      h("ol", { className: "facts", "aria-live": "off" }, shown.map((fact) => h(Row, { key: fact.seq, fact }))),
    );
  });
})((window.center = window.center || {}));
