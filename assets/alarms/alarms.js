/* The order of alarms, for who commands: an emergency nobody has acknowledged, an emergency that
   stands, then the others unacknowledged first; what has returned, or is only silent, after what
   stands. Within each by priority, then the newest (docs/alarms.md, "The order"). */

import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { age, number, say, unitWord } from "../base/words.js";
import { board } from "../live/live_board.js";
import { site, sourceName } from "../live/plant.js";
import { isStale, kindOfPriority } from "../tanks/levels.js";

const PRIORITIES = ["emergency", "high", "medium", "low"];
const STATES = ["UNACK", "ACKED", "RTNUN"];

function place(alarm) {
  if (alarm.state === "RTNUN") return 5;
  if (alarm.priority === "emergency") return STATES.indexOf(alarm.state);
  if (alarm.condition === "STALE") return 4;
  return 2 + STATES.indexOf(alarm.state);
}

export const readAlarms = (rows, now) => {
  const all = Object.values(rows);
  /* What an earlier shift put aside stands again until this one has taken it over. */
  const aside = (a) => a.shelved_until && a.shelved_until > now && !a.handed_over;
  const shelved = all.filter(aside);
  const shown = all
    .filter((a) => !aside(a))
    .sort(
      (a, b) =>
        place(a) - place(b) ||
        Number(a.state === "ACKED") - Number(b.state === "ACKED") ||
        PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) ||
        b.raised_at - a.raised_at,
    );
  const waiting = shown.filter((a) => a.state !== "ACKED");
  return { shown, shelved, waiting };
};

/* What an alarm's value and limit are in: the tag's own unit, but for the judged conditions. */
const JUDGED = { NETLOSS: "unit.mm_per_min", FLAT: "unit.mm", STALE: "unit.s" };
export const alarmUnit = (alarm, tag) =>
  JUDGED[alarm.condition] ? say(JUDGED[alarm.condition]) : tag ? tag.unit : "";

/* "T206 net loss", "GD-12 very high": what it is about as the board elsewhere and the radio call it, and
   the condition. A vessel by its number, a pool or a silent source by its name, a tag by its id. */
export const alarmShort = (alarm) => {
  const vessel = site().holderOfLevel[alarm.tag];
  const what = !vessel ? sourceName(alarm.tag) : vessel.to_weir_m3 ? text(vessel.name) : vessel.id;
  return `${what} ${say(`alarm.condition.${alarm.condition}`)}`;
};

/* What the tag's id stands for, "Road west of Workshop 1, chlorobenzene"; "" where a vessel says it. */
export const alarmPlace = (alarm) => {
  const plant = site();
  const tag = plant.by.tags[alarm.tag];
  return tag && tag.name && !plant.holderOfLevel[alarm.tag] ? text(tag.name) : "";
};

/* The head of its row on a desk. */
export const alarmHead = (alarm) => {
  const place = alarmPlace(alarm);
  return h("b", null, alarmShort(alarm), place ? h("em", { className: "plain" }, place) : null);
};

/* Both, where there is one line for it: "GD-12 very high (Road west of Workshop 1, chlorobenzene)". */
export const alarmName = (alarm) => {
  const place = alarmPlace(alarm);
  return place ? say("alarm.named", { what: alarmShort(alarm), place }) : alarmShort(alarm);
};

/* One line of the wall for what a tag is too high in, one for too low, one for each other condition:
   the first in their order. A gauge without signal must not hide the loss it showed before. */
const SAME = { HH: "H", LL: "L" };
export const gravestOfEach = (alarms) => {
  const seen = new Set();
  return alarms.filter((alarm) => {
    const what = `${alarm.tag}:${SAME[alarm.condition] || alarm.condition}`;
    return !seen.has(what) && seen.add(what);
  });
};

/* What its tag measures now, "230 ppm", and how long ago that was where it is silent; "" where a
   condition is judged from more than the value. */
export const alarmMeasure = (alarm, now) => {
  const tag = site().by.tags[alarm.tag];
  const row = board.row("levels", alarm.tag);
  if (!tag || !row || JUDGED[alarm.condition]) return "";
  const value = `${number(row.value, Math.abs(row.value) < 10 ? 1 : 0)} ${unitWord(tag.unit)}`;
  return isStale(tag, row, now)
    ? `${value} · ${say("level.stale", { age: age(now - row.ts) })}`
    : value;
};

/* What is told of it in a line: its value beside its limit, how grave, and whether it comes and goes. */
export const alarmTold = (alarm) => {
  const unit = unitWord(alarmUnit(alarm, site().by.tags[alarm.tag]));
  const measured = alarm.value === null ? "" : `${number(alarm.value)} ${unit}`;
  const silent = alarm.condition === "STALE" && measured;
  return [
    silent
      ? say("alarm.silent", { value: measured, limit: `${number(alarm.limit)} ${unit}` })
      : measured && alarm.limit !== null
      ? say("alarm.limit", { value: measured, limit: number(alarm.limit) })
      : measured,
    say(`alarm.priority.${alarm.priority}`),
    alarm.chattering ? say("alarm.chattering") : "",
    alarm.activations > 1 ? say("alarm.times", { n: alarm.activations }) : "",
  ].filter(Boolean);
};

/* What it is about, whatever became of it: a silence is grey, the rest as grave as its priority. */
export const kindOfCondition = (
  alarm,
) => (alarm.condition === "STALE" ? "gone" : kindOfPriority(alarm.priority));
export const alarmKind = (
  alarm,
) => (alarm.condition !== "STALE" && alarm.state === "RTNUN" ? "warn" : kindOfCondition(alarm));

/* "unacknowledged 0:41", "acknowledged 6:10", "returned 0:20". */
export const alarmState = (alarm, now) => {
  const since = alarm.state === "RTNUN"
    ? alarm.returned_at
    : alarm.state === "ACKED"
    ? alarm.acked_at
    : alarm.raised_at;
  /** @type {Sayable} */
  const word = alarm.handed_over && alarm.state !== "ACKED"
    ? "alarm.handed_over"
    : `alarm.state.${alarm.state}`;
  return `${say(word)} ${age(now - since)}`;
};
export const alarmBlinks = (alarm) => alarm.priority === "emergency" && alarm.state === "UNACK";
