/* A long list on a phone: the gravest of it, and the rest behind one touch, counted and with the sign of what is
   gravest there. What was shown once stays, as a hand may be on it. At a desk all of it is shown. */
(function (center) {
  "use strict";

  const FIRST = 3;

  function Button({ kinds, words, open, turn }) {
    const worst = center.worst(kinds);
    const late = kinds.filter((kind) => kind === "urgent").length;
    const said = open ? "list.fewer" : late && words ? words : "list.more";
    return center.h(
      "button",
      { type: "button", className: "rest", "aria-expanded": open, onClick: turn },
      ["urgent", "warn"].includes(worst) ? center.sign(worst) : center.h("span", { className: "sign" }),
      center.h("span", null, center.say(said, { n: kinds.length, late })),
      center.h("i", { "aria-hidden": true }, open ? "▾" : "▸"),
    );
  }

  /* The items of a list in its order, the rest after its button: an array of what `draw(item, hidden, n)` returns.
     `kindOf` says how grave an item is; `words` how the grave ones of the rest are counted; what is `sought` is
     shown, however many are graver. A row is drawn in one place whether it is hidden or not, so that it keeps
     what is typed in it. */
  /** @type {<T>(name: string, items: T[], how: {
   *   idOf: (item: T) => string, kindOf: (item: T) => string, draw: (item: T, hidden: boolean, n: number) => unknown,
   *   words?: string, sought?: (item: T) => boolean }) => unknown[]} */
  center.useRest = (name, items, { idOf, kindOf, draw, words, sought = () => false }) => {
    const phone = center.usePhone();
    const seen = React.useRef(new Set());
    const [open, turn] = center.useFold(`rest.${name}`, false);
    if (!phone) return items.map((item, n) => draw(item, false, n));
    const graveFirst = items.slice().sort((a, b) => center.weight(kindOf(a)) - center.weight(kindOf(b)));
    [...graveFirst.slice(0, FIRST), ...items.filter(sought)].forEach((item) => seen.current.add(idOf(item)));
    const shown = items.filter((item) => seen.current.has(idOf(item)));
    const rest = items.filter((item) => !seen.current.has(idOf(item)));
    return [
      ...shown.map((item, n) => draw(item, false, n)),
      rest.length ? center.h(Button, { key: "rest", kinds: rest.map(kindOf), words, open, turn }) : null,
      ...rest.map((item, n) => draw(item, !open, shown.length + n)),
    ];
  };
})((window.center = window.center || {}));
