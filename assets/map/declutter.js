/* Places the labels of the map with map/placing.js: no label on another, on a badge or past the
   map's edge; graver labels choose first, then shorter forms are tried, and a label without room
   is counted on another of its kind ("T305 +2"). Of free places it takes the one that covers the
   fewest vessels and people; a merely naming label covers at most one, on a small map none. A
   placed label stays while possible, so that nothing jumps. */

import { crowdMarks } from "./crowd.js";
import { keyedMarkers, write, writingOf } from "./marks.js";
import { labelPlacer } from "./placing.js";
import { mapDrawing, rem } from "./site_map.js";
import { board } from "../live/live_board.js";
import { positionOf } from "../people/positions.js";

/** @import { Box, Label, SymbolBox, Way } from "./placing.js" */

const ORDER = [
  "on-air",
  "person-name missing",
  "work urgent",
  "vessel-name urgent here",
  "vessel-name urgent",
  "vessel-name warn",
  "vessel-name gone",
  "valve urgent root",
  "valve urgent outfall",
  "sensor gravest",
  "sensor",
  "valve urgent",
  "store warn",
  "work warn",
  "valve outfall",
  "zone-name",
  "area-name pressing",
  "plume-name",
  "hazard",
  "way-name",
  "pool-name",
  "muster",
  "work",
  "valve diversion",
  "valve root",
  "valve",
  "person-name commander",
  "area-name",
  "vessel-name",
  "person-name team",
  "person-name",
  "crowd-name",
  "store",
];
const SIDES = ["", "at-left", "at-below", "at-above"]; /* "" is where its own style puts it */
const ROUND = [...SIDES, "at-north-east", "at-south-east", "at-north-west", "at-south-west"];
const INSIDE = [
  "",
  "at-above",
  "at-below",
  "at-corner-north-west",
  "at-corner-north-east",
  "at-corner-south-west",
  "at-corner-south-east",
]; /* of a building */
const OUTSIDE = [
  "at-over",
  "at-under",
  "at-over-west",
  "at-over-east",
  "at-under-west",
  "at-under-east",
];
const OF_CROWD = ["", "at-under", "at-east", "at-west"]; /* round a building, outside */
const ANY = [...new Set([...ROUND, ...INSIDE, ...OUTSIDE, ...OF_CROWD])].filter(Boolean);
const SMALL_EM = 45; /* a map narrower than so many of its letters has no room for mere names */
const NAMES = [
  "person-name.team",
  "person-name.calm",
  "person-name.safe",
  "crowd-name",
  "area-name",
  "measuring-point",
  "vessel-name.plain",
  "valve.plain",
  "work.plain",
].map((name) => `.mark.${name}`).join();
const PERSON =
  ".person-name:not(.missing, .commander), .crowd-name"; /* over somebody else's dot it would name them */
const URGENT = ".on-air, .urgent, .missing, .zone-name, .sensor";
const GROUPS = [
  "person-name missing",
  "vessel-name urgent",
  "vessel-name warn",
  "vessel-name gone",
  "valve urgent",
  "sensor",
]; /* a word of these that has no room is counted on another of them */
const CONTROLS =
  ".leaflet-control:not(.plume-note), .plume-note > span"; /* the note's box is wider than its words */
const FITS = 2; /* px by which a name may be wider than its building */
const DOT_REM = 0.4; /* half of somebody's dot */

/* The way in which a mark's words stood last. */
/** @type {WeakMap<HTMLElement, string>} */
const putLast = new WeakMap();

/** @type {(mark: HTMLElement, classes: string) => boolean} */
const wears = (mark, classes) => classes.split(" ").every((one) => mark.classList.contains(one));

/** @type {(mark: HTMLElement) => number} */
const rank = (mark) => {
  const found = ORDER.findIndex((classes) => wears(mark, classes));
  return found < 0 ? ORDER.length : found;
};

const WORDS = "span, em";
/** @type {(parts: Iterable<Element>) => DOMRect[]} */
const boxes = (parts) =>
  [...parts].map((part) => part.getBoundingClientRect()).filter((box) => box.width);
/** @type {(box: Box, x: number, y: number) => Box} */
const moved = (box, x, y) => ({
  left: box.left + x,
  right: box.right + x,
  top: box.top + y,
  bottom: box.bottom + y,
});

