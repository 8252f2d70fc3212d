/* A panel that folds down to its question and its answer: what is at rest takes one line,
   with a sign where something in it presses. On a phone
   every panel does, and opens by itself when what is in it presses. */

import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { useKept } from "../live/react_panels.js";

/** @type {Map<string, () => void>} */
const openers = new Map(); /* name -> opens the fold of that name */
const narrow = window.matchMedia("(max-width: 60rem)"); /* there a page is as long as it must be */
/** @type {(reader: () => void) => () => void} */
const watched = (reader) => {
  narrow.addEventListener("change", reader);
  return () => narrow.removeEventListener("change", reader);
};

export const usePhone = () => React.useSyncExternalStore(watched, () => narrow.matches);

/* Whether a fold is open, and its turning: what the person chose is kept under `name`. Until then it is open
   while it `matters`; where it `stays` it is not shut by itself, as a hand may be on what is in it, as long as it
   is `about` the same. */
/** @type {(name: string, matters?: boolean, stays?: boolean, about?: unknown) =>
 *   [open: boolean, turn: () => void]} */
export const useCollapsible = (name, matters, stays, about) => {
  const [chosen, choose] = useKept(`fold.${name}`, "");
  const mattered = React.useRef(/** @type {{open?: boolean, about?: unknown}} */ ({}));
  const still = Boolean(stays && mattered.current.open && mattered.current.about === about);
  mattered.current = { open: Boolean(matters) || still, about };
  React.useEffect(() => {
    openers.set(name, () => choose("open"));
    return () => openers.delete(name);
  }, [name]);
  const open = chosen ? chosen === "open" : Boolean(mattered.current.open);
  return [open, () => choose(open ? "shut" : "open")];
};

/** What a fold is given. `matters`: it is open until somebody chose. `presses`: on a phone it is open for nothing
 * less. `about`: what is in it, such as the id of an incident.
 * @typedef {{ name: string, title: unknown, answer?: unknown, kind?: string, matters?: boolean,
 *   presses?: boolean, about?: unknown, children?: unknown }} Fold */

/* `head`: what it stands under instead, open whatever was chosen; what is in it is the same either way, and
   keeps what is typed there. */
/** @type {(props: Fold & { head?: unknown }) => ReactElement} */
export function Collapsible(
  { name, title, answer, kind, matters, presses, about, head, children },
) {
  const phone = usePhone();
  const stands = head !== undefined;
  const [open, turn] = useCollapsible(
    name,
    phone && presses !== undefined ? presses : matters,
    phone,
    about,
  );
  return h(
    React.Fragment,
    null,
    stands ? head : h(
      "h2",
      { className: "fold" },
      h(
        "button",
        {
          type: "button",
          "aria-expanded": open,
          "aria-controls": `fold-${name}`,
          onClick: turn,
          title: say(open ? "command.fold" : "command.unfold"),
        },
        (phone || !open) && (kind === "urgent" || kind === "warn") ? sign(kind) : null,
        h("span", null, title),
        h("b", { className: kind || "" }, answer || ""),
        h("i", { "aria-hidden": true }, open ? "▾" : "▸"),
      ),
    ),
    h(
      "div",
      stands
        ? { id: `fold-${name}`, style: { display: "contents" } }
        : { id: `fold-${name}`, hidden: !open },
      children,
    ),
  );
}

/* A panel that stands open at a desk under its own head, and folds on a phone only. */
/** @type {(props: Fold & { head: unknown }) => ReactElement} */
export function CollapsibleOnPhone({ head, ...fold }) {
  return h(Collapsible, usePhone() ? fold : Object.assign(fold, { head }));
}

/** @type {(name: string) => void} */
export const expand = (name) => openers.get(name)?.();
