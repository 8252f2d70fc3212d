/* No drill is on: the drills there are, when the law wants the next one, and "surprise me". */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const { useEffect, useState } = React;
  const KINDS = { planned: "warn", sealed: "note", ended: "good" };
  const SAFETY = ["hot_work", "unloading", "storm", "short_crew"];
  const SHORT = 12;

  const moment = (ms) => `${center.day(ms)} ${center.time(ms)}`;
  const phaseWord = (drill) => say(`phrase.drill_${drill.phase}`);

  /* A commitment, shortened to look at and whole to copy. */
  center.Commitment = function Commitment({ value }) {
    const [copied, set] = useState(null);
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(value);
        set("done");
      } catch (_) {
        set("shown"); /* no clipboard without https: the whole of it is shown, to be marked by hand */
      }
    };
    return h(
      "span",
      { className: "commitment", title: value },
      h("code", { translate: "no" }, copied === "shown" ? value : `${value.slice(0, SHORT)}…${value.slice(-4)}`),
      h("button", { type: "button", className: "quiet", onClick: copy, "aria-label": say("drills.copy_about") }, copied === "done" ? `✓ ${say("drills.copied")}` : say("drills.copy")),
    );
  };

  /* Why a drill does not count for the law, each reason in words; empty for one that does. */
  center.lackWords = (lacks) => lacks.map((one) => say(`lack.${one.code}`, { injects: (one.injects || []).map(center.text).join(", ") }));

  /* Days to the next drill that the law wants, and why the last one does not count if it does not. */
  function Legal({ legal, drills }) {
    if (!legal) return null;
    const kind = legal.days_left === null || legal.days_left < 0 ? "urgent" : legal.days_left < 30 ? "warn" : "plain";
    const ended = drills.filter((one) => one.ended_at).sort((a, b) => b.ended_at - a.ended_at);
    const never = ended.length ? "drills.legal_uncounted" : "drills.legal_never";
    const words = legal.days_left === null ? say(never) : legal.days_left < 0 ? say("drills.legal_over", { n: -legal.days_left, due: legal.due }) : say("drills.legal_left", { n: legal.days_left, due: legal.due });
    const last = ended[0] && (ended[0].lacks || []).length ? ended[0] : null;
    return h(
      "p",
      { className: "legal" },
      center.sign(kind === "plain" ? "note" : kind),
      h("b", { className: kind === "plain" ? "" : kind }, words),
      last ? h("span", { className: "uncounted", "data-drill": last.id }, say("drills.counts_why", { drill: last.id, why: center.lackWords(last.lacks).join(say("lack.and")) })) : null,
      h("span", null, say("drills.legal_source")),
    );
  }

  /* Whether a drill that is over counts for the law, and if not, why. */
  center.Counts = function Counts({ lacks }) {
    if (!lacks) return null;
    if (!lacks.length) return h("span", { className: "counts-legal", "data-counts": "true" }, center.sign("good"), " ", say("drills.counts"));
    return h("div", { className: "counts-legal", "data-counts": "false" }, center.sign("warn"), " ", h("b", { className: "warn" }, say("drills.counts_not")), h("ul", null, center.lackWords(lacks).map((words) => h("li", { key: words }, words))));
  };

  const hours = (n) => {
    const at = new Date(center.clock.real() + n * 3600000);
    return center.history.local(center.page.zone, at.getTime()).slice(0, 16);
  };

  /* A moment inside a window that nobody has seen: whole seconds, by the browser's own lots. */
  function hidden(since, until) {
    const [lot] = crypto.getRandomValues(new Uint32Array(1));
    return since + Math.floor((lot / 2 ** 32) * ((until - since) / 1000)) * 1000;
  }

  /* What a door refused, its reasons and what would mend it. */
  center.DoorProblem = function DoorProblem({ problem }) {
    if (!problem) return null;
    const said = (one) => (typeof one === "string" ? one : center.text(one.text || one.reason || one.why || one));
    return h(
      "div",
      { className: "answer refused", role: "alert" },
      center.sign("urgent"),
      h("div", null, h("b", null, problem.detail || problem.title), problem.mend ? h("span", null, problem.mend) : null, problem.reasons.length ? h("ul", null, problem.reasons.slice(0, 8).map((one, n) => h("li", { key: n }, said(one)))) : null),
    );
  };

  /* Draw and seal: a name, and whether a hand starts it or a moment nobody knows. */
  function Surprise({ close, made, last, scenario, owns }) {
    const [name, setName] = useState("");
    const [inPlant, setInPlant] = useState(true);
    const [officer, setOfficer] = useState(last || "");
    const [ownToo, setOwnToo] = useState(true);
    const [when, setWhen] = useState("hand");
    const [since, setSince] = useState(() => hours(2));
    const [until, setUntil] = useState(() => hours(24 * 7));
    const [sending, setSending] = useState(false);
    const [failed, setFailed] = useState(null);
    const zone = center.page.zone;
    const [from, to] = [center.history.instant(zone, since), center.history.instant(zone, until)];
    const wrong = when === "window" && (from === null || to === null || to <= from || to <= center.clock.real());
    const send = async (event) => {
      event.preventDefault();
      if (sending || wrong) return;
      setSending(true);
      setFailed(null);
      const body = inPlant ? { in_plant: true, safety_officer: officer } : {};
      if (scenario) body.scenario = scenario;
      else if (owns && ownToo) body.own = true;
      if (name.trim()) body.name = name.trim();
      if (when === "window") body.starts_at = hidden(Math.max(from, center.clock.real()), to);
      const answer = await center.post("/api/v1/drills/surprise", body);
      setSending(false);
      if (answer.ok) made(answer.body.drill);
      else setFailed(answer.problem);
    };
    const field = (id, label, value, set) => h("div", { className: "field" }, h("label", { htmlFor: id }, label), h(center.MomentField, { id, value, set, withTime: true }));
    return h(
      "form",
      { className: "form surprise", onSubmit: send, onKeyDown: (event) => event.key === "Escape" && close(), "aria-label": say("drills.surprise") },
      h("label", { className: "field" }, h("span", null, say("drills.name")), h("input", { className: "text", autoFocus: true, value: name, maxLength: 60, placeholder: say("drills.name_given"), onChange: (event) => setName(event.target.value) })),
      h(
        "fieldset",
        { className: "choices" },
        h("legend", null, say("drills.when")),
        ["hand", "window"].map((one) => h("label", { key: one, className: "inline" }, h("input", { type: "radio", name: "when", checked: when === one, onChange: () => setWhen(one) }), h("span", null, say(`drills.when_${one}`)))),
      ),
      when === "window" ? h("div", { className: "pair" }, field("window-from", say("drills.window_from"), since, setSince), field("window-to", say("drills.window_to"), until, setUntil)) : null,
      owns ? h("label", { className: "inline own-too" }, h("input", { type: "checkbox", checked: ownToo, onChange: (event) => setOwnToo(event.target.checked) }), h("span", null, say("drills.own_too", { n: owns }))) : null,
      h(center.PeopleInPlant, { inPlant, setInPlant, officer, setOfficer }),
      h("p", { className: "aside" }, say(when === "window" ? (inPlant ? "drills.window_held" : "drills.window_about") : scenario ? "drills.scenario_about" : "drills.surprise_about")),
      h("div", { className: "actions" }, h("button", { type: "submit", className: "act strong", "aria-disabled": sending || wrong || undefined }, sending ? `● ${say("drills.drawing")}` : say("drills.draw_and_seal")), h("button", { type: "button", className: "act", onClick: close }, say("command.cancel"))),
      wrong ? h("p", { className: "answer refused", role: "alert" }, say("drills.window_wrong")) : null,
      h(center.DoorProblem, { problem: failed }),
    );
  }

  /* Start: with people in the plant only over the safety officer's list. */
  function Start({ drill }) {
    const at = `start:${drill.id}`;
    const [cleared, setCleared] = useState([]);
    const sending = (center.useAnswers()[at] || {}).state === "sending";
    const toggle = (point) => setCleared((was) => (was.includes(point) ? was.filter((one) => one !== point) : [...was, point]));
    const send = (event) => {
      event.preventDefault();
      center.intents.send("drill.start", drill.in_plant ? { drill: drill.id, cleared } : { drill: drill.id }, at);
    };
    return h(
      "form",
      { className: "form start", onSubmit: send },
      drill.in_plant
        ? h(
            "fieldset",
            { className: "choices" },
            h("legend", null, say("drills.safety_list", { who: drill.safety_officer ? center.named(drill.safety_officer) : say("drills.nobody") })),
            SAFETY.map((point) => h("label", { key: point, className: "inline" }, h("input", { type: "checkbox", checked: cleared.includes(point), onChange: () => toggle(point) }), h("span", null, say(`drills.safety.${point}`)))),
          )
        : null,
      h("div", { className: "actions" }, h("button", { type: "submit", className: "act strong", "aria-disabled": sending || undefined }, say("drills.start")), h("span", { className: "aside" }, say("drills.start_about"))),
      h(center.Answer, { at }),
    );
  }

  /* A drill that was planned by name alone: drawn and sealed now. */
  function Seal({ drill }) {
    const [sending, setSending] = useState(false);
    const [failed, setFailed] = useState(null);
    const send = async () => {
      if (sending) return;
      setSending(true);
      const answer = await center.post(`/api/v1/drills/${drill.id}/seal`, {});
      setSending(false);
      setFailed(answer.ok ? null : answer.problem);
    };
    return h("div", null, h("p", { className: "aside" }, say("drills.not_sealed")), h("button", { type: "button", className: "act strong", "aria-disabled": sending || undefined, onClick: send }, sending ? `● ${say("drills.drawing")}` : say("drills.draw_and_seal")), h(center.DoorProblem, { problem: failed }));
  }

  function Told({ rows }) {
    return h("dl", { className: "told" }, rows.filter(Boolean).flatMap(([word, value]) => [h("dt", { key: `${word}-t` }, word), h("dd", { key: `${word}-d` }, value)]));
  }
  center.Told = Told;

  function Detail({ drill }) {
    const officer = drill.safety_officer ? center.named(drill.safety_officer) : null;
    return h(
      React.Fragment,
      null,
      center.head(drill.id, phaseWord(drill)),
      h("h3", { className: "drill-name" }, center.text(drill.name)),
      h(Told, {
        rows: [
          [say("drills.planned"), `${moment(drill.planned_at)} · ${center.named(drill.planned_by)}`],
          [say("drills.kind"), [say(drill.unannounced ? "drills.unannounced" : "drills.announced"), say(drill.in_plant ? "drills.in_plant" : "drills.not_in_plant")].join(" · ")],
          officer ? [say("drills.officer"), officer] : null,
          drill.generator ? [say("drills.generator"), drill.generator] : null,
          drill.commitment ? [say("drills.seal"), h(center.Commitment, { value: drill.commitment })] : null,
          drill.started_at ? [say("drills.started"), moment(drill.started_at)] : null,
          drill.ended_at ? [say("drills.ended"), `${moment(drill.ended_at)} · ${center.span(drill.ended_at - drill.started_at)}`] : null,
          drill.lacks ? [say("drills.lacks"), h(center.Counts, { lacks: drill.lacks })] : null,
        ],
      }),
      drill.phase === "sealed" || drill.phase === "planned" ? h(center.ChooseCast, { drill }) : null,
      drill.phase === "sealed" && center.may("drill.start") ? h(Start, { drill }) : null,
      drill.phase === "planned" && center.may("drill.seal") ? h(Seal, { drill }) : null,
      drill.phase === "ended" ? h(center.DrillOver, { drill }) : null,
    );
  }

  center.DrillList = function DrillList({ drills }) {
    const [chosen, choose] = center.useAddress("drill");
    const [surprising, surprise] = useState(false);
    const [scenario, chooseScenario] = center.useAddress("scenario");
    const [composing, compose] = useState(false);
    const [editing, edit] = useState(null);
    const [times, again] = useState(0);
    const library = center.useAsked("/api/v1/scenarios", times).got;
    const scenarios = library && library.scenarios;
    const previewed = scenarios && scenarios.find((one) => one.id === scenario);
    const shown = drills.find((one) => one.id === chosen) || drills[0];
    const last = (drills.find((one) => one.safety_officer) || {}).safety_officer;
    const owns = (scenarios || []).filter((one) => one.own && one.drawable).length;
    const { got } = center.useAsked("/api/v1/drills", drills.map((one) => one.id + one.phase + (one.lacks || []).length).join(" "));
    const made = (id) => {
      surprise(false);
      compose(false);
      center.address.write({ drill: id, scenario: "" });
    };
    const step = (event, n) => {
      const move = [-1, 1][["ArrowUp", "ArrowDown"].indexOf(event.key)];
      if (!move || !drills[n + move]) return;
      event.preventDefault();
      choose(drills[n + move].id);
      event.currentTarget.parentElement.children[n + move].focus();
    };
    useEffect(() => {
      if (chosen && shown && shown.id !== chosen) choose("");
    }, [chosen, shown && shown.id]);
    const saved = (id) => {
      edit(null);
      again((n) => n + 1);
      center.address.write({ drill: "", scenario: id });
    };
    if (editing) return h(center.ScenarioEditor, { key: editing.id, start: editing, saved, close: () => edit(null) });
    return h(
      "div",
      { className: "drills-quiet" },
      h(
        "section",
        { className: "panel drill-list-panel" },
        center.head(say("drills.title"), say("drills.count", { n: drills.length })),
        h(Legal, { legal: got && got.legal, drills }),
        center.may("drill.plan") ? (surprising ? h(Surprise, { close: () => surprise(false), made, last, owns }) : h("p", null, h("button", { type: "button", className: "act strong surprise-me", onClick: () => surprise(true) }, say("drills.surprise")))) : null,
        drills.length ? null : center.none(say("drills.none")),
        h(
          "div",
          { className: "drill-list" },
          drills.map((drill, n) =>
            h(
              "button",
              { key: drill.id, type: "button", className: "drill-row", "data-drill": drill.id, "data-phase": drill.phase, "aria-pressed": Boolean(!previewed && shown && shown.id === drill.id), onClick: () => center.address.write({ drill: drill.id, scenario: "" }), onKeyDown: (event) => step(event, n) },
              center.sign((drill.lacks || []).length ? "warn" : KINDS[drill.phase] || "plain"),
              h("b", null, center.text(drill.name)),
              h("span", null, `${drill.id} · ${phaseWord(drill)}`),
              h("time", null, center.day(drill.started_at || drill.planned_at)),
            ),
          ),
        ),
        h(center.DrillYear, { changed: drills.map((one) => one.id + one.phase).join(" ") }),
        h(center.ScenarioList, { scenarios, chosen: scenario, choose: (id) => (compose(false), chooseScenario(id)) }),
        h(center.RetiredScenarios, { retired: library && library.retired, edit }),
      ),
      previewed
        ? h(
            "section",
            { className: "panel drill-detail-panel", key: previewed.id },
            h(
              center.ScenarioPreview,
              { scenario: previewed },
              composing ? h(Surprise, { close: () => compose(false), made, last, scenario: previewed.id }) : h(center.ScenarioHands, { scenario: previewed, compose: () => compose(true), edit, gone: () => (again((n) => n + 1), chooseScenario("")) }),
            ),
          )
        : shown
          ? h("section", { className: "panel drill-detail-panel", key: shown.id }, h(Detail, { drill: shown }))
          : h("section", { className: "panel first-drill-panel" }, h(center.FirstDrill, { scenario: (scenarios || []).find((one) => !one.lacking.length) })),
    );
  };
})((window.center = window.center || {}));
