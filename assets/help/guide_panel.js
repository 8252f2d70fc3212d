/* The panel of a guided tour: what to look at or press, a frame around that place, and a tick
   once it has really happened. It is placed in the corner that hides the least relevant content,
   and can be left and resumed at any time. */

import { findExamples, foundExamples } from "./examples.js";
import { guide } from "./guide.js";
import { listenForGuide } from "./guide_deeds.js";
import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { panel, useReady, useSecond } from "../live/react_panels.js";

/** @import { GuideStep } from "./guide_steps.js" */

const { useEffect, useReducer, useRef, useState } = React;
const LOOK_MS = 300;
const MARGIN = 16;

/** @type {(step: GuideStep) => Element | null} */
const target = (step) => {
  /** @type {(selector: string) => Element | undefined} */
  const shown = (selector) =>
    [...document.querySelectorAll(selector)].find((one) => one.checkVisibility());
  const at = step.at();
  return (at && shown(at)) || (step.else && shown(step.else)) || null;
};

/* The address of a step's page; null where this plant has nothing to show. */
/** @type {(step: GuideStep) => string | null} */
const address = (step) => (typeof step.on === "function" ? step.on() : step.on);

/* Is this the page of a step, with the choices that the step asks for? */
/** @type {(step: GuideStep) => boolean} */
function here(step) {
  const on = address(step);
  if (on === null) return false;
  const wanted = new URL(on, location.origin);
  const now = new URLSearchParams(location.search);
  return location.pathname === wanted.pathname &&
    [...wanted.searchParams].every(([name, value]) => now.get(name) === value);
}

/* The hand and the reader of a screen go to the place itself. */
/** @type {(step: GuideStep) => void} */
function goTo(step) {
  const place = /** @type {HTMLElement | null} */ (target(step));
  if (!place) return;
  if (!place.matches("a, button, input, select, textarea")) place.tabIndex = -1;
  place.scrollIntoView({ block: "center" });
  place.focus({ preventScroll: true });
}

/* The corner, as [right?, bottom?], whose panel of this size covers least of `rect`. */
/** @type {(rect: DOMRect | null, width: number, height: number) => [right: number, bottom: number]} */
function corner(rect, width, height) {
  /** @type {[right: number, bottom: number][]} */
  const corners = [[1, 1], [0, 1], [1, 0], [0, 0]];
  if (!rect) return corners[0];
  /** @type {(corner: [right: number, bottom: number]) => number} */
  const covered = ([right, bottom]) => {
    const left = right ? innerWidth - width - MARGIN : MARGIN;
    const top = bottom ? innerHeight - height - MARGIN : MARGIN;
    const across = Math.min(left + width, rect.right) - Math.max(left, rect.left);
    const down = Math.min(top + height, rect.bottom) - Math.max(top, rect.top);
    return Math.max(0, across) * Math.max(0, down);
  };
  return corners.reduce((best, one) => (covered(one) < covered(best) ? one : best));
}

const MOVES = ["wheel", "touchmove", "keydown", "pointerdown"];

/** @type {(rect: DOMRect) => boolean} */
const outOfSight = (rect) => rect.top < 0 || rect.bottom > innerHeight;

/* The place a step speaks of, followed as the page moves under it. It is brought into view while the page is still being
   drawn, and not any more once a hand has moved the page. */
