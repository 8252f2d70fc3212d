/* Every vessel of the plant: what it holds, of how much, where it is going. */

import { readLevels, staleWord, useFirstTag } from "./levels.js";
import { readAlarms } from "../alarms/alarms.js";
import { address, useAddress } from "../base/address.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { number, say, unitWord } from "../base/words.js";
import { pressed } from "../hands/shortcuts.js";
import { panel, useKind, useReady, useSecond } from "../live/react_panels.js";
import { linkTo } from "../shared/links.js";

/** @import { AlarmRow } from "../types/rows.d.ts" */
/** @import { Level } from "./levels.js" */

/* {held, capacity} in m³; capacity is the tank's height or the pool's weir, null if nothing says it. */
/** @type {(level: Level) => {held: number | null, capacity: number | null}} */
function volume(level) {
  const { vessel, row } = level;
  if (!vessel) return { held: null, capacity: null };
  if (vessel.to_weir_m3) return { held: row ? row.value : null, capacity: vessel.to_weir_m3 };
  const perM = vessel.m3_per_m;
  return {
    held: row && row.value !== null && perM ? row.value * perM : null,
    capacity: perM && vessel.height_m ? vessel.height_m * perM : null,
  };
}

/** @type {(level: Level, alarms: Record<string, AlarmRow>, now: number) => string} */
function stateOf(level, alarms, now) {
  if (!level.row) return say("level.no_signal");
  const standing = readAlarms(
    Object.fromEntries(Object.entries(alarms).filter(([, a]) => a.tag === level.tag.id)),
    now,
  ).shown.filter((a) => a.state !== "RTNUN");
  const stale = level.gone ? staleWord(level.tag, level.row, now) : "";
  const worst = standing.filter((a) => !stale || a.condition !== "STALE")[0];
  const alarm = worst ? say(`alarm.condition.${worst.condition}`) : "";
  return [alarm, stale, level.doubtful ? say("level.uncertain") : ""].filter(Boolean).join(" · ") ||
    say("vessels.normal"); /* silence hides no alarm */
}

/** @type {(props: {level: Level, alarms: Record<string, AlarmRow>, now: number, chosen: boolean}) => ReactElement} */
function Row({ level, alarms, now, chosen }) {
  const { held, capacity } = volume(level);
  const row = level.row;
  const pool = Boolean(level.vessel && level.vessel.to_weir_m3);
  /** @type {(event: MouseEvent) => void} */
  const click = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    address.write({
      tag: level.tag.id,
      with: address.read("with", "") === level.tag.id ? "" : address.read("with", ""),
    });
  };
  return h(
    "a",
    {
      href: linkTo("tag", level.tag.id),
      className: `vessel-row ${level.gone ? "stale" : ""}`,
      "aria-current": chosen ? "true" : undefined,
      onClick: click,
      "data-tag": level.tag.id,
    },
    sign(level.kind === "plain" ? "plain" : level.kind),
    h(
      "span",
      { className: "name" },
      h("b", null, level.name),
      h("span", null, pool || !level.vessel ? level.tag.id : text(level.vessel.product)),
    ),
    h(
      "b",
      { className: "value", "data-value": row ? row.value : "" },
      row ? `${number(row.value, pool ? 0 : 2)} ${unitWord(level.tag.unit)}` : "–",
    ),
    h("span", { className: "trend-word" }, level.trend),
    h(
      "span",
      { className: "holds" },
      held === null ? null : h(
        "span",
        { className: "volume" },
        say("level.of", { value: number(held, 0), total: number(capacity, 0), unit: "m³" }),
      ),
      h("em", { className: level.kind }, stateOf(level, alarms, now)),
    ),
    level.coming.length && !level.gone
      ? h("span", { className: `coming ${level.hurry ? level.kind : ""}` }, level.coming[0])
      : null,
  );
}

panel("vessels", function Vessels() {
  const now = useSecond();
  const levels = useKind("levels", "");
  const alarms = useKind("alarms", "");
  const [chosen] = useAddress("tag", useFirstTag());
  const read = useReady() ? readLevels(levels, alarms, [], now).all.filter((l) => l.vessel) : [];
  const calm = read.filter((l) => l.kind === "plain").length;
  /** @type {(event: KeyboardEvent) => void} */
  const key = (event) => {
    const here = document.activeElement;
    const next = here &&
      [here.previousElementSibling, here.nextElementSibling][pressed(event, "vessel")];
    if (!(next instanceof HTMLElement) || !next.classList.contains("vessel-row")) return;
    event.preventDefault();
    next.focus();
  };
  return h(
    React.Fragment,
    null,
    head(
      say("vessels.title"),
      read.length ? say("vessels.calm", { n: calm, of: read.length }) : "",
    ),
    h(
      "nav",
      { className: "vessel-list", "aria-label": say("vessels.title"), onKeyDown: key },
      read.map((level) =>
        h(Row, { key: level.tag.id, level, alarms, now, chosen: level.tag.id === chosen })
      ),
    ),
  );
});
