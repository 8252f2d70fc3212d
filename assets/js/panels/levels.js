/* Levels that matter: bar with limits, share, trend; the rest in one line. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);

  function Bar({ level }) {
    const { limits, share, percent, kind } = level;
    const tick = (name) => {
      const value = limits[name];
      if (value === null || value === undefined) return null;
      return h("u", { key: name, className: name, style: { left: `${Math.min(100, Math.max(0, share(value)))}%` } });
    };
    return h(
      "div",
      { className: `bar ${kind}` },
      h("i", { style: { transform: `scaleX(${Math.min(1, Math.max(0, (percent || 0) / 100))})` } }),
      ["ll", "l", "h", "hh"].map(tick),
    );
  }

  function note(level, now) {
    if (!level.row) return say("level.no_signal");
    if (level.gone) return center.staleWord(level.row, now);
    return level.doubtful ? say("level.uncertain") : level.trend; /* of a doubtful value no trend is told */
  }

  function Row({ level, graph, now }) {
    return h(
      "div",
      { className: `level-row ${level.gone ? "stale" : ""}` },
      h("div", { className: "name" }, h(center.Words, { tag: "b", ways: [level.name], steps: [1, 2] }), h(center.Words, { ways: [].concat(level.detail), steps: [1] })),
      h(Bar, { level }),
      h("div", { className: `value ${level.kind}` }, level.percent === null ? "–" : `${center.number(level.percent, level.percent < 99.95 ? 1 : 0)} %`),
      h("div", { className: "spark" }, graph),
      h("div", { className: `note ${level.kind}` }, level.gone ? center.sign("gone") : level.doubtful ? center.sign("warn") : null, note(level, now)),
    );
  }

  center.panel("levels", function Levels({ children }) {
    const now = center.useSecond();
    const levels = center.useTopic("levels");
    const alarms = center.useTopic("alarms");
    const incidents = center.useIncidents();
    const graphs = React.Children.toArray(children);
    const ready = center.useReady();
    const read = ready ? center.readLevels(levels, alarms, incidents, now) : { shown: [], normal: 0, stale: [] };
    const shown = read.shown.slice(0, graphs.length);
    const ids = shown.map((level) => level.tag.id).join(" ");
    React.useEffect(() => center.trends.show(ids ? ids.split(" ") : []), [ids]);
    const hidden = read.shown.slice(graphs.length);
    const answer = [say("level.normal", { n: read.normal })];
    if (hidden.length) answer.push(say(hidden.every((l) => l.gone) ? "level.stale_more" : "list.more", { n: hidden.length }));
    return h(
      React.Fragment,
      null,
      center.head(say("wall.levels"), answer.join(" · ")),
      graphs.map((graph, slot) =>
        shown[slot]
          ? h(Row, { key: slot, level: shown[slot], graph, now })
          : h("div", { key: slot, className: "level-row empty" }, h("div", { className: "spark" }, graph)),
      ),
    );
  });
})((window.center = window.center || {}));
