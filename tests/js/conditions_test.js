/* What an inject waits for, in the words of both languages. */

import { conditionWords } from "../../assets/drills/conditions.js";
import { givePlant } from "./fakes/plant.js";
import { giveWords } from "./fakes/words.js";
import { catalogue, equal, test } from "./testing.js";

const SHUT = [{ field: "element", names: "XV-206" }, { field: "state", equals: "shut" }];
const DONE = { kind: "directive.done", who: "electrician" };
const PEOPLE = [{ field: "category", one_of: ["people", "source"] }];
const TRUTH = [{ field: "evacuates", equals: false }];

/** @type {[condition: Answered, en: string, zh: string][]} */
const SAID = [
  [{ fact: { kind: "entry.in" } }, "entry", "人员进入"],
  [{ fact: { kind: "entry.in", after_s: 300 } }, "5:00 after entry", "人员进入后5:00"],
  [
    { missing: { kind: "valve.reported", where: SHUT, by_s: 900 } },
    "no report of a valve (Root valve, shut) by 15:00",
    "到15:00仍无报告阀门状态（Root valve、关）",
  ],
  [
    { fact: { kind: "directive.issued", where: PEOPLE, within_s: 60, after_s: 0 } },
    "directive (people or source) within 1:00 of the start",
    "开始后1:00内下达指令（人员或泄漏源）",
  ],
  [
    { any: [{ fact: { ...DONE, after_s: 30 } }, { missing: { ...DONE, by_s: 1200 } }] },
    "0:30 after directive done by Electrician, or no directive done by Electrician by 20:00",
    "Electrician完成指令后0:30，或者到20:00仍无Electrician完成指令",
  ],
  [
    { fact: { kind: "directive.issued", where: TRUTH, who: null, within_s: null } },
    "directive (evacuates false)",
    "下达指令（evacuates false）",
  ],
];

for (const [condition, en, zh] of SAID) {
  test(`a condition says "${en}" and nothing else`, () => {
    givePlant({
      by: {
        posts: { electrician: { name: "Electrician" } },
        valves: { "XV-206": { name: "Root valve" } },
        shifts: {},
      },
      places: {},
    });
    giveWords(catalogue("en"), ", ");
    equal(conditionWords(condition), en);
    giveWords(catalogue("zh-CN"), "、");
    equal(conditionWords(condition), zh);
    giveWords(null);
  });
}
