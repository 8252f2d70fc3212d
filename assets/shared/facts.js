/* A fact as a sentence: `fact.<kind>` of the catalogue, its places filled with names, not ids. */

import { alarmName, alarmUnit } from "../alarms/alarms.js";
import { text as textOf } from "../base/context.js";
import { has, number, say, span, time, unitWord } from "../base/words.js";
import { board } from "../live/live_board.js";
import { named as nameOf, site } from "../live/plant.js";

const isTime = (name, value) =>
  typeof value === "number" && value > 1e12 && /(_at|at|t0|until|onset|by|due)$/.test(name);

/* What directives say that have left the board: the server tells it with the facts about them. */
const past = Object.create(null);
export const rememberDirectives = (texts) => Object.assign(past, texts || {});
export const pastDirective = (id) => past[id] || null;

/* What the injects and expectations of drills say, by drill: the server tells it with the facts about them. */
const drills = Object.create(null);
const PART = /^(inject|expectation)\./;
export const rememberDrills = (told) => Object.assign(drills, told || {});
export const lacksWords = (fact) =>
  Boolean(fact.drill) && PART.test(fact.kind) && !drills[fact.drill];
function worded(drill, part, id) {
  const words = ((drills[drill] || {})[part] || {})[id];
  return words ? say("log.worded", { words: textOf(words).replace(/[.。\s]+$/, "") }) : id;
}

/* Ids become names; unknown ones stay as they are. */
/* The sentence of a key; null where the catalogues have none. */
const sentence = (key) => (has(key) ? say(key) : null);

export function factValue(name, value) {
  if (value === null || value === undefined) return "";
  if (isTime(name, value)) return time(value);
  if (typeof value === "number" && /^(fact|upto|change|signature|rectifies|matched)$/.test(name)) {
    return String(value); /* a fact's number is its name */
  }
  if (name.endsWith("_ms")) return span(value);
  if (/^(lasted|late)_ms$/.test(name)) return span(value);
  if (Array.isArray(value)) return value.map((v) => factValue(name, v)).filter(Boolean);
  if (typeof value === "object") {
    if ("zh" in value) return textOf(value);
    if ("resource" in value) {
      return `${nameOf(value.resource)} ${number(value.quantity ?? value.missing ?? 0)}`;
    }
    if ("person" in value) return nameOf(value.person);
    return Object.values(value).map((v) => factValue(name, v)).join(" ");
  }
  if (typeof value === "string") {
    if (name === "directive") {
      const known = board.row("directives", value);
      const text = known ? known.text : past[value];
      return text ? `${value} ${textOf(text)}` : value;
    }
    if (name === "dispatch") {
      const known = board.row("resources", `dispatch:${value}`);
      return known ? `${value} ${nameOf(known.kit)}` : value;
    }
    if (name === "alarm") {
      const [tag, condition] = value.split(":");
      return alarmName({ tag, condition });
    }
    if (name === "role" || name === "role_before") return say(`role.${value}`);
    if (name === "step" && has(`review.step.${value}`)) return say(`review.step.${value}`);
    if (["severity", "rating", "grade"].includes(name)) {
      return sentence(`${name}.${value}`) ?? value;
    }
    if (name === "shift") {
      return textOf((site().by.shifts[value] || {}).name || value); /* ids of its own list */
    }
    if (name === "level" || name === "before") return nameOf(value);
    if (
      ["status", "custody", "state", "urgency", "category", "channel", "priority", "result"]
        .includes(name)
    ) {
      return sentence(`${name}.${value}`) ?? value;
    }
    const word = value.replace(
      /_\d+$/,
      "",
    ); /* each signature that lapsed is a step of its own number */
    if (["act", "why"].includes(name)) {
      return sentence(`not_played.${name}.${value}`) ?? nameOf(value);
    }
    if (["error", "step", "reason"].includes(name)) {
      return sentence(`${name}.${word}`) ?? nameOf(value);
    }
    return nameOf(value);
  }
  return value;
}

/* What an alarm was raised at, in what it is judged in: "4.98 m", "13.5 s" of silence. */
const measured = (data) =>
  [number(data.value), unitWord(alarmUnit(data, site().by.tags[data.tag]))].filter(Boolean).join(
    " ",
  );

export const factSentence = (fact) => {
  const data = fact.data || {};
  const nobody = `fact.${fact.kind}.nobody`;
  const same =
    `fact.${fact.kind}.same`; /* an incident that proved to be the same event as another */
  const key = data.person === null && has(nobody)
    ? nobody
    : data.same_as && has(same)
    ? same
    : data.by_asker && has(`fact.${fact.kind}.by_asker`)
    ? `fact.${fact.kind}.by_asker`
    : (data.against || []).length
    ? "fact.directive.verified.against"
    : `fact.${fact.kind}`;
  /* A drill numbers its own directives: the plant's of that number says something else. */
  const said = (
    k,
    v,
  ) => (fact.drill && k === "directive"
    ? v
    : PART.test(`${k}.`) && v
    ? worded(fact.drill, k, v)
    : factValue(k, v));
  const params = Object.fromEntries(Object.entries(data).map(([k, v]) => [k, said(k, v)]));
  if (fact.kind === "alarm.raised") params.value = measured(data);
  if (has(key)) return say(key, params);
  const rest = Object.entries(params)
    .filter(([, v]) => v !== "" && !(Array.isArray(v) && !v.length))
    .map(([k, v]) => `${k} ${Array.isArray(v) ? v.join(", ") : v}`);
  return [fact.kind, ...rest].join(" · ");
};

/* The simulated plant comes in by tokens of its own, whose names are no words (demo/tokens.py). */
const SIMULATED = /^virtual-(?:\d+-)?(readings|positions|carrier)$/;
function hand(actor) {
  const [, door] = SIMULATED.exec(actor) || [];
  return door ? say(`actor.simulated.${door}`) : nameOf(actor);
}

export const actorOf = (fact) => {
  if (fact.speaker) {
    return say("fact.spoken", {
      speaker: nameOf(fact.speaker),
      actor: hand(fact.actor),
      via: say(`via.${fact.via}`),
    });
  }
  return fact.actor_kind === "duty" ? say("role.duty") : hand(fact.actor);
};
export const areaOf = (fact) => fact.kind.split(".")[0];
