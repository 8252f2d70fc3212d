/* The wall's two short lists: alarms, and what is short (in an incident) or known (in quiet). */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const SHOWN = 3;

  /* Its value and where that is measured, or the value alone. */
  const measuredAt = (alarm, now) => {
    const [value, place] = [center.alarmMeasure(alarm, now), center.alarmPlace(alarm)];
    return value && place ? [`${value} · ${place}`, value] : value || place;
  };

  center.panel("wall_alarms", function WallAlarms() {
    const now = center.useSecond();
    const { shown, waiting, shelved } = center.readAlarms(center.useTopic("alarms"), now);
    const lines = center.gravestOfEach(shown).slice(0, SHOWN);
    const answer = say(waiting.length ? "wall.alarms_waiting" : shelved.length ? "wall.alarms_shelved" : "alarm.standing", {
      n: shown.length,
      waiting: waiting.length,
      shelved: shelved.length,
    });
    return h(
      React.Fragment,
      null,
      center.head(say("wall.alarms"), shown.length || shelved.length ? answer : ""),
      shown.length ? null : center.none(say("alarm.none")),
      h(
        center.Fit,
        { beyond: shown.length - lines.length, more: (n) => say("list.more", { n }) }, /* so that it adds up to the answer above */
        lines.map((a) =>
          center.item(a.id, center.alarmKind(a), center.alarmShort(a), measuredAt(a, now), center.alarmState(a, now), center.alarmBlinks(a) ? "blinks" : ""),
        ),
      ),
    );
  });

  function Short({ incidents }) {
    center.useSecond();
    const list = center.readShortages(center.useTopic("resources"), incidents);
    return h(
      React.Fragment,
      null,
      center.head(say("wall.short"), say("wall.short_answer")),
      list.length ? null : center.none(say("short.none")),
      h(
        center.Fit,
        { beyond: Math.max(0, list.length - SHOWN), more: (n) => say("list.more", { n }) },
        list.slice(0, SHOWN).map((s) => center.item(s.key, s.kind, s.name, s.detail, s.end)),
      ),
    );
  }

  function Known() {
    const now = center.useSecond();
    const known = center.readKnown(center.useTopic("resources"), now);
    const feeds = center.readFeeds(center.useTopic("feeds"), now);
    const silent = feeds.filter((f) => f.gone);
    const all = [
      ...silent.map((f) => center.item(`feed:${f.feed.source}`, "gone", center.sourceName(f.feed.source), say("feeds.no_word"), f.feed.last_ts === null ? say("feeds.never") : center.age(f.silent))),
      ...known.map((k) => center.item(k.key, "plain", k.name, k.detail, center.daysAway(k.inDays))),
    ];
    return h(
      React.Fragment,
      null,
      center.head(say("wall.known"), say("wall.known_answer")),
      all.length ? null : center.none(say("known.none")),
      h(center.Fit, { beyond: Math.max(0, all.length - SHOWN), more: (n) => say("list.more", { n }) }, all.slice(0, SHOWN)),
    );
  }

  center.panel("wall_short", function WallShort() {
    const incidents = center.useIncidents();
    if (!center.useReady()) return null;
    return incidents.length ? h(Short, { incidents }) : h(Known);
  });
})((window.center = window.center || {}));
