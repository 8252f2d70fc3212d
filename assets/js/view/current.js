/* The incident that the command page is about: the one chosen, else the gravest open one. The Dash
   forms read it from the Store `command-incident`. */
(function (center) {
  "use strict";

  const h = center.h;
  let told = null;

  center.useCurrent = () => {
    const incidents = center.useIncidents();
    const [chosen, choose] = center.useKept("command.incident", "");
    const incident = incidents.find((i) => i.id === chosen) || incidents[0] || null;
    return { incidents, incident, choose };
  };

  center.tellForms = (incident) => {
    const id = incident ? incident.id : null;
    if (id === told) return;
    told = id;
    window.dash_clientside.set_props("command-incident", { data: id });
  };

  /* Where an incident of an alarm or report would be, and by which plan. */
  center.planFor = (place) => {
    const plan = (center.site().plans || []).find((p) => p.places.includes(place));
    return plan ? plan.id : undefined;
  };

  center.placeOfTag = (tagId) => {
    const plant = center.site();
    const vessel = plant.holderOfLevel[tagId];
    if (vessel) return vessel.id;
    const tag = plant.by.tags[tagId];
    if (!tag || !tag.at) return null;
    const [x, y] = tag.at;
    const far = (area) =>
      Math.max(0, Math.abs(area.x - x) - area.width / 2) + Math.max(0, Math.abs(area.y - y) - area.height / 2);
    const nearest = (plant.areas || []).slice().sort((a, b) => far(a) - far(b))[0];
    return nearest ? nearest.id : null;
  };

  /* Whose word a click carries: one's own, or somebody's in the field, by radio. */
  center.spokenFor = (person) =>
    !person || person === center.page.person ? {} : { via: "radio", speaker: person };

  /* The same of a plain word about somebody, as whoever keeps the radio log enters it. */
  center.wordOf = (person) =>
    ["commander", "controller"].includes(center.page.role) ? center.spokenFor(person) : {};

  /* A line to type a reason into, in the row it is about. */
  center.Reason = function Reason({ label, onSend, onCancel }) {
    const [words, set] = React.useState("");
    const send = (event) => {
      event.preventDefault();
      if (words.trim().length > 1) onSend(words.trim());
    };
    return h(
      "form",
      { className: "reason", onSubmit: send, onKeyDown: (e) => e.key === "Escape" && onCancel() },
      h("input", { className: "text", autoFocus: true, value: words, maxLength: 200, placeholder: label, "aria-label": label, onChange: (e) => set(e.target.value) }),
      h("button", { type: "submit", className: "act strong", disabled: words.trim().length < 2 }, center.say("command.send")),
      h("button", { type: "button", className: "act", onClick: onCancel }, center.say("command.cancel")),
    );
  };
})((window.center = window.center || {}));
