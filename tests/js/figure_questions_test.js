/* Questions for figures whose answer comes, comes late, or never. */

import { figureQuestions } from "../../assets/shared/figure_questions.js";
import { equal, test } from "./testing.js";

const OUTPUT = "..alarms-load.children...alarms-figures-answered.data..";

/** @type {(name: string) => { key: string, told: string[] }} */
function asked(name) {
  /** @type {string[]} */
  const told = [];
  const key = figureQuestions.open({
    name,
    hear: ({ failed }) => void told.push(failed ? "answered: failed" : "answered"),
    fail: () => void told.push("broke"),
  });
  return { key, told };
}

test("an answer is heard once, by whoever asked for it", () => {
  const [first, second] = [asked("alarms"), asked("alarms")];
  figureQuestions.answered({ key: first.key });
  figureQuestions.answered({ key: first.key });
  equal([first.told, second.told], [["answered"], []]);
  equal([first, second].map(({ key }) => figureQuestions.isOpen(key)), [false, true]);
  figureQuestions.forget(second.key);
});

test("a request that broke fails its own page's question at once, and no other's", () => {
  const [alarms, others] = [asked("alarms"), ["larms", "drills"].map(asked)];
  figureQuestions.over(OUTPUT, true);
  equal([alarms.told, others.map(({ told }) => told)], [["broke"], [[], []]]);
  equal(figureQuestions.isOpen(alarms.key), false);
  equal(others.map(({ key }) => figureQuestions.isOpen(key)), [true, true]);
  [alarms, ...others].forEach(({ key }) => figureQuestions.forget(key));
});

test("a callback that ended well fails nothing: its answer comes by its Store", () => {
  const { key, told } = asked("alarms");
  figureQuestions.over(OUTPUT, false);
  equal([told, figureQuestions.isOpen(key)], [[], true]);
  figureQuestions.forget(key);
});

test("the failure of an earlier request does not silence the answer to the newest", () => {
  const { key, told } = asked("alarms");
  figureQuestions.over(OUTPUT, true);
  figureQuestions.answered({ key });
  equal(told, ["broke", "answered"]);
});

test("a question that was given up hears nothing", () => {
  const { key, told } = asked("alarms");
  figureQuestions.forget(key);
  figureQuestions.over(OUTPUT, true);
  figureQuestions.answered({ key });
  equal(told, []);
});
