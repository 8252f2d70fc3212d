/* Ctrl-K: find any page, tank, person, resource, alarm or directive and go there, by keyboard alone.
   A native dialog keeps the focus and closes on Escape. */

import { findIn, readFindable } from "./found.js";
import { linkTo } from "./links.js";
import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { pressed } from "../hands/shortcuts.js";
import { site } from "../live/plant.js";
import { panel, useKind } from "../live/react_panels.js";

/** @import { ShiftCount } from "../types/rows.d.ts" */
/** @import { Findable, Ways } from "./found.js" */

const { useEffect, useMemo, useRef, useState } = React;
/** @type {Set<() => void>} */
const opened = new Set();

/** @type {() => void} */
export const openCommandBar = () => opened.forEach((open) => open());

/** @type {(props: { one: Findable, at: number, chosen: boolean, go: (one: Findable) => void }) => ReactElement} */
function Result({ one, at, chosen, go }) {
  return h(
    "li",
    { id: `found-${at}`, role: "option", "aria-selected": chosen, onClick: () => go(one) },
    h("span", { className: "found-kind" }, say(`found.${one.kind}`)),
    h("b", null, one.name),
    h("span", { className: "found-about" }, one.about === one.name ? "" : one.about),
  );
}

/** @type {(props: Pick<Ways, "pages" | "documents"> & { close: () => void }) => ReactElement} */
function Found({ pages, documents, close }) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const incidents = useKind("incident", "");
  const directives = useKind("directives", "");
  const alarms = useKind("alarms", "");
  /** @type {ShiftCount | undefined} */
  const count = useKind("people", "count").count;
  const all = useMemo(
    () => readFindable(site(), { incidents, directives, alarms, count }, pages, documents),
    [incidents, directives, alarms, count, pages, documents],
  );
  const found = useMemo(() => findIn(all, typed), [all, typed]);
  /** @type {(one: Findable) => void} */
  const go = (one) => {
    close();
    location.assign(linkTo(one.kind, one.id));
  };
  /* Keys that belong to an input method, as the Enter that ends a Chinese word, are not ours. */
  /** @type {(event: { key: string, nativeEvent: KeyboardEvent, preventDefault: () => void }) => void} */
  const onKeyDown = (event) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) setAt((at + step + found.length) % found.length);
    else if (event.key === "Enter" && found[at]) go(found[at]);
    else return;
    event.preventDefault();
  };
  return h(
    React.Fragment,
    null,
    h("input", {
      className: "text",
      type: "text",
      autoFocus: true,
      value: typed,
      placeholder: say("found.placeholder"),
      onKeyDown,
      role: "combobox",
      "aria-label": say("found.placeholder"),
      "aria-expanded": true,
      "aria-controls": "found",
      "aria-activedescendant": found[at] ? `found-${at}` : undefined,
      autoComplete: "off",
      onChange: /** @param {{ target: HTMLInputElement }} event */ (event) => {
        setTyped(event.target.value);
        setAt(0);
      },
    }),
    h(
      "ul",
      { id: "found", role: "listbox", "aria-label": say("found.title") },
      found.map((one, n) => h(Result, { key: one.key, one, at: n, chosen: n === at, go })),
    ),
    found.length
      ? null
      : h("p", { className: "none", role: "status" }, say("found.nothing", { typed })),
  );
}

panel("command_bar", /** @param {{ args: Ways }} props */ function CommandBar({ args }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = () => setOpen(true);
    /** @type {(event: KeyboardEvent) => void} */
    const onKey = (event) => {
      if (pressed(event, "find") < 0) return;
      event.preventDefault();
      show();
    };
    opened.add(show);
    document.addEventListener("keydown", onKey);
    return () => {
      opened.delete(show);
      document.removeEventListener("keydown", onKey);
    };
  }, []);
  useEffect(() => {
    if (open && dialog.current && !dialog.current.open) dialog.current.showModal();
  }, [open]);
  if (!page.role || !open) return null;
  const close = () => dialog.current?.close();
  return h(
    "dialog",
    {
      ref: dialog,
      className: "command-bar",
      "aria-label": say("found.title"),
      onClose: () => setOpen(false),
      onClick: /** @param {Event} event */ (event) => event.target === dialog.current && close(),
    },
    h(
      "div",
      { className: "command-bar-body" },
      h(Found, { pages: args.pages, documents: args.documents, close }),
    ),
  );
});
