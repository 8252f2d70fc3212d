/* The standing alarms in the order given by their rows (domain/alarms/standing.py), and their
   words. */

import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { verdictAt } from "../base/turns.js";
import { age, number, say, unitWord } from "../base/words.js";
import { board } from "../live/live_board.js";
import { site, sourceName } from "../live/plant.js";
import { isDoubtful, isStale, measureWords, trendWord } from "../tanks/levels.js";

/** @import { Part } from "../live/plant_index.js" */
/** @import { AlarmRow, LevelRow, Sign } from "../types/rows.d.ts" */

/** What names an alarm, be it on the board or of the past: its tag and its condition.
 * @typedef {{ tag: string, condition: string }} AlarmNamed
 */

/** @type {(alarm: Pick<AlarmRow, "turns">, now: number) => boolean} */
const isShelved = (alarm, now) => verdictAt(alarm.turns, now).code === "shelved";
/* Put aside, be it known to this shift or not yet taken over by it. */
/** @type {(alarm: Pick<AlarmRow, "turns" | "handed_over">, now: number) => boolean} */
export const isAside = (alarm, now) => alarm.handed_over || isShelved(alarm, now);

/* Whether it waits to be acknowledged: one out of service may not stand at all. */
/** @type {(alarm: Pick<AlarmRow, "state">) => boolean} */
export const isUnseen = ({ state }) => state === "UNACK" || state === "RTNUN";

/* Whether the reader's own hands may do it with this alarm now, as its row says (domain/alarms/shelve.py). */
const DONE_BY = {
  shelve: "alarm.shelve",
  take_out: "alarm.take_out",
  bring_back: "alarm.unshelve",
};
/** @type {(alarm: Pick<AlarmRow, "hands">, deed: keyof typeof DONE_BY) => boolean} */
export const handMay = (alarm, deed) => may(DONE_BY[deed]) && alarm.hands[deed].includes(page.role);

/* Those that are shown, in their order; those put aside; and which of the shown wait to be acknowledged. */
/** @type {(rows: Record<string, AlarmRow>, now: number) => { shown: AlarmRow[], shelved: AlarmRow[], waiting: AlarmRow[] }} */
export const readAlarms = (rows, now) => {
  const all = Object.values(rows);
  const shelved = all.filter((alarm) => isShelved(alarm, now));
  const shown = all
    .filter((alarm) => !shelved.includes(alarm))
    .sort((a, b) => a.order - b.order);
  const waiting = shown.filter(isUnseen);
  return { shown, shelved, waiting };
};

/* What an alarm's value and limit are in: the tag's own unit, but for the judged conditions. */
/** @type {Record<string, Sayable>} */
const JUDGED = { NETLOSS: "unit.mm_per_min", FLAT: "unit.mm", STALE: "unit.s" };
/* A condition that has no measure: it holds or it does not. */
const UNMEASURED = ["OPENED"];
/** @type {(alarm: Pick<AlarmNamed, "condition">, tag: Part | undefined) => string} */
export const alarmUnit = (alarm, tag) =>
  JUDGED[alarm.condition] ? say(JUDGED[alarm.condition]) : tag ? tag.unit : "";

/* The cabinet or room that a contact watches. */
/** @type {(tag: string) => Part | undefined} */
const storeOf = (tag) =>
  (site().stores || []).find((/** @type {Part} */ one) => one.custody?.sensor === tag);

/* "T206 net loss", "GD-12 very high": what it is about as the board elsewhere and the radio call it, and
   the condition. A vessel by its number, a pool or a silent source by its name, a tag by its id. */
/** @type {(alarm: AlarmNamed) => string} */
export const alarmShort = (alarm) => {
  const vessel = site().holderOfLevel[alarm.tag];
  const store = alarm.condition === "OPENED" && storeOf(alarm.tag);
  if (store) return `${text(store.name)} ${say("alarm.condition.OPENED")}`;
  const what = !vessel ? sourceName(alarm.tag) : vessel.to_weir_m3 ? text(vessel.name) : vessel.id;
  return `${what} ${say(`alarm.condition.${alarm.condition}`)}`;
};

/* What the tag's id stands for, "Road west of Workshop 1, chlorobenzene"; "" where a vessel says it. */
/** @type {(alarm: Pick<AlarmNamed, "tag">) => string} */
export const alarmPlace = (alarm) => {
  const plant = site();
  const tag = plant.by.tags[alarm.tag];
  return tag && tag.name && !plant.holderOfLevel[alarm.tag] ? text(tag.name) : "";
};

/* The head of its row on a desk. */
/** @type {(alarm: AlarmNamed) => ReactElement} */
export const alarmHead = (alarm) => {
  const place = alarmPlace(alarm);
  return h("b", null, alarmShort(alarm), place ? h("em", { className: "plain" }, place) : null);
};

/* Both, where there is one line for it: "GD-12 very high (Road west of Workshop 1, chlorobenzene)". */
/** @type {(alarm: AlarmNamed) => string} */
export const alarmName = (alarm) => {
  const place = alarmPlace(alarm);
  return place ? say("alarm.named", { what: alarmShort(alarm), place }) : alarmShort(alarm);
};

