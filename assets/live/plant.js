/* The plant that is shown, fetched once: a drill keeps it as it was described when the drill began, and a
   replay or a review shows its own. Where no other is known yet, it is today's. */

import { board } from "./live_board.js";
import { indexed } from "./plant_index.js";
import { scene } from "./scene.js";
import { askUntilAnswered } from "../base/ask.js";
import { page, text } from "../base/context.js";
import { wordsKnown } from "../base/words.js";

let plant = null;
const waiting = new Set();
const older = {}; /* by drill, where it is another than today's */

const told = () => waiting.forEach((reader) => reader());
const described = (of) =>
  askUntilAnswered(of ? `/api/v1/site?of=${encodeURIComponent(of)}` : "/api/v1/site").then((site) =>
    indexed(site)
  );

const [, folder, subject] = location.pathname.split("/");
const past = ["replay", "reviews"].includes(folder) && subject ? subject : null;
if (page.role) {
  described(past).then((site) => {
    plant = site;
    told();
  });
}

export const site = () => {
  const drill = !past && plant && scene.shown() ? scene.drill() : null;
  if (!drill || !drill.site_version || drill.site_version === plant.version) return plant;
  if (!(drill.id in older)) {
    older[drill.id] = null;
    described(drill.id).then((then) => {
      older[drill.id] = then;
      told();
      board.redraw();
    });
  }
  return older[drill.id] || plant;
};

/* Whether sentences and plant are there; without a session there is no plant to wait for. */
export const known = {
  ready: () => wordsKnown.ready() && (plant !== null || !page.role),
  subscribe: (reader) => {
    waiting.add(reader);
    const forget = wordsKnown.subscribe(reader);
    return () => {
      waiting.delete(reader);
      forget();
    };
  },
};

/* The name of any part of the plant, or its id where it has none. */
export const named = (id) => {
  if (!id) return "";
  const plant = site();
  for (const list of ["posts", "people", "teams", "outside", "resources", "kits", "stores"]) {
    const part = plant.by[list][id];
    if (part && part.name) return text(part.name);
  }
  const place = plant.places[id] || plant.by.levels[id] || plant.by.plans[id];
  return place && place.name ? text(place.name) : id;
};

/* What the plant calls a source, or its id where it has no name. */
export const sourceName = (id) => {
  const source = (site().sources || []).find((s) => s.id === id);
  return source && source.name ? text(source.name) : id;
};
