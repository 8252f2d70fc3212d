/* Every vessel of the plant: what it holds, of how much, where it is going. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);

  /* {held, capacity} in m³; capacity is the tank's height or the pool's weir, null if nothing says it. */
  function volume(level) {
    const { vessel, row } = level;
    if (!vessel) return { held: null, capacity: null };
    if (vessel.to_weir_m3) return { held: row ? row.value : null, capacity: vessel.to_weir_m3 };
    const perM = vessel.m3_per_m;
    return { held: row && perM ? row.value * perM : null, capacity: perM ? vessel.height_m * perM : null };
  }

  function stateOf(level, alarms, now) {
    if (!level.row) return say("level.no_signal");
    const standing = center.readAlarms(Object.fromEntries(Object.entries(alarms).filter(([, a]) => a.tag === level.tag.id)), now).shown.filter((a) => a.state !== "RTNUN");
    const stale = level.gone ? center.staleWord(level.row, now) : "";
    const worst = standing.filter((a) => !stale || a.condition !== "STALE")[0];
    const alarm = worst ? say(`alarm.condition.${worst.condition}`) : "";
    return [alarm, stale, level.doubtful ? say("level.uncertain") : ""].filter(Boolean).join(" · ") || say("vessels.normal"); /* silence hides no alarm */
  }

  function Row({ level, alarms, now, chosen }) {
    const { held, capacity } = volume(level);
    const row = level.row;
    const pool = Boolean(level.vessel && level.vessel.to_weir_m3);
    const click = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      center.address.write({ tag: level.tag.id, with: center.address.read("with", "") === level.tag.id ? "" : center.address.read("with", "") });
    };
    return h(
      "a",
      { href: center.linkTo("tag", level.tag.id), className: `vessel-row ${level.gone ? "stale" : ""}`, "aria-current": chosen ? "true" : undefined, onClick: click, "data-tag": level.tag.id },
      center.sign(level.kind === "plain" ? "plain" : level.kind),
      h("span", { className: "name" }, h("b", null, level.name), h("span", null, pool || !level.vessel ? level.tag.id : center.text(level.vessel.product))),
      h("b", { className: "value", "data-value": row ? row.value : "" }, row ? `${center.number(row.value, pool ? 0 : 2)} ${center.unitWord(level.tag.unit)}` : "–"),
      h("span", { className: "trend-word" }, level.trend),
      h("span", { className: "holds" }, held === null ? null : h("span", { className: "volume" }, say("level.of", { value: center.number(held, 0), total: center.number(capacity, 0), unit: "m³" })), h("em", { className: level.kind }, stateOf(level, alarms, now))),
    );
  }

  center.panel("vessels", function Vessels() {
    const now = center.useSecond();
    const levels = center.useTopic("levels");
    const alarms = center.useTopic("alarms");
    const [chosen] = center.useAddress("tag", center.useFirstTag());
    const read = center.useReady() ? center.readLevels(levels, alarms, [], now).all.filter((l) => l.vessel) : [];
    const calm = read.filter((l) => l.kind === "plain").length;
    const key = (event) => {
      const here = document.activeElement;
      const next = here && [here.previousElementSibling, here.nextElementSibling][center.pressed(event, "vessel")];
      if (!(next instanceof HTMLElement) || !next.classList.contains("vessel-row")) return;
      event.preventDefault();
      next.focus();
    };
    return h(
      React.Fragment,
      null,
      center.head(say("vessels.title"), read.length ? say("vessels.calm", { n: calm, of: read.length }) : ""),
      h("nav", { className: "vessel-list", "aria-label": say("vessels.title"), onKeyDown: key }, read.map((level) => h(Row, { key: level.tag.id, level, alarms, now, chosen: level.tag.id === chosen }))),
    );
  });
})((window.center = window.center || {}));
