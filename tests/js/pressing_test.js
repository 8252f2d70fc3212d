/* What presses in an incident, as its tab says it to whoever is at work on another. */

import { readPressing } from "../../assets/shared/pressing.js";
import { givePlant } from "./fakes/plant.js";
import { partOf, words } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { DirectiveRow, IncidentRow, Sign } from "../../assets/types/rows.d.ts" */

const NOW = 1_000_000;
/** @type {Answered} */
const IN_TIME = { at: null, counts: [], names: [], turns: [] };
const ready = () =>
  givePlant({
    places: {},
    levelRank: {},
    holderOfLevel: {},
    by: { tanks: {}, tags: {}, outside: {}, plans: {} },
  });

/** Signs and codes of the answers, those of an incident in order where none is given.
 * @typedef {{ people?: [Sign, string], source?: [Sign, string], outside?: [Sign, string], command?: [Sign, string] }} Codes */

/** @type {(codes: Codes) => IncidentRow} */
const incident = ({
  people = ["good", "all_accounted"],
  source = ["good", "isolated"],
  outside = ["good", "called"],
  command = ["good", "held"],
}) =>
  partOf({
    id: "I",
    t0: 0,
    plan: null,
    short: null,
    outside: {},
    calls: [],
    source: { tank: null, reported: null, confirmed: null },
    evacuation: { missing: 2, not_accounted: 3, checked_in: 4, assigned: 0, denominator: 9 },
    entry: { in: [], ready: [], needed: 2 },
    answers: {
      questions: ["people", "source", "water", "outside"],
      hazard: [],
      people: { at: null, late: IN_TIME, turns: [[0, ...people]] },
      source: { at: NOW, late: IN_TIME, turns: [[0, ...source]] },
      outside: {
        at: NOW,
        late: IN_TIME,
        unit: null,
        called: 1,
        total: 1,
        turns: [[0, ...outside]],
      },
      command: { at: null, asked: 2, turns: [[0, ...command]] },
    },
  });

/** @type {(id: string, of: string, sign: Sign, category?: DirectiveRow["category"]) => DirectiveRow} */
const directive = (id, of, sign, category = "property") =>
  partOf({
    id,
    incident: of,
    category,
    text: words(id),
    live: true,
    order: 1,
    issued_at: 0,
    awaits: null,
    turns: [[0, sign, ""]],
  });

/** @type {(codes: Codes, directives?: DirectiveRow[]) => ReturnType<typeof readPressing>} */
const read = (codes, directives = []) => {
  ready();
  const rows = Object.fromEntries(directives.map((one) => [one.id, one]));
  return readPressing(incident(codes), { count: undefined, levels: {}, directives: rows }, NOW);
};

test("where all is in order nothing presses", () => {
  equal(read({}), { kind: "plain", words: [] });
  equal(read({ source: ["note", "counting"] }), { kind: "plain", words: [] });
});

test("what presses is told the gravest first, and its sign is the worst of all", () => {
  const { kind, words } = read({ people: ["urgent", "missing"], command: ["warn", "asked"] }, []);
  equal(kind, "urgent");
  equal(words.map((one) => one.kind), ["urgent", "warn"]);
  equal(words[1].words, "pressing.asked 2");
  equal(
    read({ command: ["urgent", "nobody"], people: ["warn", "not_accounted"] }).words[0].words,
    "incident.nobody_commands",
  );
});

test("of directives only the late ones of this incident are counted", () => {
  const directives = [
    directive("D1", "I", "urgent"),
    directive("D2", "I", "urgent"),
    directive("D3", "OTHER", "urgent"),
    directive("D4", "I", "warn"),
  ];
  equal(read({}, directives).words, [{ kind: "urgent", words: "pressing.late 2" }]);
});

test("a directive that the answer of its question counts as late is not told once more", () => {
  const directives = [
    directive("D1", "I", "urgent", "source"),
    directive("D2", "I", "urgent", "water"),
  ];
  const { words } = read({ source: ["urgent", "disputed"] }, directives);
  equal(words.map((one) => one.words).filter((one) => one.startsWith("pressing.late")), [
    "pressing.late 1",
  ]);
  equal(read({}, directives.slice(0, 1)).words, [{ kind: "urgent", words: "pressing.late 1" }]);
});
