/* Words that would lie over each other, over a symbol or past the map's edge: the graver keeps its
   place, the other takes the next place beside its point, and where none is free it steps back
   whole. Of free places the one that covers the fewest vessels and people; a word that only names what
   the eye knows covers one at most, on a small map none, or does not stand at all. Once a second; a
   word that has a place keeps it while it can, so that nothing jumps. */

import { mapDrawing, rem } from "./site_map.js";
import { board } from "../live/live_board.js";

const ORDER = [
  "person-name missing",
  "vessel-name urgent",
  "vessel-name warn",
  "vessel-name gone",
  "valve urgent root",
  "valve urgent outfall",
  "sensor gravest",
  "sensor",
  "valve urgent",
  "store warn",
  "valve outfall",
  "zone-name",
  "plume-name",
  "way-name",
  "pool-name",
  "muster",
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
const PLACES = ["", "at-left", "at-below", "at-above"]; /* "" is where its own style puts it */
const OF_PERSON = [...PLACES, "at-north-east", "at-south-east", "at-north-west", "at-south-west"];
const OF_AREA = [
  "",
  "at-above",
  "at-below",
  "at-over",
  "at-under",
]; /* a building's name stays in it while its people let it */
const OF_CROWD = ["", "at-under", "at-east", "at-west"]; /* round a building, outside */
const ANY = [...new Set([...OF_PERSON, ...OF_AREA, ...OF_CROWD])].filter(Boolean);
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
].map((name) => `.mark.${name}`).join();
const PERSON =
  ".person-name:not(.missing, .commander), .crowd-name"; /* over somebody else's dot it would name them */
const URGENT = ".urgent, .missing, .zone-name, .sensor";
const APART = 2; /* px between two words */
const EDGE = 2;
const DOT_REM = 0.4; /* half of somebody's dot */

/** A rectangle of the window, in its pixels.
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box
 */
/** A mark of the map while words are placed: `point` is where its place lies, in the window's pixels.
 * @typedef {{
 *   mark: HTMLElement, rank: number, point: {left: number, top: number}, words: Element[], symbols: Element[]
 * }} Placed
 */

/** @type {(mark: HTMLElement) => number} */
const rank = (mark) => {
  const found = ORDER.findIndex((classes) =>
    classes.split(" ").every((one) => mark.classList.contains(one))
  );
  return found < 0 ? ORDER.length : found;
};

/** @type {(a: Box, b: Box) => boolean} */
const overlap = (a, b) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
/** @type {(frame: Box, a: Box) => boolean} */
const inside = (frame, a) =>
  a.left >= frame.left + EDGE && a.right <= frame.right - EDGE && a.top >= frame.top + EDGE &&
  a.bottom <= frame.bottom - EDGE;

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

/** @type {(box: Box, point: {left: number, top: number}) => boolean} */
const holds = (box, { left, top }) =>
  box.left <= left && left <= box.right && box.top <= top && top <= box.bottom;

/** @type {(mark: HTMLElement, at: string) => void} */
function put(mark, at) {
  if (at === (ANY.find((one) => mark.classList.contains(one)) || "")) return;
  mark.classList.remove(...ANY);
  if (at) mark.classList.add(at);
}

/* Where words lie about their point, measured once for each way they look and each place: measuring
   makes the page lay itself out, and there are hundreds of places a second to think of. */
const MOST_SHAPES = 4000; /* values change all night */
/** @type {Map<string, Box[]>} */
const shapes = new Map();
if (document.fonts) document.fonts.addEventListener("loadingdone", () => shapes.clear());

/** @type {(one: Placed, at: string, letter: number) => Box[]} */
function shapeOf(one, at, letter) {
  const key = [
    letter,
    at,
    one.mark.className.replace(/ (crowded|at-[a-z-]+)/g, ""),
    ...one.words.map((word) => word.outerHTML),
  ].join("\n");
  let shape = shapes.get(key);
  if (!shape) {
    if (shapes.size >= MOST_SHAPES) shapes.clear();
    put(one.mark, at);
    const { left, top } = one.mark.getBoundingClientRect();
    shape = boxes(one.words).map((box) => moved(box, -left, -top));
    if (!shape.length) return shape; /* not drawn at this moment: nothing to remember */
    shapes.set(key, shape);
  }
  return shape.map((box) => moved(box, one.point.left, one.point.top));
}

