/* Words of the map as boxes: none on another, the gravest keeps its place, and what has no room is
   counted. On plants drawn by lot, the farm of 40 dense tanks among them. */

import { labelPlacer, overlap } from "../../assets/map/placing.js";
import { equal, ok, test } from "./testing.js";

/** @import { Box, Label, Standing, SymbolBox } from "../../assets/map/placing.js" */

const FRAME = { left: 0, top: 0, right: 1000, bottom: 540 };
const LINE = 20;

/* The same numbers in every run (mulberry32). */
/** @type {(seed: number) => () => number} */
function lot(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/* A word of so many letters beside its point: right, left, below, above. */
/** @type {(id: string, given: Partial<Label> & {letters?: number[], x: number, y: number}) => Label} */
function label(id, { letters = [4], x, y, ...given }) {
  return {
    id,
    rank: 5,
    point: { left: x, top: y },
    kept: null,
    covers: Infinity,
    bold: true,
    shuns: false,
    group: null,
    *ways(more) {
      for (const [form, n] of letters.entries()) {
        const width = 11 * (n + (more ? 3 : 0));
        /** @type {[string, number, number][]} */
        const places = [
          ["right", x + 8, y - LINE / 2],
          ["left", x - 8 - width, y - LINE / 2],
          ["below", x - width / 2, y + 8],
          ["above", x - width / 2, y - 8 - LINE],
        ];
        for (const [key, left, top] of places) {
          const box = { left, top, right: left + width, bottom: top + LINE };
          yield { key: `${form} ${key}`, form, boxes: [box] };
        }
      }
    },
    ...given,
  };
}

/** @type {(labels: Label[], given?: {symbols?: SymbolBox[], written?: Box[], people?: Box[]}) => Map<string, Standing>} */
function placed(labels, { symbols = [], written = [], people = [] } = {}) {
  const placer = labelPlacer({ frame: FRAME, written, symbols, vessels: [], people });
  placer.place(labels);
  return placer.standings;
}

/** @type {(standings: Map<string, Standing>) => Box[]} */
const boxesOf = (standings) => [...standings.values()].flatMap(({ way }) => way ? way.boxes : []);

/** @type {(standings: Map<string, Standing>) => boolean} */
const noneOnAnother = (standings) => {
  const boxes = boxesOf(standings);
  return boxes.every((a, n) => boxes.slice(n + 1).every((b) => !overlap(a, b)));
};

/* Each label of the group stands, or is counted on one that stands. */
/** @type {(standings: Map<string, Standing>) => [standing: number, counted: number]} */
const counted = (standings) => {
  const standing = [...standings.values()].filter(({ way }) => way);
  return [standing.length, standing.reduce((sum, { more }) => sum + more, 0)];
};

test("on plants drawn by lot no word lies on another and the gravest stands", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const draw = lot(seed);
    const labels = Array.from({ length: 20 + Math.floor(draw() * 60) }, (_, n) =>
      label(String(n), {
        rank: n === 7 ? -1 : Math.floor(draw() * 8),
        letters: [4 + Math.floor(draw() * 16), 3],
        x: 100 + draw() * 800,
        y: 60 + draw() * 420,
        covers: draw() < 0.5 ? 1 : Infinity,
        bold: draw() < 0.5,
        group: draw() < 0.5 ? "a group" : null,
      }));
    /* Badges, but none where the gravest would stand. */
    const { left: x, top: y } = labels[7].point;
    const symbols = labels.slice(0, 16).filter(({ point: { left, top } }) =>
      Math.abs(left - x) > 250 || Math.abs(top - y) > 50
    ).map(({ id, rank, point: { left, top } }) => ({
      label: id,
      rank,
      solid: true,
      box: { left: left - 6, right: left + 6, top: top - 8, bottom: top + 8 },
    }));
    const found = placed(labels, { symbols });
    ok(noneOnAnother(found), `seed ${seed}`);
    ok(found.get("7")?.way, `seed ${seed}: the gravest`);
    for (const box of boxesOf(found)) {
      ok(!symbols.some((symbol) => overlap(symbol.box, box)), `seed ${seed}: on a badge`);
      ok(box.left >= 0 && box.right <= 1000 && box.top >= 0 && box.bottom <= 540, `seed ${seed}`);
    }
  }
});

test("on a farm of 40 tanks in alarm every tank is named or counted", () => {
  for (const pitch of [12, 18, 26, 40]) {
    const tanks = Array.from({ length: 40 }, (_, n) =>
      label(`T${n}`, {
        rank: n === 21 ? 0 : 1,
        x: 300 + (n % 10) * pitch,
        y: 200 + Math.floor(n / 10) * pitch,
        group: "tank urgent",
      }));
    const found = placed(tanks);
    ok(noneOnAnother(found), `pitch ${pitch}`);
    ok(found.get("T21")?.way, `pitch ${pitch}: the source of the incident is named`);
    const [standing, more] = counted(found);
    equal(standing + more, 40, `pitch ${pitch}`);
    ok(pitch > 30 || more > 0, "there is not room for all");
  }
});

test("where no name has room for a number the least grave one gives way", () => {
  const wall = [
    { left: 0, right: 1000, top: 0, bottom: 190 },
    { left: 0, right: 1000, top: 230, bottom: 540 },
    { left: 0, right: 300, top: 0, bottom: 540 },
    { left: 420, right: 1000, top: 0, bottom: 540 },
  ];
  const tanks = [0, 1, 2].map((n) =>
    label(`T${n}`, { rank: n, x: 310 + n * 50, y: 210, letters: [4], group: "tank" })
  );
  const found = placed(tanks, { written: wall });
  equal(noneOnAnother(found), true);
  equal(found.get("T0")?.more, 2);
});

test("a word without room for its long form is written short", () => {
  const people = { left: 480, right: 560, top: 0, bottom: 540 };
  const beside = { left: 0, right: 380, top: 0, bottom: 540 };
  const found = placed([label("W1", { x: 470, y: 200, letters: [10, 2] })], {
    written: [people, beside],
  });
  equal(found.get("W1")?.way?.form, 1);
  const free = placed([label("W1", { x: 470, y: 200, letters: [10, 2] })]);
  equal(free.get("W1")?.way?.form, 0);
});

test("a graver word takes the place, and nothing is counted on another group", () => {
  const only = { left: 0, right: 1000, top: 0, bottom: 540 };
  const hole = [
    { ...only, right: 300 },
    { ...only, left: 360 },
    { ...only, bottom: 190 },
    { ...only, top: 215 },
  ];
  const found = placed([
    label("minor", { rank: 6, x: 300, y: 202, group: "b" }),
    label("grave", { rank: 1, x: 300, y: 202, group: "a" }),
  ], { written: hole });
  equal(found.get("grave")?.way?.key, "0 right");
  equal(found.get("minor")?.way, null);
  equal(found.get("grave")?.more, 0);
});

test("a word stays where it stands while another place is no better", () => {
  const found = placed([label("T1", { x: 300, y: 200, kept: "0 above" })]);
  equal(found.get("T1")?.way?.key, "0 above");
});
