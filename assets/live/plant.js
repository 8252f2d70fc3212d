/* The plant shown, fetched again when another description comes into force. A drill keeps the
   description of its start, and a replay or a review has its own; until another is known, it is
   today's. */

import { board } from "./live_board.js";
import { indexed } from "./plant_index.js";
import { scene } from "./scene.js";
import { askUntilAnswered } from "../base/ask.js";
import { page, text } from "../base/context.js";
import { wordsKnown } from "../base/words.js";

/** @import { ListName, Part, Plant } from "./plant_index.js" */

/** @type {Plant | null} */
let plant = null;
/** @type {Set<() => void>} */
const waiting = new Set();
/** @type {Record<string, Plant | null>} */
const older = {}; /* by drill, where it is another than today's */

const told = () => waiting.forEach((reader) => reader());
/** @type {(of: string | null) => Promise<Plant>} */
const described = (of) =>
  askUntilAnswered(of ? `/api/v1/site?of=${encodeURIComponent(of)}` : "/api/v1/site").then((site) =>
    indexed(site)
  );

/* Today's plant again when another description of it is in force, and the drills' plants, whose people are
   today's too. One fetch at a time: the last revision that the board told is the one that is fetched next. */
let fetching = false;
function follow() {
  const { plant: now } = board.realKind("center", "plant");
  if (past || !plant || !now || fetching || now.revision === plant.revision) return;
  fetching = true;
  described(null).then((today) => {
    fetching = false;
    plant = today;
    for (const drill of Object.keys(older)) delete older[drill];
    told();
    board.redraw();
    follow();
  });
}

const [, folder, subject] = location.pathname.split("/");
const past = ["replay", "reviews"].includes(folder) && subject ? subject : null;
if (page.role) {
  described(past).then((site) => {
    plant = site;
    told();
    board.subscribe(follow);
    follow();
  });
}

/** @type {() => Plant} */
export const site = () => {
  const today = /** @type {Plant} */ (plant); /* no panel is drawn before it is there */
  const drill = !past && today && scene.shown() ? scene.drill() : null;
  if (!drill || !drill.site_version) return today;
  if (drill.site_version === today.version && today.revision === "0") return today;
  if (!(drill.id in older)) {
    older[drill.id] = null;
    described(drill.id).then((then) => {
      older[drill.id] = then;
      told();
      board.redraw();
    });
  }
  return older[drill.id] || today;
};

/* Whether sentences and plant are there: 0 until then, another number when more sentences have come. Without a
   session there is no plant to wait for. */
export const known = {
  ready: () => (plant !== null || !page.role ? wordsKnown.ready() : 0),
  /** @type {(reader: () => void) => () => void} */
  subscribe: (reader) => {
    waiting.add(reader);
    const forget = wordsKnown.subscribe(reader);
    return () => {
      waiting.delete(reader);
      forget();
    };
  },
};

/** @type {ListName[]} */
const NAMED = ["posts", "people", "teams", "outside", "resources", "kits", "stores"];

/* The name of any part of the plant, or its id where it has none. */
/** @type {(id: string | null | undefined) => string} */
export const named = (id) => {
  if (!id) return "";
  const plant = site();
  for (const list of NAMED) {
    const part = plant.by[list][id];
    if (part && part.name) return text(part.name);
  }
  const place = plant.places[id] || plant.by.levels[id] || plant.by.plans[id];
  return place && place.name ? text(place.name) : id;
};

/* What the plant calls a source, or its id where it has no name. */
/** @type {(id: string) => string} */
export const sourceName = (id) => {
  const source = (site().sources || []).find((/** @type {Part} */ s) => s.id === id);
  return source && source.name ? text(source.name) : id;
};
