/* Never colour alone: every state has a shape, and its caller puts a word beside it. */

import { h } from "./element.js";
import { say } from "./words.js";

const SHAPES = { urgent: "■", warn: "▲", note: "●", good: "✓", gone: "◌", plain: "·" };
const WEIGHT = { urgent: 0, warn: 1, note: 2, good: 3, plain: 4, gone: 5 };

export const sign = (kind) =>
  h("span", { className: `sign ${kind}`, "aria-hidden": true }, SHAPES[kind]);
export const worst = (kinds) => kinds.slice().sort((a, b) => WEIGHT[a] - WEIGHT[b])[0] || "plain";
export const weight = (kind) => WEIGHT[kind];

/* The head of a panel: its question on the left, its answer on the right. */
export const head = (title, answer) =>
  h("h2", null, h("span", null, title), h("b", null, answer || ""));

/* A row of the short lists: sign, name, detail, what it comes to. */
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
export const more = (n) =>
  n > 0 ? h("div", { className: "more", key: "more" }, say("list.more", { n })) : null;
export const none = (words) => h("div", { className: "none" }, words);