/* The same by its id, which is "TAG:CONDITION". */
/** @type {(id: string) => string} */
export const alarmNameOf = (id) => {
  const [tag, condition] = id.split(":");
  return alarmName(/** @type {AlarmNamed} */ ({ tag, condition }));
};

/* One line of the wall for what a tag is too high in, one for too low, one for each other condition:
   the first in their order. A gauge without signal must not hide the loss it showed before. */
/** @type {<A extends Pick<AlarmRow, "about">>(alarms: A[]) => A[]} */
export const gravestOfEach = (alarms) => {
  const seen = new Set();
  return alarms.filter(({ about }) => !seen.has(about) && seen.add(about));
};

/* What its tag measures now, "230 ppm", and how long ago that was where it is silent; "" where a
   condition is judged from more than the value. */
/** @type {(alarm: AlarmNamed, now: number) => string} */
export const alarmMeasure = (alarm, now) => {
  const tag = site().by.tags[alarm.tag];
  /** @type {LevelRow | undefined} */
  const row = board.kind("levels", "")[alarm.tag];
  if (!tag || !row || JUDGED[alarm.condition] || UNMEASURED.includes(alarm.condition)) return "";
  const value = measureWords(tag, row.value);
  return isStale(tag, row, now)
    ? `${value} · ${say("level.stale", { age: age(now - row.ts) })}`
    : value;
};

/* What it measures now: of a loss how fast, of the rest its value; nothing of what is silent. */
/** @type {(alarm: AlarmNamed, now: number) => string} */
export function measuredNow(alarm, now) {
  const tag = site().by.tags[alarm.tag];
  /** @type {LevelRow | undefined} */
  const row = board.kind("levels", "")[alarm.tag];
  if (!tag || !row || isStale(tag, row, now)) return "";
  const doubt = isDoubtful(tag, row, now) ? `▲ ${say("level.uncertain")}` : "";
  if (alarm.condition === "NETLOSS") {
    return doubt || trendWord(tag, row); /* of a doubtful value no trend is told */
  }
  return [alarmMeasure(alarm, now), doubt].filter(Boolean).join(" ");
}

/* What is told of it where there is one line: what it measures now, then what it did when it was raised. */
/** @type {(alarm: AlarmRow, now: number) => string[]} */
export const alarmToldNow = (alarm, now) => {
  const value = measuredNow(alarm, now);
  return [...(value ? [say("alarm.now", { value })] : []), ...alarmTold(alarm)];
};

/* What is told of it in a line: its value when it was raised beside its limit, how grave, and whether it comes and
   goes. */
/** @type {(alarm: AlarmRow) => string[]} */
export const alarmTold = (alarm) => {
  const tag = site().by.tags[alarm.tag];
  const unit = unitWord(alarmUnit(alarm, tag));
  const measured = alarm.value === null || UNMEASURED.includes(alarm.condition)
    ? ""
    : tag && !JUDGED[alarm.condition]
    ? measureWords(tag, alarm.value)
    : `${number(alarm.value)} ${unit}`;
  const silent = alarm.condition === "STALE" &&
    alarm.limit !== null; /* its value is that of when it was raised */
  return [
    silent
      ? say("alarm.silent", { limit: `${number(alarm.limit)} ${unit}` })
      : alarm.condition === "DISAGREE" && alarm.limit !== null
      ? say("alarm.disagree", { second: measured, first: `${number(alarm.limit)} ${unit}` })
      : measured && alarm.limit !== null
      ? say("alarm.limit", { value: measured, limit: number(alarm.limit) })
      : measured,
    say(`alarm.priority.${alarm.priority}`),
    alarm.chattering ? say("alarm.chattering") : "",
    alarm.activations > 1 ? say("alarm.times", { n: alarm.activations }) : "",
  ].filter(Boolean);
};

/* How grave one of the board is, also while it is aside: the sign of its last turn. */
/** @type {(alarm: Pick<AlarmRow, "turns">) => Sign} */
export const alarmKind = (alarm) => alarm.turns[alarm.turns.length - 1][1];

/* "unacknowledged 0:41", "acknowledged 6:10", "returned 0:20". */
/** @type {(alarm: AlarmRow, now: number) => string} */
export const alarmState = (alarm, now) => {
  const moved =
    { UNACK: null, ACKED: alarm.acked_at, RTNUN: alarm.returned_at, NORM: alarm.returned_at }[
      alarm.state
    ];
  /** @type {Sayable} */
  const word = alarm.handed_over && isUnseen(alarm)
    ? "alarm.handed_over"
    : `alarm.state.${alarm.state}`;
  return `${say(word)} ${age(now - (moved ?? alarm.raised_at))}`;
};
/** @type {(alarm: AlarmRow) => boolean} */
export const alarmBlinks = (alarm) => alarm.calls;

/* What stands where no alarm does: of a plant of which nothing was heard that says nothing. `levels` are the rows of
   its tags. */
/** @type {(levels: Record<string, unknown>) => string} */
export const noAlarmWords = (levels) =>
  say(Object.keys(levels).length ? "alarm.none" : "alarm.nothing_heard");
