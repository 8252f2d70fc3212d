/* Kits on the resource desk: sent in one click by whoever may, or the reason why not, in its place;
   what is missing of each, and where it could come from. Below, what is out and what is expected. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);

  /* Why a kit cannot be sent from here; null when it can. */
  function hindrance(incident) {
    if (!center.may("resource.dispatch")) return say("kits.not_yours");
    return incident ? null : say("kits.needs_incident");
  }

  const OUT = ["reserved", "dispatched", "on_scene"];

  function Kit({ kit, incident, chosen }) {
    const { row } = kit;
    const at = `kit:${incident ? incident.id : ""}:${row.kit}`;
    const answer = center.useAnswers()[at];
    const refused = answer && answer.state === "refused";
    const place = incident && center.kitPlace(incident, row.kit);
    const data = incident && { incident: incident.id, kit: row.kit, place };
    const hindered = hindrance(incident);
    const here = React.useRef(null);
    React.useEffect(() => {
      if (chosen && here.current) here.current.scrollIntoView({ block: "nearest" });
    }, [chosen]);
    return h(
      "div",
      { className: chosen ? "kit-row chosen" : "kit-row", ref: here },
      center.sign(kit.kind),
      h(
        "div",
        { className: "what" },
        h("b", null, center.named(row.kit), h("em", { className: kit.kind }, say(kit.complete ? "kits.complete" : "kits.short"))),
        hindered ? null : h("span", null, say("command.dispatch_to", { place: center.named(place) })),
      ),
      hindered ? null : h("div", { className: "actions" }, h(center.Act, { kind: "resource.dispatch", data, at, label: say("command.dispatch"), title: say("command.dispatch_to", { place: center.named(place) }) })),
      h(
        "div",
        { className: "kit-needs" },
        kit.lines.map((line) =>
          h(
            "div",
            { key: line.resource, className: "kit-line" },
            h("span", { className: "kit-need" }, h("span", null, center.named(line.resource)), h("em", { className: line.short ? "urgent" : "" }, say(line.short ? "short.of" : "kits.enough", { have: line.have, need: line.need }))),
            line.sources.map((source, n) => h("span", { key: n, className: "source" }, source)),
            line.short && !line.sources.length ? h("span", { className: "source" }, say("kits.nowhere")) : null,
          ),
        ),
      ),
      refused && !hindered && !kit.complete ? h("div", { className: "actions partial" }, h(center.Act, { kind: "resource.dispatch", data: Object.assign({ partial: true }, data), at, label: say("command.dispatch_partial"), strong: "strong" })) : null,
      h(center.Answer, { at }),
    );
  }

  function Expected({ one, incident }) {
    const at = `receive:${incident.id}:${one.unit.id}`;
    return h(
      "div",
      { className: "kit-row" },
      center.sign("note"),
      h("div", { className: "what" }, h("b", null, center.text(one.unit.name)), h("span", null, say("kits.expected", { lines: one.lines }))),
      center.may("resource.receive") ? h("div", { className: "actions" }, h(center.Act, { kind: "resource.receive", data: { incident: incident.id, unit: one.unit.id }, at, label: say("kits.received") })) : null,
      h(center.Answer, { at }),
    );
  }

  center.panel("kits_desk", function KitsDesk() {
    const { incident, of } = center.useCurrent();
    const resources = center.useTopic("resources");
    const now = Math.floor(center.useSecond() / 60000) * 60000;
    const [chosen] = center.useAddress("kit");
    const kits = React.useMemo(() => center.readKits(resources, now), [resources, now]);
    const short = kits.filter((kit) => !kit.complete).length;
    return h(
      React.Fragment,
      null,
      center.head(of(say("command.kits")), short ? say("kits.answer_short", { n: short, of: kits.length }) : say("kits.answer_complete", { n: kits.length })),
      kits.length && hindrance(incident) ? h("p", { className: "hindered" }, hindrance(incident)) : null,
      kits.length ? kits.map((kit) => h(Kit, { key: kit.row.kit, kit, incident, chosen: kit.row.kit === chosen })) : center.none(say("kits.none")),
    );
  });

  center.panel("out_desk", function OutDesk() {
    const { incident, of } = center.useCurrent();
    const resources = center.useTopic("resources");
    const out = Object.entries(resources)
      .filter(([key, row]) => key.startsWith("dispatch:") && OUT.includes(row.state))
      .map(([, row]) => row)
      .sort((a, b) => b.at - a.at);
    const expected = center.readExpected(incident, resources);
    return h(
      React.Fragment,
      null,
      center.head(say("command.out"), say("kits.answer_out", { n: out.length })),
      out.length ? out.map((row) => h(center.Dispatched, { key: row.id, row })) : center.none(say("kits.nothing_out")),
      expected.length ? center.head(of(say("kits.expected_title")), "") : null,
      expected.map((one) => h(Expected, { key: one.unit.id, one, incident })),
    );
  });
})((window.center = window.center || {}));