/* A layer that is put aside has no boxes, and makes nobody step aside. */
/** @type {(mark: Element) => boolean} */
const isDrawn = (mark) => mark.getClientRects().length > 0;

/** @type {(mark: HTMLElement, at: string) => void} */
function put(mark, at) {
  if (at === (ANY.find((one) => mark.classList.contains(one)) || "")) return;
  mark.classList.remove(...ANY);
  if (at) mark.classList.add(at);
}

/* Where words lie about their point, measured once for each way they look and each place: measuring
   makes the page lay itself out, and there are hundreds of places a second to think of. */
const MOST_SHAPES = 4000; /* values change all night */
/** @type {Map<string, Map<string, Box[]>>} */
const shapes = new Map();
let faces = 0; /* how often letters changed their shapes */
document.fonts.addEventListener("loadingdone", () => {
  shapes.clear();
  faces += 1;
});

/* With a number of others that it also counts. */
/** @type {(html: string, more: number) => string} */
const counting = (html, more) => {
  const end = html.lastIndexOf("</");
  return more ? `${html.slice(0, end)} +${more}${html.slice(end)}` : html;
};

/** @type {(mark: HTMLElement) => Element[]} */
const wordsOf = (mark) => [...mark.children].filter((part) => part.matches(WORDS));

/* All digits are of one width. Those of a tag stay: a building's name keeps the building's size there. */
const DIGIT_OF_WORDS = /\d(?![^<>]*>)/g;

/* The shapes of one text as a mark writes it, by its place. */
/** @type {(mark: HTMLElement, html: string, letter: number) => Map<string, Box[]>} */
function shapesOf(mark, html, letter) {
  const look = mark.className.replace(/ (crowded|at-[a-z-]+)/g, "");
  const key = [letter, look, html.replace(DIGIT_OF_WORDS, "0")].join("\n");
  let known = shapes.get(key);
  if (!known) {
    if (shapes.size >= MOST_SHAPES) shapes.clear();
    shapes.set(key, known = new Map());
  }
  return known;
}

/** @type {(known: Map<string, Box[]>, mark: HTMLElement, html: string, at: string) => Box[]} */
function shapeOf(known, mark, html, at) {
  let shape = known.get(at);
  if (!shape) {
    write(mark, html);
    put(mark, at);
    const { left, top } = mark.getBoundingClientRect();
    shape = boxes(wordsOf(mark)).map((box) => moved(box, -left, -top));
    if (!shape.length) return shape; /* not drawn at this moment: nothing to remember */
    known.set(at, shape);
  }
  return shape;
}

/** @type {(mark: HTMLElement) => {within: string[], beyond: string[]}} */
function placesOf(mark) {
  if (mark.matches(".area-name")) return { within: INSIDE, beyond: OUTSIDE };
  if (mark.matches(".crowd-name")) return { within: [], beyond: OF_CROWD };
  return { within: [], beyond: mark.matches(".store, .muster") ? SIDES : ROUND };
}

/* Gas is counted on gas of the same unit. */
/** @type {(mark: HTMLElement) => string | null} */
function groupOf(mark) {
  const group = GROUPS.find((classes) => wears(mark, classes));
  /** @type {HTMLElement | null} */
  const measured = mark.querySelector("[data-unit]");
  return group ? `${group} ${measured ? measured.dataset.unit : ""}` : null;
}

/* A building's name may lie on two of its people rather than be missing. */
/** @type {(mark: HTMLElement, small: boolean) => number} */
function coversOf(mark, small) {
  if (!mark.matches(NAMES)) return Infinity;
  if (mark.matches(".area-name")) return 2;
  return small ? 0 : 1;
}

/** @type {(form: number, at: string) => string} */
const keyOf = (form, at) => `${form} ${at}`;