/** @type {(step: GuideStep) => DOMRect | null} */
function usePlace(step) {
  const [rect, set] = useState(/** @type {DOMRect | null} */ (null));
  useEffect(() => {
    /** @type {Element | null} */
    let shown = null;
    let moved = false;
    const byHand = () => {
      moved = true;
    };
    const look = () => {
      const element = here(step) ? target(step) : null;
      const apart = element && !moved && outOfSight(element.getBoundingClientRect());
      if (element && (apart || element !== shown)) element.scrollIntoView({ block: "nearest" });
      shown = element;
      const now = element && element.getBoundingClientRect();
      set((before) => (same(before, now) ? before : now));
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    addEventListener("scroll", look, { passive: true, capture: true });
    addEventListener("resize", look);
    MOVES.forEach((name) => addEventListener(name, byHand, { passive: true, capture: true }));
    return () => {
      clearInterval(timer);
      removeEventListener("scroll", look, { capture: true });
      removeEventListener("resize", look);
      MOVES.forEach((name) => removeEventListener(name, byHand, { capture: true }));
    };
  }, [step]);
  return rect;
}

/** @type {("left" | "top" | "width" | "height")[]} */
const SIDES = ["left", "top", "width", "height"];
/** @type {(a: DOMRect | null, b: DOMRect | null) => boolean} */
const same = (a, b) => a === b || Boolean(a && b && SIDES.every((side) => a[side] === b[side]));

/** @type {(props: {step: GuideStep, at: number}) => ReactElement} */
function Step({ step, at }) {
  useSecond();
  const panel = useRef(/** @type {HTMLElement | null} */ (null));
  const rect = usePlace(step);
  const steps = guide.steps();
  const count = steps.length;
  const on = address(step);
  const said = step.said ? step.said() : {};
  const title = say(guide.state().path === "loops" ? "guide.loops_title" : "guide.title");
  const done = !step.when || step.when();
  const size = panel.current ? panel.current.getBoundingClientRect() : { width: 400, height: 220 };
  const [right, bottom] = corner(rect, size.width, size.height);
  const place = { [right ? "right" : "left"]: MARGIN, [bottom ? "bottom" : "top"]: MARGIN };
  const last = at === count - 1;
  const escape = (/** @type {ReactKeyEvent} */ event) => event.key === "Escape" && guide.leave();
  return h(
    React.Fragment,
    null,
    rect
      ? h("div", {
        className: "guide-ring",
        "aria-hidden": true,
        style: {
          left: rect.left - 5,
          top: rect.top - 5,
          width: rect.width + 10,
          height: rect.height + 10,
        },
      })
      : null,
    h(
      "aside",
      {
        ref: panel,
        className: "guide",
        style: place,
        "aria-label": title,
        onKeyDown: escape,
      },
      h(
        "div",
        { className: "guide-head" },
        h("span", null, title),
        h("span", null, say("guide.step", { n: at + 1, of: count })),
        h(
          "button",
          { type: "button", className: "quiet", onClick: guide.leave },
          say("guide.leave"),
        ),
      ),
      h(
        "div",
        { "aria-live": "polite" },
        h("b", null, say(`guide.${step.name}`)),
        h("p", null, on === null ? say("guide.not_here") : say(`guide.${step.name}_do`, said)),
        step.when &&
          h(
            "p",
            { className: done ? "guide-state good" : "guide-state" },
            sign(done ? "good" : "gone"),
            " ",
            say(done ? "guide.happened" : "guide.waiting"),
          ),
      ),
      h(
        "div",
        { className: "actions" },
        here(step) || on === null
          ? null
          : h("a", { className: "act strong", href: on }, say("guide.there")),
        h("button", {
          type: "button",
          className: done && here(step) ? "act strong" : "act",
          onClick: () => guide.go(at + 1),
        }, say(last ? "guide.end" : done ? "guide.next" : "guide.skip")),
        at
          ? h(
            "button",
            { type: "button", className: "quiet", onClick: () => guide.go(at - 1) },
            say("guide.back"),
          )
          : null,
        rect
          ? h(
            "button",
            { type: "button", className: "quiet to-it", onClick: () => goTo(step) },
            say("guide.to_it"),
          )
          : null,
      ),
    ),
  );
}

panel("guide", function Guide() {
  const [, again] = useReducer((n) => n + 1, 0);
  useEffect(() => {
    listenForGuide();
    return guide.subscribe(again);
  }, []);
  const ready = useReady();
  const { on, at, path } = guide.state();
  const loops = path === "loops";
  const mine = Boolean(on && page.demo && page.role && (!loops || guide.of(page.role) === path));
  useEffect(() => {
    if (mine && loops) findExamples().then(again);
  }, [mine, loops]);
  const step = guide.steps()[at];
  if (!mine || !step || !ready || (loops && !foundExamples())) return null;
  return h(Step, { key: step.name, step, at });
});
