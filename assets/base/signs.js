/* Never colour alone: every state has a shape, and its caller puts a word beside it. */

import { h } from "./element.js";
import { SIGN_ORDER } from "./decided.js";
import { say } from "./words.js";

const SHAPES = { urgent: "■", warn: "▲", note: "●", good: "✓", gone: "◌", plain: "·" };

export const sign = (kind) =>
  h("span", { className: `sign ${kind}`, "aria-hidden": true }, SHAPES[kind]);
export const weight = (kind) => SIGN_ORDER.indexOf(kind);
export const worst = (kinds) => firstOf(SIGN_ORDER, kinds) || "plain";
/* The gravest of those that hold, by an order of verdicts; none where none of the order holds. */
export const firstOf = (order, held) => order.find((one) => held.includes(one));

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
