/* The journal as sentences: filtered by kind, incident, person or thing; each with links to what it
   changed and to the fact that caused it. What is chosen is in the address. */
(function (center) {
  "use strict";

  const h = center.h;
  const { useEffect, useMemo, useRef } = React;
  const say = (...given) => center.say(...given);
  const LATE_MS = 60000;

  const areaWord = (area) => (center.has(`area.${area}`) ? say(`area.${area}`) : area);
  /* A kind in words: its sentence with its places left open. */
  const kindWord = (kind) => (center.has(`fact.${kind}`) ? say(`fact.${kind}`).replace(/\{\w+\}|–/g, "…") : kind);

  const Fact = React.memo(function Fact({ fact, pointed }) {
    const place = useRef(null);
    useEffect(() => {
      if (pointed) place.current.scrollIntoView({ block: "center" });
    }, [pointed]);
    /* An exercise's time is that of its own clock: how far the wall's is from it says nothing of who wrote. */
    const late = !fact.exercise && fact.recorded_at - fact.at > LATE_MS;
    return h(
      "li",
      { ref: place, className: `fact ${fact.actor_kind}${pointed ? " pointed" : ""}`, id: `fact-${fact.seq}` },
      h("a", { className: "seq", href: center.linkTo("fact", fact.seq) }, `#${fact.seq}`),
      h("time", { title: `${center.day(fact.at)} ${center.time(fact.at)}` }, center.time(fact.at)),
      h("span", { className: "area" }, areaWord(center.areaOf(fact))),
      h(
        "span",
        { className: "sentence" },
        fact.exercise ? h("b", { className: "exercise-mark" }, say("exercise.mark")) : null,
        center.factSentence(fact),
        late ? h("em", { className: "warn" }, " ", say("fact.late", { span: center.span(fact.recorded_at - fact.at) })) : null,
      ),
      h(
        "span",
        { className: "changed" },
        center.changedBy(fact).map((id) => h(center.Link, { key: id, id }, ["alarm", "past_alarm"].includes(center.kindOf(id) ?? "") ? id.split(":")[0] : null)),
        center.sheetsOf(fact).map(([words, href]) => h("a", { key: href, className: "thing", href }, words)),
        fact.caused_by ? h("a", { className: "thing", href: center.linkTo("fact", fact.caused_by), title: say("log.because", { seq: `#${fact.caused_by}` }), "aria-label": say("log.because", { seq: `#${fact.caused_by}` }) }, `← #${fact.caused_by}`) : null,
      ),
      h("span", { className: "actor" }, center.actorOf(fact), fact.actor_kind === "virtual" ? h("i", null, say("actor.virtual")) : null),
    );
  });

  /* A field that takes the name of a person or thing and gives its id. */
  function About({ value, set }) {
    const things = useMemo(() => {
      const plant = center.site();
      const lists = [plant.people, plant.posts, plant.tanks, plant.pools, plant.valves, plant.pumps, plant.stores, plant.resources, plant.areas];
      return lists.flat().map((part) => [center.text(part.name), part.id]);
    }, []);
    const pick = (event) => {
      const typed = event.target.value.trim();
      const found = things.find(([name, id]) => name === typed || id === typed);
      set(found ? found[1] : typed);
    };
    return h(
      "label",
      { className: "inline" },
      h("span", null, say("log.about")),
      h("input", { key: value, className: "text", type: "search", list: "log-things", defaultValue: value ? center.named(value) : "", onChange: (event) => (event.target.value === "" || things.some(([name]) => name === event.target.value)) && pick(event), onKeyDown: (event) => event.key === "Enter" && pick(event) }),
      h("datalist", { id: "log-things" }, things.map(([name, id]) => h("option", { key: id, value: name }, id))),
    );
  }

  function Kinds({ kinds, value, set }) {
    const areas = [...new Set(kinds.map((kind) => kind.split(".")[0]))].map((area) => [areaWord(area), area]).sort((a, b) => a[0].localeCompare(b[0], center.page.lang));
    return h(
      "label",
      { className: "inline" },
      h("span", null, say("log.kind")),
      h(
        "select",
        { value, onChange: (event) => set(event.target.value) },
        h("option", { value: "" }, say("log.all")),
        areas.map(([word, area]) =>
          h(
            "optgroup",
            { key: area, label: word },
            h("option", { value: area }, say("log.all_of", { area: word })),
            kinds.filter((kind) => kind.startsWith(`${area}.`)).map((kind) => h("option", { key: kind, value: kind }, kindWord(kind))),
          ),
        ),
      ),
    );
  }

  /* The shown facts as a table, the same sentences in it. */
  function exported(facts) {
    const head = ["seq", "at", "recorded", "kind", "sentence", "actor", "incident"].map((name) => say(`log.csv_${name}`));
    const moment = (ms) => `${center.day(ms)} ${center.time(ms)}`;
    const lines = facts.map((fact) => [fact.seq, moment(fact.at), moment(fact.recorded_at), fact.kind, (fact.exercise ? `${say("exercise.mark")} ` : "") + center.factSentence(fact), center.actorOf(fact), fact.incident || ""]);
    center.giveFile(`log-${center.day(center.clock.now())}.csv`, center.asCsv([head, ...lines]));
  }

  center.panel("log", function Log({ args }) {
    const [kind, setKind] = center.useAddress("kind");
    const [incident, setIncident] = center.useAddress("incident");
    const [about, setAbout] = center.useAddress("about");
    const [seq, setSeq] = center.useAddress("seq");
    const { facts, more, asked, failed, busy, earlier, retry } = center.useJournal({ kind, incident, about }, seq);
    const incidents = [...new Set([...Object.keys(center.useTopic("incident")), ...facts.map((f) => f.incident), incident].filter(Boolean))].sort();
    const end = useRef(null);
    useEffect(() => {
      const seen = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && earlier());
      if (end.current) seen.observe(end.current);
      return () => seen.disconnect();
    }, [earlier]);
    return h(
      React.Fragment,
      null,
      h(
        "div",
        { className: "log-head" },
        center.head(say("log.title"), say(more ? "log.count_more" : "log.count", { n: facts.length })),
        h(Kinds, { kinds: args.kinds, value: kind, set: setKind }),
        h(center.Choice, { label: say("log.incident"), value: incident, set: setIncident, any: say("log.all"), options: incidents.map((id) => [id, id]) }),
        h(About, { value: about, set: setAbout }),
        h("button", { type: "button", className: "act", disabled: !facts.length, onClick: () => exported(facts) }, say("grid.export")),
      ),
      seq ? h("p", { className: "log-pointed" }, say("log.pointed", { seq: `#${seq}` }), " ", h("button", { type: "button", className: "quiet", onClick: () => setSeq("") }, say("log.newest"))) : null,
      failed ? h("p", { className: "answer refused", role: "alert" }, h("b", null, say("log.failed")), h("button", { type: "button", className: "quiet", onClick: retry }, say("log.retry"))) : null,
      asked && !failed && !facts.length && !more ? center.none(say(kind || incident || about ? "log.nothing_fits" : "log.empty")) : null,
      h(
        "ol",
        { className: "facts", "aria-live": "off", "aria-busy": busy, tabIndex: 0, "aria-label": say("log.title") },
        facts.map((fact) => h(Fact, { key: fact.seq, fact, pointed: String(fact.seq) === seq })),
        more ? h("li", { className: "earlier", ref: end }, h("button", { type: "button", className: "quiet", onClick: earlier, disabled: busy }, say("log.earlier"))) : null,
      ),
    );
  });
})((window.center = window.center || {}));
