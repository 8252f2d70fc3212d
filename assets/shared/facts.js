/* A fact as a sentence: `fact.<kind>` of the catalogue, its places filled with names, not ids. */

import { alarmNameOf, alarmUnit } from "../alarms/alarms.js";
import { text as textOf } from "../base/context.js";
import { has, number, say, span, time, unitWord } from "../base/words.js";
import { board } from "../live/live_board.js";
import { named as nameOf, site } from "../live/plant.js";

/** @import { AlarmRow, DirectiveRow, DispatchRow, TickerRow, Words } from "../types/rows.d.ts" */

/** A fact as the ticker and the journal's own pages tell it.
 * @typedef {Pick<TickerRow, "kind" | "data" | "actor" | "actor_kind" | "via" | "speaker" | "incident"> &
 *   { drill?: string | null }} Fact */

/** As much of a fact as its sentence is made of.
 * @typedef {Pick<Fact, "kind" | "data"> & Partial<Pick<Fact, "incident" | "drill">>} FactSaid */

/** What the injects and expectations of a drill say, by their ids.
 * @typedef {{ inject?: Record<string, Words>, expectation?: Record<string, Words> }} DrillWords */

/** @type {(name: string, value: unknown) => value is number} */
const isTime = (name, value) =>
  typeof value === "number" && value > 1e12 && /(_at|at|t0|until|onset|by|due)$/.test(name);

/* What directives say that have left the board: the server tells it with the facts about them. */
/** @type {Record<string, Words>} */
const past = Object.create(null);
/** @type {(texts: Record<string, Words> | undefined) => void} */
export const rememberDirectives = (texts) => {
  Object.assign(past, texts || {});
};
/** @type {(id: string) => Words | null} */
export const pastDirective = (id) => past[id] || null;

/* By what number people know a matter: the server tells it with the facts about it, and the fact that opened it. */
/** @type {Record<string, string>} */
const numbers = Object.create(null);
/** @type {(told: Record<string, string> | undefined) => void} */
export const rememberMatters = (told) => {
  Object.assign(numbers, told || {});
};
/** @type {(facts: Pick<Fact, "kind" | "data">[]) => void} */
export const rememberOpened = (facts) => {
  for (const { kind, data } of facts) {
    if (kind !== "matter.opened") continue;
    const { matter, number: called } = /** @type {{ matter: string, number: string }} */ (data);
    numbers[matter] = called;
  }
};
/** @type {(fact: Pick<Fact, "data">) => boolean} */
export const lacksMatterNumber = ({ data }) =>
  typeof data?.matter === "string" && !data.number && !numbers[data.matter];

/* What the injects and expectations of drills say, by drill: the server tells it with the facts about them. */
/** @type {Record<string, DrillWords>} */
const drills = Object.create(null);
const PART = /^(inject|expectation)\./;
/** @type {(told: Record<string, DrillWords> | undefined) => void} */
export const rememberDrills = (told) => {
  Object.assign(drills, told || {});
};
/** @type {(fact: Pick<Fact, "kind" | "drill">) => boolean} */
export const lacksDrillWords = (fact) =>
  Boolean(fact.drill && PART.test(fact.kind) && !drills[fact.drill]);
/** @type {(part: string) => part is keyof DrillWords} */
const isPart = (part) => PART.test(`${part}.`);
/** @type {(drill: string | null | undefined, part: keyof DrillWords, id: string) => string} */
function worded(drill, part, id) {
  const words = drill && drills[drill]?.[part]?.[id];
  return words ? say("log.worded", { words: textOf(words).replace(/[.。\s]+$/, "") }) : id;
}

/* The sentence of a key; null where the catalogues have none. */
/** @type {(key: string) => string | null} */
const sentence = (key) => (has(key) ? say(key) : null);

/** A value of a fact as a sentence says it: words, a number that the sentence writes, or a list of these.
 * @typedef {string | number | boolean | unknown[]} FactValue */

/** @type {(value: object) => value is Words} */
const isWords = (value) => "zh" in value;

/* So many of a resource, a person, or whatever else stands under a name of a fact. */
/** @type {(name: string, part: Record<string, unknown>) => string} */
function partValue(name, part) {
  if ("resource" in part) {
    return `${nameOf(String(part.resource))} ${number(Number(part.quantity ?? part.missing ?? 0))}`;
  }
  if ("person" in part) return part.person ? nameOf(String(part.person)) : "";
  return Object.values(part).map((v) => factValue(name, v)).join(" ");
}

/* Names whose values are words of a catalogue, under the name itself. */
const WORDED = [
  ...["severity", "rating", "grade", "lacked"],
  ...["status", "custody", "state", "urgency", "category", "channel", "priority", "result"],
];

