/* The wall's two short lists: alarms, and what is short (in an incident) or known (in quiet). */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const SHOWN = 3; /* a name may need two lines */

  center.panel("wall_alarms", function WallAlarms() {
    const now = center.useSecond();
    const { shown, waiting, shelved } = center.readAlarms(center.useTopic("alarms"), now);
    const lines = center.gravestOfEach(shown);
    const answer = waiting.length
      ? say("alarm.waiting", { n: waiting.length })
      : shown.length
        ? say("alarm.standing", { n: shown.length })
        : "";
    return h(
      React.Fragment,
      null,
      center.head(say("wall.alarms"), shelved.length ? `${answer} · ${say("alarm.shelved", { n: shelved.length })}` : answer),
      shown.length ? null : center.none(say("alarm.none")),
      lines
        .slice(0, SHOWN)
        .map((a) =>
          center.line(a.id, center.alarmKind(a), center.alarmBrief(a), "", center.alarmState(a, now), {
            className: center.alarmBlinks(a) ? "line wraps blinks" : "line wraps",
          }),
        ),
      center.more(lines.length - SHOWN),
    );
  });

  function Short() {
    const list = center.readShortages(center.useTopic("resources"));
    return h(
      React.Fragment,
      null,
      center.head(say("wall.short"), say("wall.short_answer")),
      list.length ? null : center.none(say("short.none")),
      list.slice(0, SHOWN).map((s) => center.line(s.key, s.kind, s.name, "", s.end, { className: "line wraps" })),
      center.more(list.length - SHOWN),
    );
  }

  function Known() {
    const now = center.useSecond();
    const known = center.readKnown(center.useTopic("resources"), now);
    const feeds = center.readFeeds(center.useTopic("feeds"), now);
    const silent = feeds.filter((f) => f.gone);
    const room = SHOWN - Math.min(silent.length, 2);
    return h(
      React.Fragment,
      null,
      center.head(say("wall.known"), say("wall.known_answer")),
      silent.slice(0, 2).map((f) => center.line(`feed:${f.feed.source}`, "gone", f.feed.source, say("feeds.no_word"), f.feed.last_ts === null ? say("feeds.never") : center.age(f.silent))),
      known.length || silent.length ? null : center.none(say("known.none")),
      known.slice(0, room).map((k) => center.line(k.key, "plain", `${k.name} · ${k.detail}`, "", center.daysAway(k.inDays), { className: "line wraps" })),
      center.more(known.length - room),
    );
  }

  center.panel("wall_short", function WallShort() {
    const incidents = center.useIncidents();
    if (!center.useReady()) return null;
    return incidents.length ? h(Short) : h(Known);
  });
})((window.center = window.center || {}));
