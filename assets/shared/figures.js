/* Figures that are made in Python (callbacks/figures.py). A page asks through a Store, again when what it
   asks for moves, its place or its theme changes, and every few seconds after it failed, until an answer
   comes. What was drawn last stays. */

import { figureQuestions } from "./figure_questions.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { useAgain, useLink } from "../live/react_panels.js";

const { useEffect, useRef, useState } = React;

const PATIENCE_MS = 15000; /* a review reads its whole journal */
const STILL_MS = 200; /* a window that is being resized is asked about once */
const GRAIN_PX = 20; /* a place that moves by less is drawn as it was */
const NARROW_PX = 960;

/** @import { FiguresAnswer } from "./figure_questions.js" */

/** A ref to the place whose width counts. @typedef {{ current: HTMLElement | null }} Box */

/** How much height there is for what stands in a place, in px.
 * @typedef {(box: HTMLElement) => number} RoomBelow */

/* `answered` is bound as a ClientsideFunction to the Store that the server answers into; `over` is called by
   Dash whenever one of its callbacks is over. */
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.figures = {
  /** @type {(given: FiguresAnswer | null) => unknown} */
  answered: (given) => {
    if (given) figureQuestions.answered(given);
    return window.dash_clientside.no_update;
  },
  over: figureQuestions.over,
};

/** @type {(px: number) => number} */
const grained = (px) => Math.max(0, Math.floor(px / GRAIN_PX) * GRAIN_PX);

/** @type {(box?: HTMLElement | null, roomBelow?: RoomBelow) => object} */
function lookNow(box, roomBelow) {
  const root = document.documentElement;
  const look = {
    theme: root.dataset.theme === "light" ? "light" : "dark",
    px: Math.round((parseFloat(getComputedStyle(root).fontSize) / 16) * 1000) / 1000,
    narrow: window.innerWidth < NARROW_PX,
  };
  return box
    ? Object.assign(look, {
      width: grained(box.clientWidth),
      height: grained(roomBelow ? roomBelow(box) : 0),
    })
    : look;
}

/* How figures are to look, as text that changes only when it does. `box` is a ref to the place whose width
   counts, and `roomBelow` says how much height it has. */
/** @type {(box?: Box, roomBelow?: RoomBelow) => string} */
function useLook(box, roomBelow) {
  const [look, set] = useState("");
  useEffect(() => {
    /** @type {number | undefined} */
    let timer;
    const read = () => set(JSON.stringify(lookNow(box && box.current, roomBelow)));
    const later = () => {
      clearTimeout(timer);
      timer = window.setTimeout(read, STILL_MS);
    };
    read();
    const themed = new MutationObserver(read);
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const resized = new ResizeObserver(later);
    resized.observe((box && box.current) || document.documentElement);
    return () => {
      clearTimeout(timer);
      themed.disconnect();
      resized.disconnect();
    };
  }, []);
  return look;
}

/* Ask for the figures of a page: `name` as in its layout, `wanted` what its callback takes (null: nothing
   yet), `moved` changes when the facts behind it do. {failed, told}: `told` is what the callback tells
   beside the figures. */
/** @type {(name: string, wanted: object | null, moved: unknown, box?: Box, roomBelow?: RoomBelow) =>
 *   { failed: boolean, told: Answered }} */
export function useFigures(name, wanted, moved, box, roomBelow) {
  const look = useLook(box, roomBelow);
  const [state, set] = useState(
    /** @type {{failed: boolean, told: Answered}} */ ({
      failed: false,
      told: null,
    }),
  );
  const current = useRef("");
  const timer = useRef(/** @type {number | undefined} */ (undefined));
  const unanswered = useRef(0);
  const what = wanted && look ? JSON.stringify(wanted) : "";
  const forget = () => {
    clearTimeout(timer.current);
    figureQuestions.forget(current.current);
  };
  const send = () => {
    if (!what) return;
    forget();
    const settled = () => {
      clearTimeout(timer.current);
      unanswered.current = 0;
    };
    const fail = () => {
      settled();
      set((was) => ({ failed: true, told: was.told }));
    };
    const key = figureQuestions.open({
      name,
      fail,
      hear: (given) => {
        if (given.failed) return fail();
        settled();
        set({ failed: false, told: given.told });
      },
    });
    current.current = key;
    /* From the first question without an answer: facts that move meanwhile ask anew, and delay nothing. */
    unanswered.current = unanswered.current || performance.now();
    timer.current = window.setTimeout(() => {
      figureQuestions.forget(key);
      fail();
    }, Math.max(0, unanswered.current + PATIENCE_MS - performance.now()));
    window.dash_clientside.set_props(`${name}-figures-asked`, {
      data: Object.assign({}, JSON.parse(what), { look: JSON.parse(look), key }),
    });
  };
  useEffect(() => {
    send();
    return forget;
  }, [what, look, moved]);
  const link = useLink();
  useEffect(() => {
    if (link === "live" && (state.failed || figureQuestions.isOpen(current.current))) {
      send(); /* what was asked over a lost line */
    }
  }, [link]);
  useAgain(state.failed, () => figureQuestions.isOpen(current.current) || send());
  return state;
}

/* Said where figures could not be made; what was drawn last stays below it. */
export const FigureFailed = () =>
  h(
    "p",
    { className: "answer unanswered late", role: "alert" },
    sign("urgent"),
    " ",
    say("chart.failed"),
  );
