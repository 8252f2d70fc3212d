/* How directives read on a list: by what their rows say, and by nothing else. */

import {
  disputeLine,
  liveDirectives,
  reachedState,
  readDirective,
  recipientOf,
  stateOf,
  tellNoneOpen,
  tellOpen,
  tellRest,
} from "../../assets/shared/directives.js";
import { readOverdue } from "../../assets/shared/overdue.js";
import { givePlant } from "./fakes/plant.js";
import { partOf, words } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { DirectiveRow, IncidentRow } from "../../assets/types/rows.d.ts" */
/** @import { Part } from "./rows.js" */

/** @type {(id: string, more?: Part<DirectiveRow>) => DirectiveRow} */
const directive = (id, more = {}) =>
  partOf({
    id,
    incident: "I",
    to: {},
    text: words(id),
    state: "issued",
    issued_at: 0,
    live: true,
    order: 1,
    awaits: { what: "acknowledgement", since: 0, by: 60_000 },
    turns: [[0, "note", "in_time"], [48_001, "warn", "soon"], [60_001, "urgent", "late"]],
    ...more,
  });

/** @type {(rows: DirectiveRow[], now: number) => string[]} */
const listed = (rows, now) =>
  liveDirectives(Object.fromEntries(rows.map((row) => [row.id, row])), now)
    .map((one) => one.directive.id);

test("a clock counts down to what is awaited and up from it", () => {
  const row = directive("D");
  equal([20_000, 60_000, 65_000].map((now) => readDirective(row, now)), [
    { directive: row, kind: "note", code: "in_time", clock: "40 s", clockWord: "left" },
    { directive: row, kind: "warn", code: "soon", clock: "0 s", clockWord: "left" },
    { directive: row, kind: "urgent", code: "late", clock: "+5 s", clockWord: "late" },
  ]);
});

test("the row's own order goes first, then what was to come first, then what waits for nothing", () => {
  const rows = [
    directive("PROPERTY", { order: 4 }),
    directive("DONE", { awaits: null, state: "done", done_at: 5 }),
    directive("LATER", { awaits: { by: 90_000 } }),
    directive("SOONER"),
    directive("PEOPLE", { order: 0, awaits: { by: 99_000 } }),
  ];
  equal(listed(rows, 70_000), ["PEOPLE", "SOONER", "LATER", "DONE", "PROPERTY"]);
});

test("what is disputed is counted as such, and not as late, on the list and in its rest", () => {
  const rows = [
    directive("LATE", { disputed: [] }),
    directive("SAID", {
      state: "done",
      disputed: [{ code: "shut" }],
      turns: [[0, "urgent", "disputed"]],
    }),
    directive("OPEN", { disputed: [], turns: [[0, "note", "in_time"]] }),
  ];
  const live = rows.map((row) => readDirective(row, 70_000));
  equal(tellOpen(live), "wall.directives_answer 3 1 · wall.disputed 1");
  equal(tellRest(live), "list.more_late 3 1 · wall.disputed 1");
  equal(tellRest(live.slice(1)), "list.more 2 0 · wall.disputed 1");
  equal(tellRest(live.slice(2)), "list.more 1 0");
});

test("with none open it is said whether none was issued, or how all of these incidents' ended", () => {
  const ended = (/** @type {string} */ id, /** @type {DirectiveRow["state"]} */ state) =>
    directive(id, { state, live: false });
  const [A, B, C] = [ended("A", "verified"), ended("B", "verified"), ended("C", "withdrawn")];
  const ELSEWHERE = { ...A, incident: "J" };
  const here = [{ id: "I" }];
  equal(tellNoneOpen({}, here), "wall.no_directives");
  equal(tellNoneOpen({ ELSEWHERE }, here), "wall.no_directives");
  equal(tellNoneOpen({ A }, []), "wall.no_directives");
  equal(tellNoneOpen({ A, B, ELSEWHERE }, here), "wall.all_verified");
  equal(tellNoneOpen({ A, B, C }, here), "wall.none_open 3 2");
});

test("what the server says is live is on the list, a refused one with its own word", () => {
  const refused = directive("R", {
    state: "refused",
    awaits: null,
    turns: [[0, "urgent", "give_anew"]],
  });
  equal(listed([refused, directive("GIVEN", { state: "refused", live: false })], 0), ["R"]);
  equal(readDirective(refused, 0).kind, "urgent");
  equal(stateOf(refused), "directive.state.give_anew");
  equal(stateOf({ ...refused, live: false }), "directive.state.refused");
});

test("a late directive of an open incident is told once for each time that it is late", () => {
  givePlant({ by: {}, places: {}, levelRank: {}, holderOfLevel: {} });
  const rows = { D: directive("D"), GONE: directive("GONE", { incident: "CLOSED" }) };
  /** @type {Record<string, IncidentRow>} */
  const incidents = partOf({
    I: { id: "I", status: "open" },
    CLOSED: { id: "CLOSED", status: "closed" },
  });
  const keys = (/** @type {number} */ now) =>
    readOverdue(rows, incidents, now, null).map(([key]) => key);
  equal([keys(60_000), keys(60_001)], [[], ["D 60000"]]);
});

test("who has it is the post and its holder, each once, and radio if the last word came so", () => {
  givePlant({ by: { posts: { leader: { name: "Leader" } }, people: { li: { name: "Li" } } } });
  /** @type {(to: Part<DirectiveRow["to"]>, via?: string) => string} */
  const who = (to, via = "screen") => recipientOf(directive("D", { to, via }));
  equal(who({ post: "leader", person: "li", name: words("Li") }), "Leader · Li");
  equal(who({ post: "leader", person: "li", name: words("Leader") }), "Leader");
  equal(who({ post: "leader", person: null, name: null }), "Leader · directive.nobody_holds");
  equal(who({ post: null, person: "li", name: null }, "radio"), "Li · via.radio");
});

test("what stands against a word that it is done is said in its place", () => {
  givePlant({ by: { valves: { v8: { name: "Valve 8" } } } });
  const row = directive("D", {
    state: "done",
    disputed: [{
      code: "position",
      place: "v8",
      resource: null,
      had: null,
      need: null,
      state: "open",
    }],
  });
  equal(stateOf(row), "directive.state.disputed");
  equal(disputeLine(row).startsWith("directive.disputed dispute.position Valve 8"), true);
  equal(disputeLine(directive("D")), "");
});

test("work that is under way says how far it is, and one that was sent back says so", () => {
  equal(
    stateOf(directive("D", { state: "in_progress", progress: 25 })),
    "directive.state.in_progress 25 %",
  );
  equal(
    stateOf(directive("D", { state: "in_progress", progress: 0, returned: true })),
    "directive.state.in_progress · directive.returned",
  );
  equal(stateOf(directive("D", { state: "done", returned: true })), "directive.state.done");
});

test("the wall says what came of telling it so far, by the last step that told somebody", () => {
  const deputy = { step: "deputy", at: 1 };
  const left_out = { step: "superior", at: 2, skipped: "nobody_holds" };
  equal(reachedState(directive("D")), "directive.state.issued");
  equal(reachedState(directive("D", { chain: [deputy, left_out] })), "directive.told_deputy");
  equal(
    reachedState(directive("D", { chain: [{ ...deputy, reach: "none" }] })),
    "directive.unanswered reach.to_be_told reach.step.deputy reach.unsent.none",
  );
  equal(
    reachedState(directive("D", { chain: [deputy], exhausted_at: 3 })),
    "directive.nobody_left",
  );
  equal(
    reachedState(directive("D", { chain: [deputy], state: "acknowledged" })),
    "directive.state.acknowledged",
  );
});
