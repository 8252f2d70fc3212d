/* Whether the warning sounds, as the wall says it under "Outside". */

import {
  pressingSirens,
  readSirens,
  readUnended,
  unendedSirens,
  unprovenSirens,
} from "../../assets/shared/sirens.js";
import { readLeftOver, withAside, withSirens, withUnended } from "../../assets/wall/answers.js";
import { partOf } from "./rows.js";
import { equal, test } from "./testing.js";

/** @import { IncidentAnswer } from "../../assets/wall/answers.js" */
/** @import { SirensRow } from "../../assets/types/rows.d.ts" */

const NOW = 10_000_000;
/** @type {SirensRow} */
const ROW = partOf({
  turns: [[0, "note", "ordered"], [NOW, "urgent", "unproven"]],
  unproven: [[0, []], [NOW, ["gate", "north"]]],
});
/** @type {IncidentAnswer} */
const CALLED = {
  kind: "note",
  big: "2 of 3",
  lines: ["119 ✓", "FIRE 3 min"],
  first: 1,
  brief: ["2 of 3 · FIRE 3 min", "2 of 3"],
  weight: [0, NOW],
};

test("a siren that is ordered stands beside the question, and changes nothing else", () => {
  const said = withSirens(CALLED, ROW, NOW - 1);
  equal(said, { ...CALLED, aside: { kind: "note", ways: ["siren.all.ordered"] } });
  equal(withAside(said).lines, [...CALLED.lines, ["siren.all.ordered"]]);
  equal(withAside(said).first, CALLED.first);
});

test("one that is not proven is red, by name, and in every way of the line", () => {
  const said = withSirens(CALLED, ROW, NOW);
  const ways = ["siren.all.unproven gate, north", "official.siren.silent 2"];
  equal([said.kind, said.aside], ["urgent", { kind: "urgent", ways }]);
  equal(withAside(said), { lines: [ways, ...CALLED.lines], first: 0 });
  equal(said.brief, [
    "2 of 3 · FIRE 3 min · official.siren.silent 2",
    "2 of 3 · official.siren.silent 2",
  ]);
  equal(unprovenSirens(ROW, NOW - 1), []);
});

test("nothing is said without a siren, and after an end that has come", () => {
  equal(withSirens(CALLED, undefined, NOW), CALLED);
  /** @type {SirensRow} */
  const over = partOf({ turns: [[0, "plain", "nothing"]], unproven: [[0, []]] });
  equal(readSirens(over, NOW), { kind: "plain", ways: [] });
  equal(withSirens(CALLED, over, NOW), CALLED);
});

test("a siren that could not be told at all is said so", () => {
  /** @type {SirensRow} */
  const row = partOf({ turns: [[0, "urgent", "unreached"]], unproven: [[0, ["gate"]]] });
  equal(readSirens(row, NOW), {
    kind: "urgent",
    ways: ["siren.all.unreached gate", "siren.all.short.unreached 1"],
  });
});

/** @type {SirensRow} */
const UNENDED = partOf({
  incident: "INC-1",
  turns: [[0, "urgent", "unended"]],
  unproven: [[0, ["south", "north"]]],
});

test("of an incident that is over a siren that could not be told to stop is said beside the open ones'", () => {
  const over = ["siren.all.unended north, south", "siren.all.short.unended 2"];
  equal(withUnended(CALLED, [UNENDED], NOW), {
    ...CALLED,
    kind: "urgent",
    aside: { kind: "urgent", ways: over },
  });
  const own = withSirens(CALLED, ROW, NOW);
  equal(withUnended(own, [UNENDED], NOW), { ...own, lines: [over, ...CALLED.lines] });
  equal(withUnended(CALLED, [], NOW), CALLED);
});

test("the desk says what presses in the wall's words: not proven to sound, or not proven silent", () => {
  equal(pressingSirens(ROW, [], NOW - 1), []);
  equal(pressingSirens(ROW, [], NOW), ["official.siren.silent 2"]);
  equal(pressingSirens(undefined, [UNENDED], NOW), ["siren.all.short.unended 2"]);
  equal(pressingSirens(UNENDED, [], NOW), ["siren.all.short.unended 2"]);
  equal(pressingSirens(ROW, [UNENDED], NOW), [
    "official.siren.silent 2",
    "siren.all.short.unended 2",
  ]);
});

test("while no incident is open it is all that is said of outside", () => {
  equal(readLeftOver([UNENDED], NOW), {
    kind: "urgent",
    big: "siren.all.short.unended 2",
    lines: ["siren.all.unended north, south"],
  });
  equal(readLeftOver([], NOW), null);
  equal(readUnended([UNENDED, UNENDED], NOW)[1], "siren.all.short.unended 2");
});

test("an end that is not proven is drawn although its incident is over; what is open has its own place", () => {
  /** @type {SirensRow} */
  const failed = partOf({ incident: "INC-1", turns: [[0, "urgent", "unproven"]] });
  /** @type {SirensRow} */
  const ended = partOf({ incident: "INC-2", turns: [[0, "plain", "nothing"]] });
  const rows = { "sirens:INC-1": failed, "sirens:INC-2": ended };
  equal(unendedSirens(rows, [], NOW), [failed]);
  equal(unendedSirens(rows, [{ id: "INC-1" }], NOW), []);
});
