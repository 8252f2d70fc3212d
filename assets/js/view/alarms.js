/* The order of alarms, for who commands: an emergency nobody has acknowledged, an emergency that
   stands, then the others unacknowledged first; what has returned, or is only silent, after what
   stands. Within each by priority, then the newest (docs/alarms.md, "The order"). */
(function (center) {
  "use strict";

  const PRIORITIES = ["emergency", "high", "medium", "low"];
  const STATES = ["UNACK", "ACKED", "RTNUN"];

  function place(alarm) {
    if (alarm.state === "RTNUN") return 5;
    if (alarm.priority === "emergency") return STATES.indexOf(alarm.state);
    if (alarm.condition === "STALE") return 4;
    return 2 + STATES.indexOf(alarm.state);
  }

  center.readAlarms = (rows, now) => {
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
  center.alarmUnit = (alarm, tag) =>
    JUDGED[alarm.condition] ? center.say(JUDGED[alarm.condition]) : tag ? tag.unit : "";

  /* "T206 net loss", "GD-12 very high": what it is about as the board elsewhere and the radio call it, and
     the condition. A vessel by its number, a pool or a silent source by its name, a tag by its id. */
  center.alarmShort = (alarm) => {
    const vessel = center.site().holderOfLevel[alarm.tag];
    const what = !vessel ? center.sourceName(alarm.tag) : vessel.to_weir_m3 ? center.text(vessel.name) : vessel.id;
    return `${what} ${center.say(`alarm.condition.${alarm.condition}`)}`;
  };

  /* What the tag's id stands for, "Road west of Workshop 1, chlorobenzene"; "" where a vessel says it. */
  center.alarmPlace = (alarm) => {
    const plant = center.site();
    const tag = plant.by.tags[alarm.tag];
    return tag && tag.name && !plant.holderOfLevel[alarm.tag] ? center.text(tag.name) : "";
  };

  /* The head of its row on a desk. */
  center.alarmHead = (alarm) => {
    const place = center.alarmPlace(alarm);
    return center.h("b", null, center.alarmShort(alarm), place ? center.h("em", { className: "plain" }, place) : null);
  };

  /* Both, where there is one line for it: "GD-12 very high (Road west of Workshop 1, chlorobenzene)". */
  center.alarmName = (alarm) => {
    const place = center.alarmPlace(alarm);
    return place ? center.say("alarm.named", { what: center.alarmShort(alarm), place }) : center.alarmShort(alarm);
  };

  /* One line of the wall for what a tag is too high in, one for too low, one for each other condition:
     the first in their order. A gauge without signal must not hide the loss it showed before. */
  const SAME = { HH: "H", LL: "L" };
  center.gravestOfEach = (alarms) => {
    const seen = new Set();
    return alarms.filter((alarm) => {
      const what = `${alarm.tag}:${SAME[alarm.condition] || alarm.condition}`;
      return !seen.has(what) && seen.add(what);
    });
  };

  /* What its tag measures now, "230 ppm", and how long ago that was where it is silent; "" where a
     condition is judged from more than the value. */
  center.alarmMeasure = (alarm, now) => {
    const tag = center.site().by.tags[alarm.tag];
    const row = center.board.row("levels", alarm.tag);
    if (!tag || !row || JUDGED[alarm.condition]) return "";
    const value = `${center.number(row.value, Math.abs(row.value) < 10 ? 1 : 0)} ${center.unitWord(tag.unit)}`;
    return center.isStale(tag, row, now) ? `${value} · ${center.say("level.stale", { age: center.age(now - row.ts) })}` : value;
  };

  /* What is told of it in a line: its value beside its limit, how grave, and whether it comes and goes. */
  center.alarmTold = (alarm) => {
    const unit = center.unitWord(center.alarmUnit(alarm, center.site().by.tags[alarm.tag]));
    const measured = alarm.value === null ? "" : `${center.number(alarm.value)} ${unit}`;
    const silent = alarm.condition === "STALE" && measured;
    return [
      silent ? center.say("alarm.silent", { value: measured, limit: `${center.number(alarm.limit)} ${unit}` }) : measured && alarm.limit !== null ? center.say("alarm.limit", { value: measured, limit: center.number(alarm.limit) }) : measured,
      center.say(`alarm.priority.${alarm.priority}`),
      alarm.chattering ? center.say("alarm.chattering") : "",
      alarm.activations > 1 ? center.say("alarm.times", { n: alarm.activations }) : "",
    ].filter(Boolean);
  };

  /* What it is about, whatever became of it: a silence is grey, the rest as grave as its priority. */
  center.kindOfCondition = (alarm) => (alarm.condition === "STALE" ? "gone" : center.kindOfPriority(alarm.priority));
  center.alarmKind = (alarm) => (alarm.condition !== "STALE" && alarm.state === "RTNUN" ? "warn" : center.kindOfCondition(alarm));

  /* "unacknowledged 0:41", "acknowledged 6:10", "returned 0:20". */
  center.alarmState = (alarm, now) => {
    const since = alarm.state === "RTNUN" ? alarm.returned_at : alarm.state === "ACKED" ? alarm.acked_at : alarm.raised_at;
    /** @type {Sayable} */
    const word = alarm.handed_over && alarm.state !== "ACKED" ? "alarm.handed_over" : `alarm.state.${alarm.state}`;
    return `${center.say(word)} ${center.age(now - since)}`;
  };
  center.alarmBlinks = (alarm) => alarm.priority === "emergency" && alarm.state === "UNACK";
})((window.center = window.center || {}));