/* An id or a code under a name of a fact, in words. */
/** @type {(name: string, value: string) => string} */
function idValue(name, value) {
  if (name === "directive") {
    /** @type {DirectiveRow | undefined} */
    const known = board.kind("directives", "")[value];
    if (known) return say("directive.named", { n: known.number, text: textOf(known.text) });
    return past[value] ? `${value} ${textOf(past[value])}` : value;
  }
  if (name === "matter") return numbers[value] ?? value;
  if (name === "dispatch") {
    /** @type {DispatchRow | undefined} */
    const known = board.kind("resources", "dispatch:")[`dispatch:${value}`];
    return known ? `${value} ${nameOf(known.kit)}` : value;
  }
  if (name === "alarm" || name === "alarms") return alarmNameOf(value);
  if (name === "role" || name === "role_before") return say(`role.${value}`);
  if (name === "step" && has(`review.step.${value}`)) return say(`review.step.${value}`);
  if (name === "shift") {
    return textOf((site().by.shifts[value] || {}).name || value); /* ids of its own list */
  }
  if (name === "level" || name === "before") return nameOf(value);
  if (name === "noun") return sentence(`noun.${value}`) ?? value;
  if (name === "what" && has(`paging.kind.${value}`)) return say(`paging.kind.${value}`);
  if (name === "word" && has(`notice.answer.${value}`)) return say(`notice.answer.${value}`);
  if (WORDED.includes(name)) return sentence(`${name}.${value}`) ?? value;
  if (["act", "why"].includes(name)) {
    return sentence(`not_played.${name}.${value}`) ?? nameOf(value);
  }
  if (["error", "step", "reason"].includes(name)) {
    /* Each signature that lapsed is a step of its own number. */
    return sentence(`${name}.${value.replace(/_\d+$/, "")}`) ?? nameOf(value);
  }
  return nameOf(value);
}

/* What a fact says under a name: ids become names; unknown ones stay as they are. */
/** @type {(name: string, value: unknown) => FactValue} */
export function factValue(name, value) {
  if (value === null || value === undefined) return "";
  if (isTime(name, value)) return time(value);
  if (typeof value === "number") {
    if (/^(fact|upto|change|signature|rectifies|matched)$/.test(name)) {
      return String(value); /* a fact's number is its name */
    }
    return name.endsWith("_ms") ? span(value) : value;
  }
  if (Array.isArray(value)) return value.map((v) => factValue(name, v)).filter(Boolean);
  if (typeof value === "object") {
    if (isWords(value)) return textOf(value);
    return partValue(name, /** @type {Record<string, unknown>} */ (value));
  }
  return typeof value === "string" ? idValue(name, value) : Boolean(value);
}

/* What an alarm was raised at, in what it is judged in: "4.98 m", "13.5 s" of silence. */
/** @type {(data: Fact["data"]) => string} */
const measured = (data) => {
  const alarm = /** @type {Pick<AlarmRow, "tag" | "condition" | "value">} */ (data);
  const unit = unitWord(alarmUnit(alarm, site().by.tags[alarm.tag]));
  return [number(alarm.value), unit].filter(Boolean).join(" ");
};

/** @type {(fact: FactSaid) => string} */
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
    : data.by_receiver && has(`fact.${fact.kind}.by_receiver`)
    ? `fact.${fact.kind}.by_receiver`
    : fact.kind === "matter.left" && data.reason
    ? "fact.matter.left.stated"
    : fact.kind === "resource.dispatched" && Array.isArray(data.missing) && data.missing.length
    ? "fact.resource.dispatched.short"
    : fact.kind === "gas.measured" && data.limit === null
    ? "fact.gas.measured.no_limit"
    : fact.kind === "incident.closed" && Array.isArray(data.alarms) && data.alarms.length
    ? "fact.incident.closed.alarms"
    : Array.isArray(data.lacked) && data.lacked.length
    ? "fact.entry.in.lacking"
    : Array.isArray(data.against) && data.against.length
    ? "fact.directive.verified.against"
    : `fact.${fact.kind}`;
  /* A drill numbers its own directives: the plant's of that number says something else. */
  /** @type {(name: string, value: unknown) => unknown} */
  const said = (name, value) => {
    if (fact.drill && name === "directive") return value;
    return isPart(name) && value ? worded(fact.drill, name, String(value)) : factValue(name, value);
  };
  const params = Object.fromEntries(Object.entries(data).map(([k, v]) => [k, said(k, v)]));
  if (fact.kind === "alarm.raised") params.value = measured(data);
  if (fact.kind === "paging.set") params.on = say(data.on ? "paging.on" : "paging.off");
  if (fact.kind.startsWith("notification.") && !data.directive) {
    params.directive = said("request", data.request ?? data.review ?? data.campaign ?? data.paging);
  }
  if (has(key)) return say(key, params);
  const rest = Object.entries(params)
    .filter(([, v]) => v !== "" && !(Array.isArray(v) && !v.length))
    .map(([k, v]) => `${k} ${Array.isArray(v) ? v.join(", ") : v}`);
  return [fact.kind, ...rest].join(" · ");
};

/* The simulated plant comes in by tokens of its own, whose names are no words (virtual_tokens.py), and its receipts by a
   channel of its own (notify/routes.py). */
const SIMULATED = /^virtual-(?:\d+-)?(readings|positions|carrier)$/;
const CARRIER = "simulated";
/** @type {(actor: string) => string} */
function hand(actor) {
  const [, door] = SIMULATED.exec(actor === CARRIER ? "virtual-carrier" : actor) || [];
  return door ? say(`actor.simulated.${door}`) : nameOf(actor);
}

/** @type {(fact: Pick<Fact, "actor" | "actor_kind" | "speaker" | "via">) => string} */
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
/** @type {(fact: Pick<Fact, "kind">) => string} */
export const areaOf = (fact) => fact.kind.split(".")[0];
