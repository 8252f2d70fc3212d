/* The script of a drill as its lists read it: the verdicts are the server's. */

import { script } from "../../assets/drills/script.js";
import { expectedWords, injectState } from "../../assets/drills/script_words.js";
import { equal, test } from "./testing.js";

/** @import { Directed, DrillPlan, PlannedInject } from "../../assets/drills/script.js" */
/** @import { ExpectationSeen, InjectSeen, Turns } from "../../assets/types/rows.d.ts" */

const FROM = 1_790_000_000_000;
/** @type {PlannedInject} */
const LEAK = { id: "leak", text: { zh: "泄漏", en: "A leak" }, at: { s: 60 } };
const SHUT_WORDS = { zh: "关", en: "Shut" };
/** @type {DrillPlan} */
const PLAN = {
  injects: [LEAK],
  objectives: [],
  expectations: [{
    id: "shut",
    inject: "leak",
    objective: "source",
    text: SHUT_WORDS,
    by_s: 60,
    source: SHUT_WORDS,
  }],
};
/** @type {Turns} */
const NEARS = [[-86_400_000, "plain", "to_come"], [-45_000, "note", "soon"], [0, "note", "due"]];
/** @type {ExpectationSeen} */
const SHUT = {
  id: "shut",
  inject: "leak",
  words: SHUT_WORDS,
  opened: FROM,
  by: FROM + 60_000,
  state: "open",
  matched: null,
  took_ms: null,
  settled_seq: null,
  turns: [[0, "note", "open"], [FROM + 90_000, "urgent", "overdue"]],
};

test("an expectation is overdue when its row says so, whatever its end is", () => {
  const rows = script.injects(PLAN, {}, FROM, {}, NEARS);
  const [shut] = script.expectations(PLAN, { expectations: { shut: SHUT } }, rows);
  equal([60_001, 89_999, 90_000].map((ms) => script.kind(shut, FROM + ms)), [
    "note",
    "note",
    "urgent",
  ]);
  equal([30_000, 90_000].map((ms) => expectedWords(shut, FROM + ms)), [
    "drills.left 30 s",
    "drills.overdue 30 s",
  ]);
});

test("an expectation of the plan is to come, and not asked once its inject is skipped", () => {
  /** @type {(directed: Directed) => unknown[]} */
  const of = (directed) => {
    const rows = script.injects(PLAN, directed, FROM, {}, NEARS);
    const [shut] = script.expectations(PLAN, directed, rows);
    return [shut.state, script.kind(shut, FROM), shut.by];
  };
  equal(of({}), ["to_come", "plain", FROM + 120_000]);
  /** @type {InjectSeen} */
  const leak = {
    id: "leak",
    state: "skipped",
    planned: FROM + 60_000,
    at: FROM,
    seq: 9,
    words: null,
    turns: [[0, "gone", "skipped"]],
  };
  equal(of({ injects: { leak } }), ["unasked", "gone", null]);
});

test("an inject fired in time or late as its row says, by as much as its times say", () => {
  /** @type {(code: string) => string} */
  const fired = (code) => {
    /** @type {InjectSeen} */
    const leak = {
      id: "leak",
      state: "fired",
      planned: FROM + 60_000,
      at: FROM + 67_000,
      seq: 9,
      words: null,
      turns: [[0, "note", code]],
    };
    return injectState(
      script.injects(PLAN, { injects: { leak } }, FROM, {}, NEARS)[0],
      FROM + 70_000,
    );
  };
  equal(fired("fired"), "drills.inject.fired");
  equal(fired("fired_later"), "drills.fired_later 7 s");
});

test("an inject to come is soon when the site's turns say so, and due at its time", () => {
  const [leak] = script.injects(PLAN, {}, FROM, {}, NEARS);
  const at = [14_999, 15_000, 60_000].map((ms) => FROM + ms);
  equal(at.map((now) => script.kind(leak, now)), ["plain", "note", "note"]);
  equal(at.map((now) => injectState(leak, now)), [
    "drills.in 45.001 s",
    "drills.in 45 s",
    "drills.now",
  ]);
});

test("an inject that a hand decides is held, and one that waits for a fact waits", () => {
  /** @type {PlannedInject} */
  const wave = { id: "wave", text: LEAK.text, when: { fact: { kind: "incident.opened" } } };
  const plan = {
    injects: [{ id: "leak", text: LEAK.text }, wave],
    expectations: [],
    objectives: [],
  };
  const rows = script.injects(plan, {}, FROM, {}, NEARS);
  equal(rows.map((row) => [row.state, script.kind(row, FROM), injectState(row, FROM)]), [
    ["held", "warn", "drills.inject.held"],
    ["waits", "plain", "drills.inject.waits"],
  ]);
});
