/* The wall while alarms stand unanswered and no incident is open (domain/alarms/unanswered.py): how many, who should
   answer, what came first, and each burst as one row. */

import { alarmShort } from "../alarms/alarms.js";
import { text } from "../base/context.js";
import { age, say, span } from "../base/words.js";
import { named, site } from "../live/plant.js";

/** @import { Burst, ShiftCount, Sign, Unanswered, Words } from "../types/rows.d.ts" */
/** @import { Answer } from "./answers.js" */

/** One row for however many alarms of a burst; `end` is how long the first of them has stood.
 * @typedef {{key: string, kind: Sign, name: string, detail: string[], end: string}} BurstRead
 */

/* Whose work they are: the control room's posts, and who holds them. */
/** @type {(row: Unanswered, count: Pick<ShiftCount, "posts"> | undefined) => Answer} */
function whoShould({ asked }, count) {
  if (!asked.length) return { kind: "warn", big: "–", lines: [say("unanswered.no_post")] };
  /** @type {(post: string) => string} */
  const holder = (post) => {
    const person = count && count.posts[post];
    return person ? named(person) : say("unanswered.nobody");
  };
  const [first, ...others] = asked;
  const [second] = others.map((post) => `${named(post)} · ${holder(post)}`);
  return { kind: "warn", big: named(first), lines: [holder(first), ...(second ? [second] : [])] };
}

/** @type {(row: Unanswered, count: Pick<ShiftCount, "posts"> | undefined, gaps: number, now: number) =>
 *   [name: Sayable, answer: Answer][]} */
export const readUnanswered = (row, count, gaps, now) => [
  ["unanswered.alarms", {
    kind: row.grave ? "urgent" : "warn",
    big: say("unanswered.n", { n: row.n }),
    lines: [
      row.grave
        ? say("unanswered.grave", { n: row.grave, span: span(now - row.since) })
        : say("unanswered.oldest", { span: span(now - row.since) }),
    ],
  }],
  ["unanswered.who", whoShould(row, count)],
  ["unanswered.first", {
    kind: "note",
    big: alarmShort(row.first),
    lines: [say("unanswered.first_at", { age: age(now - row.first.at) })],
  }],
  ["unanswered.ready", {
    kind: gaps ? "note" : "good",
    big: say("unanswered.gaps", { n: gaps }),
    lines: [say(gaps ? "ready.gaps_detail" : "ready.no_gaps_detail")],
  }],
];

/* The area by its name; "" for what lies in none. */
/** @type {(unit: string | null) => string} */
const unitOf = (unit) => {
  /** @type {{name: Words} | undefined} */
  const area = site().by.areas[unit ?? ""];
  return unit ? say("unanswered.unit", { unit: area ? text(area.name) : named(unit) }) : "";
};

/** @type {(row: Unanswered, now: number) => BurstRead[]} */
export const readBursts = ({ bursts }, now) =>
  bursts.map((burst) => ({
    key: burst.gravest.alarm,
    kind: burst.sign,
    name: alarmShort(burst.gravest),
    detail: told(burst),
    end: span(now - burst.first.at),
  }));

/** @type {(burst: Burst) => string[]} */
const told = ({ n, unit, first }) => {
  const [one, several] = [unit ? [named(unit)] : [], [
    say("unanswered.burst", { n, unit: unitOf(unit), first: alarmShort(first) }),
    say("unanswered.burst", { n, unit: "", first: alarmShort(first) }),
  ]];
  return n - 1 ? several : one;
};
