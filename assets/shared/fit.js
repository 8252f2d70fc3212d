/* Fitting text and lists into fixed space: what does not fit is shown in a shorter form or left
   out as a whole, and nothing is cut off. Words: one text in a box, tried in each of its forms
   and sizes, again only when it, its neighbours or its box changes, because measuring forces
   layout. Fit: a list in a box; rows that do not fit are counted in its last line. It checks
   again only when its panel is redrawn, every second on the wall, and looks different. */

import { h } from "../base/element.js";
import { sign } from "../base/signs.js";

/** @import { Sign } from "../types/rows.d.ts" */

const NEAR = 1; /* px: less is rounding */
const phone = window.matchMedia("(max-width: 60rem)"); /* there a page is as long as it must be */

/* What an element draws, but for which digits: all are of one width. `step-1` and a minus are no such digits. */
/** @type {(element: Element | null) => string} */
const look = (element) =>
  element
    ? `${element.clientWidth} ${element.clientHeight} ${
      element.innerHTML.replace(/(?<!-)\d/g, "0")
    }`
    : "";

/* What a text shares its room with: the box that it stands in, and what stands beside that box. */
/** @type {(element: Element | null) => Element | null} */
const around = (element) => element?.parentElement?.parentElement ?? null;

/* How many lines a text takes, and how far to the right it goes, in px of the window. */
/** @type {(element: Element) => { lines: number, right: number }} */
function linesOf(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  /** @type {number[]} */
  const rows = [];
  let right = -Infinity;
  for (const { top, bottom, right: end, width } of range.getClientRects()) {
    if (!width) continue;
    right = Math.max(right, end);
    const middle = (top + bottom) / 2;
    if (!rows.some((row) => Math.abs(row - middle) < (bottom - top) / 2)) rows.push(middle);
  }
  return { lines: rows.length, right };
}

/* Gives the text the largest size in which one of the ways of saying it fits, the fullest first; with `whole` the
   fullest way that fits in any size. Returns whether all of it could be said in full size. */
/** @type {(element: HTMLElement, steps: number[], whole?: boolean) => boolean} */
function say(element, steps, whole) {
  const ways = /** @type {HTMLElement[]} */ ([...element.children]);
  const sizes = steps.map((most, n) => ({ name: `step-${n}`, most }));
  /** @type {(name: string) => void} */
  const wear = (name) => {
    if (element.classList.contains(name)) return;
    element.classList.remove(...sizes.map((size) => size.name));
    element.classList.add(name);
  };
  if (phone.matches) {
    wear("step-0");
    ways.forEach((one, n) => (one.hidden = n > 0));
    return true;
  }
  const tries = whole
    ? ways.flatMap((way) => sizes.map((size) => ({ way, size })))
    : sizes.flatMap((size) => ways.map((way) => ({ way, size })));
  for (const { way, size: { name, most } } of tries) {
    wear(name);
    ways.forEach((one) => one.hidden === (one !== way) || (one.hidden = one !== way));
    const { lines, right } = linesOf(way);
    if (lines <= most && right <= element.getBoundingClientRect().right + NEAR) {
      return way === ways[0] && name === "step-0";
    }
  }
  return false;
}

/* `ways`: sentences, the fullest first; `steps`: how many lines each size may take (`.step-N`). */
/** @type {(props: { tag?: string, className?: string, ways: string[], steps: number[], whole?: boolean }) =>
 *   ReactElement} */
export function Words({ tag, className, ways, steps, whole }) {
  const box = React.useRef(/** @type {HTMLElement | null} */ (null));
  const fit = React.useRef(() => {});
  const stepped = React.useRef(true);
  const said = React.useRef("");
  const beside = React.useRef("");
  fit.current = () => {
    if (!box.current) return;
    stepped.current = !say(box.current, steps, whole);
    beside.current = stepped.current ? look(around(box.current)) : "";
  };
  /* What stepped back tries again when what stands beside it looks different: there may be room now. */
  React.useLayoutEffect(() => {
    const now = JSON.stringify([ways, steps, whole, className]).replace(/\d/g, "0");
    const same = now === said.current;
    if (same && (!stepped.current || beside.current === look(around(box.current)))) return;
    said.current = now;
    fit.current();
  });
  React.useEffect(() => {
    const resized = new ResizeObserver(() => fit.current());
    if (box.current) resized.observe(box.current);
    document.fonts.ready.then(() => fit.current()); /* measured in the font it is read in */
    return () => resized.disconnect();
  }, []);
  return h(
    tag || "span",
    { className, ref: box },
    ways.map((words, n) => h("span", { key: n, hidden: n > 0 }, words)),
  );
}

/** @type {(box: HTMLElement | null, more?: (n: number) => string) => void} */
function fill(box, more) {
  const rows = box ? /** @type {HTMLElement[]} */ ([...box.children]) : [];
  const last = rows.pop();
  if (!box || !last) return;
  rows.forEach((row) => (row.hidden = false));
  last.hidden = true;
  const known = Number(box.dataset.beyond);
  const end = () => box.getBoundingClientRect().bottom + NEAR;
  const over = () => rows.some((row) => !row.hidden && row.getBoundingClientRect().bottom > end());
  let hidden = 0;
  if (known || over()) {
    last.hidden = !more;
    for (let n = rows.length - 1; n > 0; n -= 1) {
      if (more) last.textContent = more(known + hidden);
      if (!over() && last.getBoundingClientRect().bottom <= end()) break;
      rows[n].hidden = true;
      hidden += 1;
    }
    if (more) last.textContent = more(known + hidden);
    if (!known && !hidden) last.hidden = true;
  }
}

/* `more(n)` says how many rows are not shown; `beyond` of them were not even handed over. */
/** @type {(props: { className?: string, more?: (n: number) => string, beyond?: number, children?: unknown }) =>
 *   ReactElement} */
export function Fit({ className, more, beyond, children }) {
  const box = React.useRef(/** @type {HTMLElement | null} */ (null));
  const filled = React.useRef("");
  React.useLayoutEffect(() => {
    const now = () => `${beyond || 0} ${look(box.current)}`;
    if (filled.current === now()) return;
    fill(box.current, more);
    filled.current = now();
  });
  return h(
    "div",
    { className: `fit ${className || ""}`, ref: box, "data-beyond": beyond || 0 },
    children,
    h("div", { className: "more", key: "more", hidden: true }),
  );
}

/* A row of the wall's short lists (`line` of signs.js): two lines of fixed height, the name said as there is room
   for it. */
/** @type {(key: string, kind: Sign, name: string | string[], detail?: string | string[] | null,
 *   end?: unknown, more?: string) => ReactElement} */
export const item = (key, kind, name, detail, end, more) =>
  h(
    "div",
    { className: `item ${more || ""}`, key },
    sign(kind),
    h(Words, { tag: "b", ways: [name].flat(), steps: [1, 1, 2] }),
    h("em", { className: kind }, end || ""),
    h(Words, { tag: "div", className: "detail", ways: [detail || ""].flat(), steps: [1] }),
  );
