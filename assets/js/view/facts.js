/* A fact as a sentence: `fact.<kind>` of the catalogue, its places filled with names, not ids. */
(function (center) {
  "use strict";

  const isTime = (name, value) => typeof value === "number" && value > 1e12 && /(_at|at|t0|until|onset|by|due)$/.test(name);

  /* What directives say that have left the board: the server tells it with the facts about them. */
  const past = Object.create(null);
  center.rememberDirectives = (texts) => Object.assign(past, texts || {});
  center.pastDirective = (id) => past[id] || null;

  /* What the injects and expectations of drills say, by drill: the server tells it with the facts about them. */
  const drills = Object.create(null);
  const PART = /^(inject|expectation)\./;
  center.rememberDrills = (told) => Object.assign(drills, told || {});
  center.lacksWords = (fact) => Boolean(fact.drill) && PART.test(fact.kind) && !drills[fact.drill];
  function worded(drill, part, id) {
    const words = ((drills[drill] || {})[part] || {})[id];
    return words ? center.say("log.worded", { words: center.text(words).replace(/[.。\s]+$/, "") }) : id;
  }

  /* Ids become names; unknown ones stay as they are. */
  function named(name, value) {
    if (value === null || value === undefined) return "";
    if (isTime(name, value)) return center.time(value);
    if (typeof value === "number" && /^(fact|upto|change|signature|rectifies|matched)$/.test(name)) return String(value); /* a fact's number is its name */
    if (name.endsWith("_ms")) return center.span(value);
    if (/^(lasted|late)_ms$/.test(name)) return center.span(value);
    if (Array.isArray(value)) return value.map((v) => named(name, v)).filter(Boolean);
    if (typeof value === "object") {
      if ("zh" in value) return center.text(value);
      if ("resource" in value) return `${center.named(value.resource)} ${center.number(value.quantity ?? value.missing ?? 0)}`;
      if ("person" in value) return center.named(value.person);
      return Object.values(value).map((v) => named(name, v)).join(" ");
    }
    if (typeof value === "string") {
      if (name === "directive") {
        const known = center.board.row("directives", value);
        const text = known ? known.text : past[value];
        return text ? `${value} ${center.text(text)}` : value;
      }
      if (name === "dispatch") {
        const known = center.board.row("resources", `dispatch:${value}`);
        return known ? `${value} ${center.named(known.kit)}` : value;
      }
      if (name === "alarm") {
        const [tag, condition] = value.split(":");
        return center.alarmName({ tag, condition });
      }
      if (name === "role" || name === "role_before") return center.say(`role.${value}`);
      if (name === "step" && center.has(`review.step.${value}`)) return center.say(`review.step.${value}`);
      if (["severity", "rating", "grade"].includes(name)) return center.has(`${name}.${value}`) ? center.say(`${name}.${value}`) : value;
      if (name === "shift") return center.text((center.site().by.shifts[value] || {}).name || value); /* ids of its own list */
      if (name === "level" || name === "before") return center.named(value);
      if (["status", "custody", "state", "urgency", "category", "channel", "priority", "result"].includes(name)) {
        const key = `${name}.${value}`;
        return center.has(key) ? center.say(key) : value;
      }
      const word = value.replace(/_\d+$/, ""); /* each signature that lapsed is a step of its own number */
      if (["act", "why"].includes(name) && center.has(`not_played.${name}.${value}`)) return center.say(`not_played.${name}.${value}`);
      if (["error", "step", "reason"].includes(name) && center.has(`${name}.${word}`)) return center.say(`${name}.${word}`);
      return center.named(value);
    }
    return value;
  }

  /* What an alarm was raised at, in what it is judged in: "4.98 m", "13.5 s" of silence. */
  const measured = (data) => [center.number(data.value), center.unitWord(center.alarmUnit(data, center.site().by.tags[data.tag]))].filter(Boolean).join(" ");

  center.factValue = named;
  center.factSentence = (fact) => {
    const data = fact.data || {};
    const nobody = `fact.${fact.kind}.nobody`;
    const same = `fact.${fact.kind}.same`; /* an incident that proved to be the same event as another */
    const key = data.person === null && center.has(nobody) ? nobody : data.same_as && center.has(same) ? same : data.by_asker && center.has(`fact.${fact.kind}.by_asker`) ? `fact.${fact.kind}.by_asker` : (data.against || []).length ? "fact.directive.verified.against" : `fact.${fact.kind}`;
    /* A drill numbers its own directives: the plant's of that number says something else. */
    const said = (k, v) => (fact.drill && k === "directive" ? v : PART.test(`${k}.`) && v ? worded(fact.drill, k, v) : named(k, v));
    const params = Object.fromEntries(Object.entries(data).map(([k, v]) => [k, said(k, v)]));
    if (fact.kind === "alarm.raised") params.value = measured(data);
    if (center.has(key)) return center.say(key, params);
    const rest = Object.entries(params)
      .filter(([, v]) => v !== "" && !(Array.isArray(v) && !v.length))
      .map(([k, v]) => `${k} ${Array.isArray(v) ? v.join(", ") : v}`);
    return [fact.kind, ...rest].join(" · ");
  };

  /* The simulated plant comes in by tokens of its own, whose names are no words (demo/tokens.py). */
  const SIMULATED = /^virtual-(?:\d+-)?(readings|positions|carrier)$/;
  function hand(actor) {
    const [, door] = SIMULATED.exec(actor) || [];
    return door ? center.say(`actor.simulated.${door}`) : center.named(actor);
  }

  center.actorOf = (fact) => {
    if (fact.speaker) return center.say("fact.spoken", { speaker: center.named(fact.speaker), actor: hand(fact.actor), via: center.say(`via.${fact.via}`) });
    return fact.actor_kind === "duty" ? center.say("role.duty") : hand(fact.actor);
  };
  center.areaOf = (fact) => fact.kind.split(".")[0];
})((window.center = window.center || {}));
