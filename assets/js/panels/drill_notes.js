/* What evaluators saw: a rating of each objective by HSEEP's letters, or "not observed", with a note and
   what proves it. An objective nobody rated stands empty and says so. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const { useEffect, useState } = React;
  const RATINGS = ["P", "S", "M", "U", "N"];

  function Note({ drill, objectives, close }) {
    const at = `note:${drill.id}`;
    const [objective, setObjective] = useState(objectives[0] ? objectives[0].id : "");
    const [rating, setRating] = useState("");
    const [note, setNote] = useState("");
    const [evidence, setEvidence] = useState("");
    const photographs = center.usePhotographs(drill.id);
    const send = (event) => {
      event.preventDefault();
      if (!rating || !objective || photographs.waiting) return;
      const data = { drill: drill.id, objective, rating };
      if (note.trim()) data.note = note.trim();
      if (evidence.trim()) data.evidence = evidence.trim();
      if (photographs.named.length) data.photographs = photographs.named;
      center.intents.send("observation.note", data, at);
      close();
    };
    const key = (event) => {
      if (event.key === "Escape") return close();
      if (["TEXTAREA", "SELECT"].includes(event.target.tagName) || event.target.type === "text") return undefined;
      const figure = center.pressed(event, "note.rate");
      if (figure < 0) return undefined;
      event.preventDefault();
      return setRating(RATINGS[figure]);
    };
    return h(
      "form",
      { className: "form note-form", onSubmit: send, onKeyDown: key, "aria-label": say("drills.note_add") },
      h("label", { className: "field" }, h("span", null, say("drills.objective")), h("select", { value: objective, onChange: (event) => setObjective(event.target.value) }, objectives.map((one) => h("option", { key: one.id, value: one.id }, center.text(one.text))))),
      h(
        "fieldset",
        { className: "choices ratings" },
        h("legend", null, say("drills.rating")),
        RATINGS.map((letter, n) => h("label", { key: letter, className: "inline" }, h("input", { type: "radio", name: "rating", autoFocus: n === 0, checked: rating === letter, onChange: () => setRating(letter) }), h("span", null, letter === "N" ? say("drills.rating.N") : `${letter} · ${say(`drills.rating.${letter}`)}`))),
      ),
      h("label", { className: "field" }, h("span", null, say("drills.note")), h("textarea", { className: "text", rows: 2, maxLength: 500, value: note, onChange: (event) => setNote(event.target.value) })),
      h("label", { className: "field" }, h("span", null, say("drills.evidence")), h("input", { type: "text", className: "text", maxLength: 200, value: evidence, placeholder: say("drills.evidence_about"), onChange: (event) => setEvidence(event.target.value) })),
      h(center.PhotographField, { drill: drill.id, photographs }),
      h("div", { className: "actions" }, h("button", { type: "submit", className: "act strong", disabled: !rating || !objective || photographs.waiting }, say("drills.note_send")), h("button", { type: "button", className: "act", onClick: close }, say("command.cancel"))),
    );
  }

  const typing = (element) => ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName) || Boolean(element.closest("[role='dialog'], dialog"));

  /* `plan` is that of the drill that is on; what is over brings its own. */
  center.Observations = function Observations({ drill, plan }) {
    const directed = center.useReal("drill")[`${drill.id}:direction`] || {};
    const notes = center.useDrillFacts(drill.id, "observation.noted", (directed.notes || []).length);
    const asked = center.useDrillPlan(plan ? null : drill.id, drill.id);
    const objectives = ((plan || (asked.got && asked.got.plan) || {}).objectives) || [];
    const [noting, setNoting] = useState(false);
    const may = center.may("observation.note") && objectives.length > 0;
    const rated = new Set(notes.map((fact) => fact.data.objective));
    const unrated = objectives.filter((one) => !rated.has(one.id));
    const named = Object.fromEntries(objectives.map((one) => [one.id, center.text(one.text)]));
    useEffect(() => {
      const key = (event) => {
        if (!may || event.defaultPrevented || typing(event.target) || event.altKey || event.ctrlKey || event.metaKey || center.pressed(event, "note.open") < 0) return;
        event.preventDefault();
        setNoting(true);
      };
      document.addEventListener("keydown", key);
      return () => document.removeEventListener("keydown", key);
    }, [may]);
    return h(
      React.Fragment,
      null,
      center.head(say("drills.observers"), say("drills.observers_answer", { n: notes.length, unrated: unrated.length })),
      may ? (noting ? h(Note, { drill, objectives, close: () => setNoting(false) }) : h("p", { className: "note-open" }, h("span", { className: "keys" }, say("drills.note_keys")), h("button", { type: "button", className: "act", onClick: () => setNoting(true) }, say("drills.note_add")))) : null,
      h(center.Answer, { at: `note:${drill.id}` }),
      h(
        "ul",
        { className: "notes" },
        notes.map((fact) =>
          h(
            "li",
            { key: fact.seq, "data-rating": fact.data.rating, "data-objective": fact.data.objective },
            h("time", null, drill.exercise_from ? center.span(fact.at - drill.exercise_from) : center.time(fact.at)),
            h("div", null, h("b", null, named[fact.data.objective] || fact.data.objective), h("span", null, [center.text(fact.data.note), fact.data.evidence ? say("drills.evidence_is", { what: fact.data.evidence }) : "", center.named(fact.actor)].filter(Boolean).join(" · ")), h(center.Photographs, { drill: drill.id, named: fact.data.photographs, about: named[fact.data.objective] || fact.data.objective })),
            h("em", { className: fact.data.rating === "N" ? "gone" : "" }, fact.data.rating === "N" ? `◌ ${say("drills.rating.N")}` : `${fact.data.rating} · ${say(`drills.rating.${fact.data.rating}`)}`),
            h("a", { className: "seq", href: center.linkTo("fact", fact.seq) }, `#${fact.seq}`),
          ),
        ),
        unrated.map((one) => h("li", { key: one.id, className: "unrated" }, h("time", null, ""), h("div", null, h("b", null, center.text(one.text))), h("em", { className: "warn" }, `▲ ${say("drills.not_rated")}`), h("span"))),
      ),
    );
  };
})((window.center = window.center || {}));
