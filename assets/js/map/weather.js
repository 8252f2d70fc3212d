/* North, wind and rain in the map's corner, as the weather station last told them. */
(function (center) {
  "use strict";

  const L = window.L;
  const POINTS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];

  center.mapDrawing(["levels"], (map) => {
    const plant = center.site();
    const tagOf = (kind) => (plant.tags || []).find((tag) => tag.kind === kind);
    const [from, speed, rain] = ["wind_from", "wind_speed", "rain"].map(tagOf);
    const control = L.control({ position: "topright" });
    const box = L.DomUtil.create("div", "weather");
    box.innerHTML =
      `<span class="north">${center.say("map.north")}</span>` +
      '<svg viewBox="-50 -50 100 100" aria-hidden="true"><circle r="46"/><path d="M0-46v-8"/><g><path d="M0 30V-28M0-28l-14 16M0-28l14 16"/></g></svg>' +
      '<b class="wind"></b><span class="rain"></span>';
    control.onAdd = () => box;
    control.addTo(map);
    const arrow = box.querySelector("g");

    const read = (tag, now) => {
      const row = tag && center.board.row("levels", tag.id);
      return row ? { value: row.value, gone: center.isStale(tag, row, now), ts: row.ts } : null;
    };

    return (now) => {
      const [f, s, r] = [from, speed, rain].map((tag) => read(tag, now));
      box.classList.toggle("stale", Boolean((f && f.gone) || (s && s.gone)));
      if (f) {
        arrow.setAttribute("transform", `rotate(${Math.round(f.value) + 180})`);
        const point = POINTS[Math.round(f.value / 45) % 8];
        const age = f.gone ? ` · ${center.age(now - f.ts)}` : "";
        box.querySelector(".wind").textContent =
          center.say("map.wind", { dir: center.say(`map.wind.${point}`), speed: s ? center.number(s.value, 1) : "–" }) + age;
      }
      box.querySelector(".rain").textContent = r && r.value > 0 ? center.say("map.rain", { n: center.number(r.value, 0) }) : "";
    };
  });
})((window.center = window.center || {}));
