/* A long list on a phone: the gravest of it, and the rest behind one touch, counted and with the sign of what is
   gravest there. What was shown once stays, as a hand may be on it. At a desk all of it is shown. */

import { useCollapsible, usePhone } from "./collapsible.js";
import { h } from "../base/element.js";
import { sign, weight, worst as gravest } from "../base/signs.js";
import { say } from "../base/words.js";

/** @import { Sign } from "../types/rows.d.ts" */

const FIRST = 3;

/** @type {(props: { kinds: Sign[], words?: Sayable, told?: string, open: boolean, turn: () => void }) => ReactElement} */
function Button({ kinds, words, told, open, turn }) {
  const worst = gravest(kinds);
  const late = kinds.filter((kind) => kind === "urgent").length;
  const said = open ? "list.fewer" : late && words ? words : "list.more";
  return h(
    "button",
    { type: "button", className: "rest", "aria-expanded": open, onClick: turn },
    ["urgent", "warn"].includes(worst) ? sign(worst) : h("span", { className: "sign" }),
    h("span", null, (!open && told) || say(said, { n: kinds.length, late })),
    h("i", { "aria-hidden": true }, open ? "▾" : "▸"),
  );
}

/* The items of a list in its order, the rest after its button: an array of what `draw(item, hidden, n)` returns.
   `kindOf` says how grave an item is; `words` how the grave ones of the rest are counted, or `tell` all that is said of the rest; what is `sought` is
   shown, however many are graver. A row is drawn in one place whether it is hidden or not, so that it keeps
   what is typed in it. */
/** @type {<T>(name: string, items: T[], how: {
 *   idOf: (item: T) => string, kindOf: (item: T) => Sign, draw: (item: T, hidden: boolean, n: number) => unknown,
 *   words?: Sayable, tell?: (rest: T[]) => string, sought?: (item: T) => boolean }) => unknown[]} */
export const useLongList = (
  name,
  items,
  { idOf, kindOf, draw, words, tell, sought = () => false },
) => {
  const phone = usePhone();
  const seen = React.useRef(/** @type {Set<string>} */ (new Set()));
  const [open, turn] = useCollapsible(`rest.${name}`, false);
  if (!phone) return items.map((item, n) => draw(item, false, n));
  const graveFirst = items.slice().sort((a, b) => weight(kindOf(a)) - weight(kindOf(b)));
  [...graveFirst.slice(0, FIRST), ...items.filter(sought)].forEach((item) =>
    seen.current.add(idOf(item))
  );
  const shown = items.filter((item) => seen.current.has(idOf(item)));
  const rest = items.filter((item) => !seen.current.has(idOf(item)));
  return [
    ...shown.map((item, n) => draw(item, false, n)),
    rest.length
      ? h(Button, { key: "rest", kinds: rest.map(kindOf), words, told: tell?.(rest), open, turn })
      : null,
    ...rest.map((item, n) => draw(item, !open, shown.length + n)),
  ];
};
