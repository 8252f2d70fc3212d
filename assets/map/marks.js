/* Symbols and labels at places of the map. A label may have shorter forms; map/declutter.js
   chooses the form and position. */

const L = window.L;

/** What stands at a place of the map: symbols, or a word. `shorter` are other ways to write it, where
 * there is little room; `around` is half the width and height (px) of the building that it names.
 * @typedef {{
 *   at: LatLngTuple, html: string, className: string, shorter?: string[], around?: {wide: number, half: number}
 * }} Mark
 */
/** A mark on the map, as it was last drawn.
 * @typedef {LeafletMarker & {drawnAt: string, html: string, className: string}} DrawnMark
 */
/** How a mark may be written, and how it is written at this moment.
 * @typedef {{forms: string[], written: string, around: {wide: number, half: number} | null}} Writing
 */

/** @type {WeakMap<Element, Writing>} */
const writings = new WeakMap();
/** @type {WeakSet<LeafletMap>} */
const changed = new WeakSet();

/** @type {(mark: Element) => Writing} */
export const writingOf = (mark) =>
  writings.get(mark) || { forms: [mark.innerHTML], written: mark.innerHTML, around: null };

/** @type {(mark: Element, html: string) => void} */
export function write(mark, html) {
  const writing = writingOf(mark);
  if (writing.written === html) return;
  mark.innerHTML = html;
  writings.set(mark, { ...writing, written: html });
}

/* Whether marks of a map have changed since this was last asked. */
/** @type {(map: LeafletMap) => boolean} */
export const marksChanged = (map) => changed.delete(map);

/** @type {(marker: DrawnMark, want: Mark) => void} */
function remember(marker, { html, shorter = [], around = null }) {
  writings.set(marker.getElement(), {
    forms: [...new Set([html, ...shorter])],
    written: html,
    around,
  });
}

/* Markers of text or symbols on a pane, by their keys: the answer draws those that are wanted, and takes
   away the others. */
/** @type {(map: LeafletMap, pane: string) => (wanted: Record<string, Mark>) => void} */
export const keyedMarkers = (map, pane) => {
  /** @type {Map<string, DrawnMark>} */
  const markers = new Map();
  return (wanted) => {
    for (const [key, marker] of markers) {
      if (key in wanted) continue;
      marker.remove();
      markers.delete(key);
      changed.add(map);
    }
    for (const [key, want] of Object.entries(wanted)) {
      const known = markers.get(key);
      if (known) {
        if (redraw(known, want)) changed.add(map);
        continue;
      }
      const made = L.marker(want.at, {
        icon: icon(want),
        pane,
        interactive: false,
        keyboard: false,
      }).addTo(map);
      const { className } = want;
      const drawn = Object.assign(made, {
        html: formsKey(want),
        className,
        drawnAt: String(want.at),
      });
      remember(drawn, want);
      markers.set(key, drawn);
      changed.add(map);
    }
  };
};

/** @type {(want: Mark) => string} */
const formsKey = ({ html, shorter = [], around }) => JSON.stringify([html, shorter, around]);

/* In place, so that nothing flickers and a word that stepped back stays back. Tells whether it changed. */
/** @type {(marker: DrawnMark, want: Mark) => boolean} */
function redraw(marker, want) {
  const element = marker.getElement();
  let differs = false;
  if (marker.drawnAt !== String(want.at)) {
    marker.setLatLng(want.at);
    marker.drawnAt = String(want.at);
    differs = true;
  }
  if (marker.className !== want.className) {
    element.classList.remove(...marker.className.split(" ").filter(Boolean));
    element.classList.add(...want.className.split(" ").filter(Boolean));
    marker.className = want.className;
    differs = true;
  }
  if (marker.html !== formsKey(want)) {
    element.innerHTML = want.html;
    marker.html = formsKey(want);
    remember(marker, want);
    differs = true;
  }
  return differs;
}

/** @type {(want: Mark) => LeafletIcon} */
const icon = (want) =>
  L.divIcon({ html: want.html, className: `mark ${want.className}`, iconSize: null });

/** @type {Record<string, string>} */
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** @type {(words: string) => string} */
export const escape = (words) => String(words).replace(/[&<>"']/g, (c) => ESCAPES[c]);
