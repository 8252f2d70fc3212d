/* Levels that matter: bar with limits, share, trend; the rest in one line. */

import { LIMIT_NAMES } from "./history.js";
import { normalWords, readLevels, staleWord } from "./levels.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { number, say } from "../base/words.js";
import { panel, useKind, useReady, useSecond } from "../live/react_panels.js";
import { Words } from "../shared/fit.js";
import { useIncidents } from "../shared/incidents.js";
import { Trend, trends } from "../wall/trends.js";

/** @import { Level, LimitName } from "./levels.js" */

const ROWS = 3; /* what the wall has room for */

/** @type {(props: {level: Level}) => ReactElement} */
function Bar({ level }) {
  const { limits, share, percent, kind } = level;
  /** @type {(name: LimitName) => ReactElement | null} */
  const tick = (name) => {
    const value = limits[name];
    if (value === null || value === undefined) return null;
    return h("u", {
      key: name,
      className: name,
      style: { left: `${Math.min(100, Math.max(0, share(value)))}%` },
    });
  };
  return h(
    "div",
    { className: `bar ${kind}` },
    h("i", { style: { transform: `scaleX(${Math.min(1, Math.max(0, (percent || 0) / 100))})` } }),
    LIMIT_NAMES.map(tick),
  );
}

/** @type {(level: Level, now: number) => string} */
function note(level, now) {
  if (!level.row) return say("level.no_signal");
  if (level.gone) return staleWord(level.tag, level.row, now);
  return level.doubtful
    ? say("level.uncertain")
    : level.trend; /* of a doubtful value no trend is told */
}

/** @type {(props: {level: Level, now: number}) => ReactElement} */
function Row({ level, now }) {
  return h(
    "div",
    { className: `level-row ${level.gone ? "stale" : ""}` },
    h(
      "div",
      { className: "name" },
      h(Words, { tag: "b", ways: [level.name], steps: [1, 2] }),
      h(Words, { ways: [level.detail].flat(), steps: [1] }),
    ),
    h(Bar, { level }),
    h(
      "div",
      { className: `value ${level.kind}` },
      level.percent === null ? "–" : `${number(level.percent, level.percent < 99.95 ? 1 : 0)} %`,
    ),
    h("div", { className: "spark" }, h(Trend, { tag: level.tag.id })),
    h(
      "div",
      { className: `note ${level.kind}` },
      level.gone ? sign("gone") : level.doubtful ? sign("warn") : null,
      level.hurry && !level.gone && !level.doubtful /* nor any outlook */
        ? h(Words, { ways: level.coming, steps: [1, 2] })
        : note(level, now),
    ),
  );
}

panel("levels", function Levels() {
  const now = useSecond();
  const levels = useKind("levels", "");
  const alarms = useKind("alarms", "");
  const incidents = useIncidents();
  const ready = useReady();
  const read = ready
    ? readLevels(levels, alarms, incidents, now)
    : { all: [], shown: [], normal: 0, stale: [] };
  const shown = read.shown.slice(0, ROWS);
  const ids = shown.map((level) => level.tag.id).join(" ");
  React.useEffect(() => trends.show(ids ? ids.split(" ") : []), [ids]);
  const hidden = read.shown.slice(ROWS);
  const answer = [normalWords({ ...read, stale: [] })];
  if (hidden.length && read.all.some(({ row }) => row)) {
    answer.push(
      say(hidden.every((l) => l.gone) ? "level.stale_more" : "list.more", { n: hidden.length }),
    );
  }
  return h(
    React.Fragment,
    null,
    head(say("wall.levels"), answer.filter(Boolean).join(" · ")),
    shown.map((level, slot) => h(Row, { key: slot, level, now })),
  );
});
