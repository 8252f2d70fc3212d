/* The signs of states: every state has a shape besides its colour, and its caller puts a word
   beside it. */

import { h } from "./element.js";
import { SIGN_ORDER } from "../made/decided.js";
import { say } from "./words.js";

/** @import { Sign } from "../types/rows.d.ts" */

/** @type {Record<Sign, string>} */
const SHAPES = { urgent: "■", warn: "▲", note: "●", good: "✓", gone: "◌", plain: "·" };

/** @type {(kind: Sign) => ReactElement} */
export const sign = (kind) =>
  h("span", { className: `sign ${kind}`, "aria-hidden": true }, SHAPES[kind]);
/** @type {(kind: Sign) => number} */
export const weight = (kind) => SIGN_ORDER.indexOf(kind);
/** @type {(kinds: Sign[]) => Sign} */
export const worst = (kinds) => firstOf(SIGN_ORDER, kinds) || "plain";
/* The gravest of those that hold, by an order of verdicts; none where none of the order holds. */
/** @type {<T extends string>(order: readonly T[], held: T[]) => T | undefined} */
export const firstOf = (order, held) => order.find((one) => held.includes(one));

/* The head of a panel: its question on the left, its answer on the right. */
/** @type {(title: ReactNode, answer?: ReactNode) => ReactElement} */
export const head = (title, answer) =>
  h("h2", null, h("span", null, title), h("b", null, answer || ""));

/* A row of the short lists: sign, name, detail, what it comes to. */
/** @type {(key: string, kind: Sign, name: string, detail?: string | null, end?: string | null, extra?: object) => ReactElement} */
export const line = (key, kind, name, detail, end, extra) =>
  h(
    "div",
    Object.assign({
      className: "line",
      key,
      title: [name, detail, end].filter(Boolean).join(" · "),
    }, extra),
    sign(kind),
    h("b", null, name),
    h("span", { className: "detail" }, detail || ""),
    h("em", { className: kind }, end || ""),
  );
/** @type {(n: number) => ReactElement | null} */
export const more = (n) =>
  n > 0 ? h("div", { className: "more", key: "more" }, say("list.more", { n })) : null;
/** @type {(words: ReactNode) => ReactElement} */
export const none = (words) => h("div", { className: "none" }, words);
