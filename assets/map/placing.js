/* The placing of map labels: boxes go in, positions come out. No label covers another, graver
   labels choose first, and a label without room is counted on the nearest of its kind ("T305
   +2"). */

/** A rectangle, in pixels.
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box
 */
/** One way to write a label: a form of its words (0 is the preferred one) at one place.
 * @typedef {{key: string, form: number, boxes: Box[]}} Way
 */
/** A label before it is placed.
 * - `rank`: the smaller, the graver.
 * - `ways`: how it may be written while it also counts `more` others, the preferred way first.
 * - `kept`: the key of the way in which it stands now, null if it does not stand.
 * - `covers`: how many vessels and people it may cover, and beside them lesser symbols; of a mere name a
 *   number, and it covers no symbol at all.
 * - `bold`: it does not mind covering vessels and people.
 * - `shuns`: it never covers somebody else, whom it would seem to name.
 * - `group`: those that may be counted on each other; null for none.
 * @typedef {{
 *   id: string, rank: number, point: {left: number, top: number}, ways: (more: number) => Iterable<Way>,
 *   kept: string | null, covers: number, bold: boolean, shuns: boolean, group: string | null
 * }} Label
 */
/** A symbol of a label. Nothing may lie on a `solid` one, because it is a name itself (a badge).
 * @typedef {{box: Box, label: string, rank: number, solid: boolean}} SymbolBox
 */
/** What is on the map beside the labels: its frame, what is written there already, symbols, vessels, people.
 * @typedef {{frame: Box, written: Box[], symbols: SymbolBox[], vessels: Box[], people: Box[]}} Ground
 */
/** How a label stands: `way` is null where it has no room; `more` others are counted on it.
 * @typedef {{label: Label, way: Way | null, more: number}} Standing
 */

const APART = 2; /* px between two words */
const EDGE = 2; /* px from the frame */
const SHORTER =
  0.6; /* a shorter form is better than covering one symbol, and worse than covering none */

/** @type {(a: Box, b: Box) => boolean} */
export const overlap = (a, b) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
/** @type {(frame: Box, a: Box) => boolean} */
const inside = (frame, a) =>
  a.left >= frame.left + EDGE && a.right <= frame.right - EDGE && a.top >= frame.top + EDGE &&
  a.bottom <= frame.bottom - EDGE;
/** @type {(box: Box, point: {left: number, top: number}) => boolean} */
const holds = (box, { left, top }) =>
  box.left <= left && left <= box.right && box.top <= top && top <= box.bottom;
/** @type {(box: Box) => Box} */
const wider = (box) => ({ ...box, left: box.left - APART, right: box.right + APART });
/** @type {(boxes: Box[], others: Box[]) => boolean} */
const meet = (boxes, others) => others.some((other) => boxes.some((box) => overlap(box, other)));
/** @type {(a: Label, b: Label) => number} */
const distance = (a, b) => Math.hypot(a.point.left - b.point.left, a.point.top - b.point.top);

/** Places labels on a ground, the gravest first. `place` may be called again: what was placed before
 * keeps its place.
 * @type {(ground: Ground) => {place: (labels: Label[]) => void, standings: Map<string, Standing>}}
 */
export function labelPlacer(ground) {
  /** @type {Map<string, Standing>} */
  const standings = new Map();

  /* The best way to write it now, beside what stands already. */
  /** @type {(label: Label, more: number) => Way | null} */
  function bestWay(label, more) {
    const words = [...standings.values()].flatMap(({ label: other, way }) =>
      way && other !== label ? way.boxes.map(wider) : []
    );
    const symbols = ground.symbols.filter(({ solid, label: id }) => solid || id !== label.id);
    const isMereName = Number.isFinite(label.covers);
    /** @type {(symbol: SymbolBox) => boolean} */
    const graver = ({ solid, rank }) => solid || isMereName || rank <= label.rank;
    const closed = [
      ...ground.written,
      ...words,
      ...symbols.filter(graver).map(({ box }) => box),
    ];
    const people = ground.people.filter((box) => !holds(box, label.point));
    const coverable = symbols.filter((symbol) => !graver(symbol)).map(({ box }) => box);
    if (!label.bold) {
      coverable.push(...people, ...ground.vessels.filter((box) => !holds(box, label.point)));
    }
    /** @type {(way: Way) => number} */
    const price = ({ key, form, boxes }) => {
      if (!boxes.length || !boxes.every((box) => inside(ground.frame, box))) return Infinity;
      if (meet(boxes, closed) || (label.shuns && meet(boxes, people))) return Infinity;
      const covered = coverable.filter((box) => meet(boxes, [box])).length;
      const stays = key === label.kept; /* one that stands does not flicker */
      if (covered > label.covers + (stays && label.covers ? 1 : 0)) return Infinity;
      return covered + SHORTER * form - (stays ? 1 : 0);
    };
    /** @type {Way | null} */
    let best = null;
    let least = Infinity;
    let keptToCome = label.kept !== null;
    for (const way of label.ways(more)) {
      if (best && least <= SHORTER * way.form - (keptToCome ? 1 : 0)) {
        break; /* none is cheaper now */
      }
      if (way.key === label.kept) keptToCome = false;
      const asked = price(way);
      if (asked < least) [best, least] = [way, asked];
    }
    return best;
  }

  /* Counts a label that has no room on the nearest of its group. Where no name has room for the number,
     the least grave name gives way. */
  /** @type {(label: Label) => void} */
  function countOnAnother(label) {
    const hosts = [...standings.values()].filter(({ label: other, way }) =>
      way && other.group === label.group
    );
    let lost = 1;
    while (hosts.length) {
      const nearest = [...hosts].sort((a, b) =>
        distance(a.label, label) - distance(b.label, label)
      );
      for (const host of nearest) {
        const way = bestWay(host.label, host.more + lost);
        if (!way) continue;
        Object.assign(host, { way, more: host.more + lost });
        return;
      }
      if (hosts.length < 2) return;
      const [given] = hosts.splice(-1); /* the last that was placed is the least grave */
      lost += 1 + given.more;
      Object.assign(given, { way: null, more: 0 });
    }
  }

  return {
    standings,
    place(labels) {
      for (const label of [...labels].sort((a, b) => a.rank - b.rank)) {
        const way = bestWay(label, 0);
        standings.set(label.id, { label, way, more: 0 });
        if (!way && label.group) countOnAnother(label);
      }
    },
  };
}
