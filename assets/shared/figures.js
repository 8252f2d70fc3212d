/* Figures that are made in Python (callbacks/figures.py). A page asks through a Store, again when what it
   asks for moves, its place or its theme changes, and every few seconds while no answer comes. */

import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { useAgain, useLink } from "../live/react_panels.js";

const { useEffect, useRef, useState } = React;

const PATIENCE_MS = 15000; /* a review reads its whole journal */
const STILL_MS = 200; /* a window that is being resized is asked about once */
const GRAIN_PX = 20; /* a place that moves by less is drawn as it was */
const NARROW_PX = 960;

/** What a callback answers: to which question, what it tells beside the figures, or that it failed.
 * @typedef {{ key: string, failed?: boolean, told?: Answered }} FiguresAnswer */

/** A ref to the place whose width counts. @typedef {{ current: HTMLElement | null }} Box */

/** How much height there is for what stands in a place, in px.
 * @typedef {(box: HTMLElement) => number} RoomBelow */

/** @type {Map<string, (given: FiguresAnswer) => void>} */
const waiting = new Map(); /* key -> who hears the answer */
let asked = 0;

/* Bound as a ClientsideFunction to the Store that the server answers into. */
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.figures = {
  /** @type {(given: FiguresAnswer | null) => unknown} */
  answered: (given) => {
    const hear = given && waiting.get(given.key);
    if (given && hear) {
      waiting.delete(given.key);
      hear(given);
    }
    return window.dash_clientside.no_update;
  },
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
    waiting.delete(current.current);
  };
  const send = () => {
    if (!what) return;
    forget();
    const key = `${name} ${++asked}`;
    current.current = key;
    const fail = () => set((was) => ({ failed: true, told: was.told }));
    /* From the first question without an answer: facts that move meanwhile ask anew, and delay nothing. */
    unanswered.current = unanswered.current || performance.now();
    timer.current = window.setTimeout(() => {
      waiting.delete(key);
      unanswered.current = 0;
      fail();
    }, Math.max(0, unanswered.current + PATIENCE_MS - performance.now()));
    waiting.set(key, (given) => {
      clearTimeout(timer.current);
      unanswered.current = 0;
      if (given.failed) fail();
      else set({ failed: false, told: given.told });
    });
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
    if (link === "live" && waiting.has(current.current)) {
      send(); /* what was asked over a lost line */
    }
  }, [link]);
  useAgain(state.failed, () => waiting.has(current.current) || send());
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
