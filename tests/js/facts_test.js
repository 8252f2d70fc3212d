/* A fact as a sentence: what stands under each name, in words. */

import {
  actorOf,
  factSentence,
  factValue,
  lacksDrillWords,
  lacksMatterNumber,
  rememberDrills,
  rememberMatters,
} from "../../assets/shared/facts.js";
import { giveRows } from "./fakes/live_board.js";
import { givePlant } from "./fakes/plant.js";
import { giveWords } from "./fakes/words.js";
import { partOf, words } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { Fact } from "../../assets/shared/facts.js" */
/** @import { Part } from "./rows.js" */

const AT = Date.UTC(2026, 10, 25, 2, 11, 40);
const ready = () => {
  giveRows({
    directives: { "DIR-3": { number: 2, text: words("Shut V-8") } },
    resources: { "dispatch:DSP-1": { kit: "foam" } },
  });
  givePlant({
    places: {},
    holderOfLevel: {},
    by: {
      shifts: { "SH-N": { id: "SH-N", name: "Night shift" } },
      people: { li: { name: "Li" } },
      resources: { hose: { name: "Hose" } },
      kits: { foam: { name: "Foam kit" } },
      tags: {},
    },
  });
};

test("a moment is a time, a span is a span, and the number of a fact is its name", () => {
  ready();
  equal([factValue("raised_at", AT), factValue("t0", AT), factValue("by", AT)], [
    "02:11:40",
    "02:11:40",
    "02:11:40",
  ]);
  equal([factValue("lasted_ms", 90_000), factValue("late_ms", 5000)], ["90 s", "5 s"]);
  equal([factValue("fact", 12), factValue("quantity", 12), factValue("at", 12)], ["12", 12, 12]);
});

test("an id is the name of what it is of, unknown ones stay as they are", () => {
  ready();
  equal(factValue("person", "li"), "Li");
  equal(factValue("shift", "SH-N"), "Night shift");
  equal(factValue("dispatch", "DSP-1"), "DSP-1 Foam kit");
  equal(factValue("dispatch", "DSP-9"), "DSP-9");
  equal(factValue("directive", "DIR-3"), "directive.named 2 Shut V-8");
  equal(factValue("directive", "DIR-9"), "DIR-9");
  equal([factValue("person", null), factValue("note", undefined), factValue("zones", [])], [
    "",
    "",
    [],
  ]);
});

test("a list and a part are said by what is in them", () => {
  ready();
  equal(factValue("persons", ["li", null, "wu"]), ["Li", "wu"]);
  equal(factValue("lines", [{ resource: "hose", quantity: 4 }]), ["Hose 4"]);
  equal(factValue("lines", { resource: "hose", missing: 2 }), "Hose 2");
  equal(factValue("to", { person: "li", post: "leader" }), "Li");
  equal(factValue("to", { person: null }), "");
  equal(factValue("text", { zh: "关", en: "Shut" }), "Shut");
});

test("a code has the words of its name, or stays as it is", () => {
  ready();
  giveWords({ "status.en_route": "on the way", "step.agreed": "agreed" });
  equal([factValue("status", "en_route"), factValue("status", "elsewhere")], [
    "on the way",
    "elsewhere",
  ]);
  equal(factValue("step", "agreed_2"), "agreed", "a signature that lapsed is numbered");
  giveWords(null);
});

test("a part of a drill is said in the plan's words once they came, and waits for them until then", () => {
  ready();
  const fact = { kind: "inject.fired", drill: "DRL-1", data: { inject: "i-1" } };
  equal([lacksDrillWords(fact), lacksDrillWords({ ...fact, drill: null })], [true, false]);
  equal([lacksDrillWords({ ...fact, kind: "drill.ended" })], [false]);
  giveWords({ "fact.inject.fired": "fired: {inject}", "log.worded": "<{words}>" });
  equal(factSentence(fact), "fired: i-1");
  rememberDrills({ "DRL-1": { inject: { "i-1": words("Smoke at the gate.") } } });
  equal(lacksDrillWords(fact), false);
  equal(factSentence(fact), "fired: <Smoke at the gate>");
  giveWords(null);
});

