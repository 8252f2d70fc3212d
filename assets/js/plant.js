/* The plant that is shown, fetched once: a drill keeps it as it was described when the drill began, and a
   replay or a review shows its own. Where no other is known yet, it is today's. */
(function (center) {
  "use strict";

  let plant = null;
  const waiting = new Set();
  const older = {}; /* by drill, where it is another than today's */

  const told = () => waiting.forEach((reader) => reader());
  const described = (of) =>
    center.askUntilAnswered(of ? `/api/v1/site?of=${encodeURIComponent(of)}` : "/api/v1/site").then((site) => center.indexed(site));

  const [, folder, subject] = location.pathname.split("/");
  const past = ["replay", "reviews"].includes(folder) && subject ? subject : null;
  if (center.page.role) {
    described(past).then((site) => {
      plant = site;
      told();
    });
  }

  center.site = () => {
    const drill = !past && plant && center.scene.shown() ? center.scene.drill() : null;
    if (!drill || !drill.site_version || drill.site_version === plant.version) return plant;
    if (!(drill.id in older)) {
      older[drill.id] = null;
      described(drill.id).then((then) => {
        older[drill.id] = then;
        told();
        center.board.redraw();
      });
    }
    return older[drill.id] || plant;
  };

  /* Whether sentences and plant are there; without a session there is no plant to wait for. */
  center.known = {
    ready: () => center.wordsKnown.ready() && (plant !== null || !center.page.role),
    subscribe: (reader) => {
      waiting.add(reader);
      const forget = center.wordsKnown.subscribe(reader);
      return () => {
        waiting.delete(reader);
        forget();
      };
    },
  };

  /* The name of any part of the plant, or its id where it has none. */
  center.named = (id) => {
    if (!id) return "";
    const plant = center.site();
    for (const list of ["posts", "people", "teams", "outside", "resources", "kits", "stores"]) {
      const part = plant.by[list][id];
      if (part && part.name) return center.text(part.name);
    }
    const place = plant.places[id] || plant.by.levels[id] || plant.by.plans[id];
    return place && place.name ? center.text(place.name) : id;
  };

  /* What the plant calls a source, or its id where it has no name. */
  center.sourceName = (id) => {
    const source = (center.site().sources || []).find((s) => s.id === id);
    return source && source.name ? center.text(source.name) : id;
  };
})((window.center = window.center || {}));