/** @type {(box: Box) => Box} */
const wider = ({ left, right, top, bottom }) => ({
  left: left - APART,
  right: right + APART,
  top,
  bottom,
});

/* What a word covers only if it must, beside lesser symbols: vessels and people, but for its own. What is urgent stands
   where it is looked for. */
/** @type {(one: Placed, vessels: Box[], dots: Box[]) => Box[]} */
function coverable({ mark, point }, vessels, dots) {
  if (mark.matches(URGENT)) return [];
  return [...vessels, ...dots].filter((box) => !holds(box, point));
}

/** @type {(map: LeafletMap, frame: Box) => Box[]} */
function dotsOf(map, frame) {
  const half = DOT_REM * rem();
  return Object.values(board.kind("people", "")).flatMap(({ position, responding }) => {
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

mapDrawing([], (map) => () => {
  const container = map.getContainer();
  const frame = container.getBoundingClientRect();
  const letter = parseFloat(getComputedStyle(container).fontSize);
  const small = map.getSize().x < SMALL_EM * letter;
  /** @type {NodeListOf<HTMLElement>} */
  const all = container.querySelectorAll(".mark");
  /** @type {Placed[]} */
  const marks = [...all].filter(isDrawn).map((mark) => ({
    mark,
    rank: rank(mark),
    point: mark.getBoundingClientRect(),
    words: [...mark.children].filter((part) => part.matches(WORDS)),
    symbols: [...mark.children].filter((part) => !part.matches(WORDS)),
  }));
  const vessels = boxes(container.querySelectorAll("path.vessel"));
  const dots = dotsOf(map, frame);
  /** @type {Box[]} */
  const said = boxes(container.querySelectorAll(".leaflet-control"));
  const drawn = marks.flatMap((one) =>
    boxes(one.symbols).map((box) => ({ box, mark: one.mark, rank: one.rank }))
  );
  for (const one of marks.sort((a, b) => a.rank - b.rank)) {
    const { mark, words, rank: grave } = one;
    if (!words.length) continue;
    const kept = mark.dataset.at || "";
    const stands = mark.dataset.at !== undefined && !mark.classList.contains("crowded");
    const places = mark.classList.contains("area-name")
      ? OF_AREA
      : mark.classList.contains("person-name")
      ? OF_PERSON
      : mark.classList.contains("crowd-name")
      ? OF_CROWD
      : PLACES;
    const others = drawn.filter((other) => other.mark !== mark);
    const covers = [
      ...coverable(one, vessels, dots),
      ...others.filter((other) => other.rank > grave).map((other) => other.box),
    ];
    const held = [
      ...said,
      ...others.filter((other) => other.rank <= grave).map((other) => other.box),
    ];
    const people = dots.filter((box) => !holds(box, one.point));
    /* How much is covered there; none of it where the word may not stand at all. */
    /** @type {(at: string) => number} */
    const price = (at) => {
      const here = shapeOf(one, at, letter);
      if (!here.every((box) => inside(frame, box) && !held.some((other) => overlap(box, other)))) {
        return Infinity;
      }
      const over = covers.filter((other) => here.some((box) => overlap(box, other))).length;
      const misnames = mark.matches(PERSON) &&
        people.some((other) => here.some((box) => overlap(box, other)));
      const most = small ? 0 : stands && at === kept ? 2 : 1; /* one that stands does not flicker */
      return (over > most && mark.matches(NAMES)) || misnames
        ? Infinity
        : over - (at === kept ? 1 : 0);
    };
    /** @type {string | undefined} */
    let at;
    let least = Infinity;
    for (const place of [kept, ...places.filter((place) => place !== kept)]) {
      const asked = price(place);
      if (asked < least) [at, least] = [place, asked];
      if (least <= 0) break;
    }
    mark.classList.toggle("crowded", at === undefined);
    put(mark, at === undefined ? kept : at);
    if (at === undefined) continue;
    mark.dataset.at = at;
    said.push(...shapeOf(one, at, letter).map(wider));
  }
}, true);