test("a matter is called by its number once it came, and waits for it until then", () => {
  ready();
  const fact = { kind: "matter.filled", data: { matter: "5a-4c" } };
  const opened = { kind: "matter.opened", data: { matter: "5a-4c", number: "HZ-12" } };
  equal([lacksMatterNumber(fact), lacksMatterNumber(opened)], [true, false]);
  equal(lacksMatterNumber({ data: { tag: "LT-206" } }), false);
  giveWords({ "fact.matter.filled": "Matter {matter} filled in" });
  rememberMatters({ "5a-4c": "HZ-12" });
  equal(lacksMatterNumber(fact), false);
  equal(factSentence(fact), "Matter HZ-12 filled in");
  giveWords(null);
});

test("a directive of a drill is not taken for the plant's of that number", () => {
  ready();
  giveWords({ "fact.directive.done": "done: {directive}", "directive.named": "no. {n} {text}" });
  const data = { directive: "DIR-3" };
  equal(factSentence({ kind: "directive.done", data }), "done: no. 2 Shut V-8");
  equal(factSentence({ kind: "directive.done", drill: "DRL-1", data }), "done: DIR-3");
  giveWords(null);
});

test("a fact has another sentence where nobody is meant, or another event is the same", () => {
  ready();
  giveWords({
    "fact.post.given": "{post} to {person}",
    "fact.post.given.nobody": "{post} to nobody",
    "fact.incident.withdrawn": "withdrawn",
    "fact.incident.withdrawn.same": "the same as {same_as}",
  });
  equal(factSentence({ kind: "post.given", data: { post: "p", person: null } }), "p to nobody");
  equal(factSentence({ kind: "post.given", data: { post: "p", person: "li" } }), "p to Li");
  equal(factSentence({ kind: "incident.withdrawn", data: { same_as: null } }), "withdrawn");
  equal(
    factSentence({ kind: "incident.withdrawn", data: { same_as: "INC-2" } }),
    "the same as INC-2",
  );
  giveWords(null);
});

test("who did it is a person, the duty, a simulated door, or whoever spoke and who wrote it down", () => {
  ready();
  /** @type {(more: Part<Fact>) => string} */
  const who = (more) => {
    /** @type {Fact} */
    const fact = partOf({
      actor: "li",
      actor_kind: "human",
      via: "screen",
      speaker: null,
      ...more,
    });
    return actorOf(fact);
  };
  equal(who({}), "Li");
  equal(who({ actor_kind: "duty" }), "role.duty");
  equal(who({ actor: "virtual-2-readings", actor_kind: "gateway" }), "actor.simulated.readings");
  equal(who({ actor: "simulated", actor_kind: "virtual" }), "actor.simulated.carrier");
  equal(who({ speaker: "wu", via: "radio" }), "fact.spoken wu Li via.radio");
});

test("a gas value without a limit says that none is known, and a close the alarms that it left", () => {
  ready();
  const said = (/** @type {string} */ kind, /** @type {object} */ data) => {
    giveWords({
      [`fact.${kind}`]: "plain",
      [`fact.${kind}.no_limit`]: "none",
      [`fact.${kind}.alarms`]: "left: {alarms}",
      "alarm.condition.HH": "very high",
    });
    return factSentence(partOf({ kind, data }));
  };
  const value = { place: "T1", value: 3, unit: "ppm" };
  equal(said("gas.measured", { ...value, limit: null }), "none");
  equal(said("gas.measured", { ...value, limit: 10 }), "plain");
  equal(said("gas.measured", value), "plain");
  equal(said("incident.closed", { lasted_ms: 1, alarms: ["LT-1:HH"] }), "left: LT-1 very high");
  equal(said("incident.closed", { lasted_ms: 1 }), "plain");
  giveWords(null);
});
