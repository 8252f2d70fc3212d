/* Work under permits on the map, with time left, last gas test and attendant; and hazards near an
   incident. Normal work is grey; one mark for each place. */

import { escape, keyedMarkers } from "./marks.js";
import { mapDrawing, placeAt } from "./site_map.js";
import { text } from "../base/context.js";
import { verdictAt } from "../base/turns.js";
import { age, say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { gasWords, guardianWords, insideOf, leftWords, readWork } from "../shared/work.js";

/** @import { HazardRow, WorkRow } from "../types/rows.d.ts" */
/** @import { Mark } from "./marks.js" */
/** @import { Work } from "../shared/work.js" */

/* The kinds of the library that have a letter of their own. */
const KINDS = [
  "hot-work",
  "confined-space",
  "blind-plate",
  "height-work",
  "lifting",
  "temporary-power",
  "earth-work",
  "road-closing",
];

/** @type {(kind: string) => string} */
const letterOf = (kind) =>
  say(`work.letter.${KINDS.includes(kind) ? kind.replaceAll("-", "_") : "other"}`);

/** @type {(bits: string[]) => string} */
const joined = (bits) => bits.filter(Boolean).join(" · ");

const NAMED = 3;
/* Who is inside by name, as many as can be read; the guardian is not. */
/** @type {(all: Work[]) => string} */
function namesInside(all) {
  const people = all.flatMap(({ row }) => row.inside);
  if (!people.length || people.length > NAMED) {
    return people.length ? say("work.inside_n", { n: people.length }) : "";
  }
  const names = people.map((one) => one.name ? text(one.name) : one.person).join(", ");
  return say("work.inside_who", { names });
}

/* What stands beside the badge, the longest form first. */
/** @type {(all: Work[], now: number) => string[]} */
function wordsOf(all, now) {
  const [first] = all;
  const { row, kind, code } = first;
  const more = all.length > 1 ? ` +${all.length - 1}` : "";
  const inside = insideOf(all) ? say("work.inside_n", { n: insideOf(all) }) : "";
  const who = namesInside(all);
  const guardian = guardianWords(row) && say("work.guardian", { name: guardianWords(row) });
  if (kind === "urgent" || kind === "warn") {
    const state = code === "inside" ? "" : say(`work.code.${code}`);
    return [
      joined([state, who, guardian]) + more,
      joined([state, who]) + more,
      joined([state, inside]) + more,
    ];
  }
  return [
    joined([who, leftWords(first, now), gasWords(row, now), guardian]) + more,
    joined([leftWords(first, now), inside]) + more,
  ];
}

mapDrawing(["matters"], (map) => {
  const work = keyedMarkers(map, "labels");
  const hazards = keyedMarkers(map, "labels");
  return (now) => {
    /** @type {Record<string, WorkRow>} */
    const rows = board.kind("matters", "work:");
    /** @type {Map<string, Work[]>} */
    const byPlace = new Map();
    for (const one of readWork(rows, now)) {
      const place = one.row.place || one.row.area || "";
      byPlace.set(place, [...(byPlace.get(place) || []), one]);
    }
    /** @type {Record<string, Mark>} */
    const wanted = {};
    for (const [place, all] of byPlace) {
      const at = placeAt(place);
      if (!at) continue;
      const badge = `<b>${escape(letterOf(all[0].row.kind))}</b>`;
      const [first, ...shorter] = wordsOf(all, now).map((words) =>
        `${badge}<span>${escape(words)}</span>`
      );
      wanted[place] = { at, html: first, shorter, className: `beside work ${all[0].kind}` };
    }
    work(wanted);
    /** @type {Record<string, Mark>} */
    const near = {};
    /** @type {HazardRow[]} */
    const found = Object.values(board.kind("matters", "hazard:"));
    for (const row of found) {
      const at = placeAt(row.place);
      if (!at) continue;
      const { kind } = verdictAt(row.turns, now);
      const late = kind === "warn" && row.late_at !== null
        ? ` · ${say("work.hazard_late", { age: age(now - row.late_at) })}`
        : "";
      near[row.matter] = {
        at,
        html: `<i>◆</i><span>${escape(`${text(row.title)} ${row.number}${late}`)}</span>`,
        shorter: [`<i>◆</i><span>${escape(row.number)}</span>`],
        className: `beside hazard ${kind === "warn" ? "warn" : "plain"}`,
      };
    }
    hazards(near);
  };
});