/** @type {(mark: HTMLElement, id: string, letter: number, small: boolean) => Label} */
function labelOf(mark, id, letter, small) {
  const { forms, around } = writingOf(mark);
  const { within, beyond } = placesOf(mark);
  const { left, top } = mark.getBoundingClientRect();
  /* Inside its building a name must fit into it. */
  /** @type {(box: Box) => boolean} */
  const fits = (box) =>
    around !== null && box.left >= -around.wide - FITS && box.right <= around.wide + FITS &&
    box.top >= -around.half - FITS && box.bottom <= around.half + FITS;
  /** @type {(more: number) => Iterable<Way>} */
  function* ways(more) {
    for (const [form, words] of forms.entries()) {
      const html = counting(words, more);
      const known = shapesOf(mark, html, letter);
      for (const at of [...within, ...beyond]) {
        const shape = shapeOf(known, mark, html, at);
        if (within.includes(at) && !shape.every(fits)) continue;
        yield { key: keyOf(form, at), form, boxes: shape.map((box) => moved(box, left, top)) };
      }
    }
  }
  return {
    id,
    rank: rank(mark),
    point: { left, top },
    ways,
    kept: mark.classList.contains("crowded") ? null : putLast.get(mark) || null,
    covers: coversOf(mark, small),
    bold: mark.matches(URGENT),
    shuns: mark.matches(PERSON),
    group: groupOf(mark),
  };
}

/** @type {(map: LeafletMap, frame: Box) => Box[]} */
function dotsOf(map, frame) {
  const half = DOT_REM * rem();
  return Object.values(board.kind("people", "")).flatMap(({ person, responding }) => {
    const position = positionOf(person);
    if (!position) return [];
    const { x, y } = map.latLngToContainerPoint([position.lat, position.lon]);
    const r = responding ? 1.9 * half : half; /* with the ring of map/people.js */
    return [{
      left: frame.left + x - r,
      right: frame.left + x + r,
      top: frame.top + y - r,
      bottom: frame.top + y + r,
    }];
  });
}

/** @type {(mark: HTMLElement, id: string) => SymbolBox[]} */
const symbolsOf = (mark, id) =>
  [...mark.children].filter((part) => !part.matches(WORDS)).flatMap((part) =>
    boxes([part]).map((box) => ({
      box,
      label: id,
      rank: rank(mark),
      solid: part.matches("b") && part.textContent !== "",
    }))
  );

/** @type {(mark: HTMLElement, way: Way | null, more: number) => void} */
function show(mark, way, more) {
  mark.classList.toggle("crowded", !way);
  if (!way) return;
  const at = way.key.slice(way.key.indexOf(" ") + 1);
  write(mark, counting(writingOf(mark).forms[way.form], more));
  put(mark, at);
  putLast.set(mark, way.key);
}

mapDrawing([], (map) => {
  const crowd = keyedMarkers(map, "labels");
  let drawnFor = "";
  return () => {
    const container = map.getContainer();
    const frame = container.getBoundingClientRect();
    const letter = parseFloat(getComputedStyle(container).fontSize);
    const small = map.getSize().x < SMALL_EM * letter;
    /** @type {(selector: string) => HTMLElement[]} */
    const drawn = (selector) =>
      [.../** @type {NodeListOf<HTMLElement>} */ (container.querySelectorAll(selector))]
        .filter(isDrawn);
    const marks = drawn(".mark:not(.crowd-name)");
    /* When the map changes its size everything moves, and every word takes its best place again. */
    const size = [frame.width, frame.height, letter, map.getZoom(), faces].join();
    if (size !== drawnFor) marks.forEach((mark) => putLast.delete(mark));
    drawnFor = size;
    const placer = labelPlacer({
      frame,
      written: boxes(container.querySelectorAll(CONTROLS)),
      symbols: marks.flatMap((mark, n) => symbolsOf(mark, String(n))),
      vessels: boxes(container.querySelectorAll("path.vessel")),
      people: dotsOf(map, frame),
    });
    /** @type {(given: HTMLElement[], prefix: string) => void} */
    function place(given, prefix) {
      const worded = given.map((mark, n) => ({ mark, id: `${prefix}${n}` }))
        .filter(({ mark }) => wordsOf(mark).length);
      placer.place(worded.map(({ mark, id }) => labelOf(mark, id, letter, small)));
      for (const { mark, id } of worded) {
        const standing = placer.standings.get(id);
        show(mark, standing?.way || null, standing?.more || 0);
      }
    }
    place(marks, "");
    crowd(crowdMarks(map, marks.filter((mark) => mark.matches(".person-name.crowded"))));
    place(drawn(".crowd-name"), "crowd ");
  };
}, true);
