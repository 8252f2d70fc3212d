/* The fixed hot zone round the place of each open incident; a plume model is not valid inside it. */
(function (center) {
  "use strict";

  const L = window.L;

  center.mapDrawing(["incident"], (map) => {
    const circles = new Map();
    const labels = center.keyedMarkers(map, "labels");
    return () => {
      const wanted = {};
      const open = new Set();
      for (const incident of center.openIncidents(center.board.rows("incident"))) {
        const at = center.placeAt((incident.source && incident.source.tank) || incident.place);
        if (!at || !incident.hot_zone_m) continue;
        open.add(incident.id);
        if (!circles.has(incident.id)) {
          circles.set(incident.id, L.circle(at, { radius: incident.hot_zone_m, pane: "zone", interactive: false, className: "hot-zone" }).addTo(map));
        }
        const north = L.latLng(at).toBounds(incident.hot_zone_m * 2).getNorth();
        wanted[incident.id] = { at: [north, at[1]], html: `<span>${center.escape(center.say("map.hot_zone", { n: incident.hot_zone_m }))}</span>`, className: "zone-name" };
      }
      for (const [id, circle] of circles) {
        if (open.has(id)) continue;
        circle.remove();
        circles.delete(id);
      }
      labels(wanted);
    };
  });
})((window.center = window.center || {}));
