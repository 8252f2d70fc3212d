/* Never colour alone: every state has a shape, and its caller puts a word beside it. */
(function (center) {
  "use strict";

  const SHAPES = { urgent: "■", warn: "▲", note: "●", good: "✓", gone: "◌", plain: "·" };
  const WEIGHT = { urgent: 0, warn: 1, note: 2, good: 3, plain: 4, gone: 5 };

  center.sign = (kind) =>
    center.h("span", { className: `sign ${kind}`, "aria-hidden": true }, SHAPES[kind]);
  center.worst = (kinds) => kinds.slice().sort((a, b) => WEIGHT[a] - WEIGHT[b])[0] || "plain";
  center.weight = (kind) => WEIGHT[kind];

  /* The head of a panel: its question on the left, its answer on the right. */
  center.head = (title, answer) =>
    center.h("h2", null, center.h("span", null, title), center.h("b", null, answer || ""));

  /* A row of the short lists: sign, name, detail, what it comes to. */
  center.line = (key, kind, name, detail, end, extra) =>
    center.h(
      "div",
      Object.assign({ className: "line", key, title: [name, detail, end].filter(Boolean).join(" · ") }, extra),
      center.sign(kind),
      center.h("b", null, name),
      center.h("span", { className: "detail" }, detail || ""),
      center.h("em", { className: kind }, end || ""),
    );
  center.more = (n) =>
    n > 0 ? center.h("div", { className: "more", key: "more" }, center.say("list.more", { n })) : null;
  center.none = (words) => center.h("div", { className: "none" }, words);
})((window.center = window.center || {}));
