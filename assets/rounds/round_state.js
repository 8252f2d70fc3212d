/* What of a round is done: what the server recorded, and what this phone keeps and has not sent yet. */

/** @import { KeptItem } from "../offline/sending_queue.js" */
/** @import { Words } from "../types/rows.d.ts" */

/** @typedef {{ at_least?: number, at_most?: number, below?: number }} Limit */
/** @typedef {{ code: string, title: Words, place: string | null, x: number | null, y: number | null, lat: number | null,
 *   lon: number | null, limits: Record<string, Limit[]> }} RoundPoint */
/** `state`: "done" is recorded, "kept" waits on this phone, "refused" waits for a person. `wrong`: the columns that are not
 * as they must be; `by`: who did it, `at`: when; `twice`: recorded by more than one.
 * @typedef {{ point: RoundPoint, state: "open" | "kept" | "refused" | "done", wrong: string[], flags: string[], at: number | null,
 *   by: string | null, twice: boolean }} PointState */

/** @type {(value: any) => string} */
const codeOf = (value) => String(value || "").split("point=").slice(-1)[0];

/* The flags anywhere in a recorded line. */
/** @type {(value: any) => string[]} */
const flagsIn = (value) =>
  !value || typeof value !== "object"
    ? []
    : Object.entries(value).flatMap(([name, part]) =>
      name === "flags" && Array.isArray(part) ? part : flagsIn(part)
    );

/** `column` is the one that holds the code; `lines` are those recorded; `kept` the items of this phone.
 * @type {(points: RoundPoint[], column: string, lines: any[], kept: KeptItem[], field: string) => PointState[]} */
export function pointsDone(points, column, lines, kept, field) {
  /** @type {Map<string, any[]>} */
  const recordedOf = new Map();
  for (const line of lines) {
    const code = codeOf(line[column]);
    recordedOf.set(code, (recordedOf.get(code) || []).slice(-1).concat([line]));
  }
  /** @type {Map<string, KeptItem>} */
  const keptOf = new Map();
  for (const one of kept) {
    const values = /** @type {any} */ (one.data.values || {});
    if (one.data.field === field) keptOf.set(codeOf(values[column]), one);
  }
  return points.map((point) => {
    const recorded = recordedOf.get(point.code) || [];
    const [last] = recorded.slice(-1);
    if (last) {
      return {
        point,
        state: "done",
        wrong: last.over || [],
        flags: [...new Set(flagsIn(last))],
        at: last.at || null,
        by: last.by || null,
        twice: Boolean(recorded[1]),
      };
    }
    const item = keptOf.get(point.code);
    const state = !item ? "open" : item.state === "refused" ? "refused" : "kept";
    const at = item ? item.made_at : null;
    return { point, state, wrong: [], flags: [], at, by: null, twice: false };
  });
}

/* The first point of the order that nobody has done. */
/** @type {(states: PointState[]) => PointState | undefined} */
export const nextOf = (states) => states.find(({ state }) => state === "open");

/* Whether a value lies outside of the limits that its point states. The server decides it again. */
/** @type {(limits: Limit[] | undefined, value: any) => boolean} */
export const outside = (limits, value) =>
  typeof value === "number" &&
  (limits || []).some(({ at_least: least, at_most: most, below }) =>
    (least !== undefined && value < least) || (most !== undefined && value > most) ||
    (below !== undefined && value >= below)
  );

/* The limits in words: "0.2–0.6", "≤ 5", "< 10". */
/** @type {(limits: Limit[] | undefined, number: (n: number) => string) => string} */
export const limitWords = (limits, number) =>
  (limits || []).map(({ at_least: least, at_most: most, below }) =>
    below !== undefined
      ? `< ${number(below)}`
      : least === undefined
      ? `≤ ${number(most || 0)}`
      : most === undefined
      ? `≥ ${number(least)}`
      : `${number(least)}–${number(most)}`
  ).join(", ");
