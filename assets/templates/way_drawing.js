/* The way of a matter as a drawing: states in columns by how many steps they are from the first, steps as arrows. */

import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";

const BOX = { width: 128, height: 40, across: 224, down: 66 };

const ROOT_PX = 16;

/** A state with its place, column and row from 0. @typedef {{ name: string, words: string, column: number, row: number, first: boolean, end: boolean }} Placed */
/** Steps between the same two states, drawn as one arrow. @typedef {{ from: string, to: string, words: string[] }} Arrow */

/** @type {(name: string, one: Answered) => string} */
const called = (name, one) => one && one.title ? text(one.title) : one && one.zh ? text(one) : name;

/** Each state in the column of its shortest way from the first; what nothing leads to stands in a last column.
 * @type {(described: Answered) => Placed[]} */
export function placed(described) {
  const states = Object.keys(described.states || {});
  const moves = Object.values(described.moves || {});
  /** @type {Record<string, number>} */
  const columns = states.length ? { [states[0]]: 0 } : {};
  let reached = states.slice(0, 1);
  for (let column = 1; reached.length; column += 1) {
    const now = reached;
    const to = moves.filter((move) =>
      move.from.some((/** @type {string} */ one) => now.includes(one))
    )
      .map((move) => move.to);
    reached = [...new Set(to)].filter((one) => !(one in columns));
    for (const one of reached) columns[one] = column;
  }
  const last = Math.max(0, ...Object.values(columns));
  /** @type {Record<number, number>} */
  const rows = {};
  return states.map((name, index) => {
    const column = columns[name] ?? last + 1;
    const row = rows[column] ?? 0;
    rows[column] = row + 1;
    return {
      name,
      words: called(name, described.states[name]),
      column,
      row,
      first: index === 0,
      end: !moves.some((move) => move.from.includes(name)),
    };
  });
}

/** @type {(described: Answered) => Arrow[]} */
export function arrows(described) {
  const found = /** @type {Map<string, Arrow>} */ (new Map());
  for (const [name, move] of Object.entries(described.moves || {})) {
    for (const from of move.from) {
      const key = `${from} ${move.to}`;
      const arrow = found.get(key) || { from, to: move.to, words: /** @type {string[]} */ ([]) };
      arrow.words.push(called(name, move));
      found.set(key, arrow);
    }
  }
  return [...found.values()];
}

/** @type {(props: { described: Answered }) => ReactElement | null} */
export function WayDrawing({ described }) {
  const states = placed(described);
  if (states.length < 2) return null;
  const at = new Map(states.map((one) => [one.name, one]));
  const width = (Math.max(...states.map((one) => one.column)) + 1) * BOX.across;
  const height = (Math.max(...states.map((one) => one.row)) + 1) * BOX.down + 24;
  /** @type {(one: Placed) => { x: number, y: number }} */
  const corner = (one) => ({ x: one.column * BOX.across + 4, y: one.row * BOX.down + 20 });
  return h(
    "div",
    { className: "way-drawing", tabIndex: 0, role: "group", "aria-label": say("templates.way") },
    h(
      "svg",
      {
        viewBox: `0 0 ${width} ${height}`,
        role: "img",
        style: { width: `${width / ROOT_PX}rem`, height: `${height / ROOT_PX}rem` },
      },
      h("title", null, say("templates.way")),
      arrows(described).map((arrow) => {
        const from = at.get(arrow.from);
        const to = at.get(arrow.to);
        return from && to
          ? h(ArrowDrawn, {
            key: `${arrow.from} ${arrow.to}`,
            arrow,
            from: corner(from),
            to: corner(to),
          })
          : null;
      }),
      states.map((one) => {
        const { x, y } = corner(one);
        return h(
          "g",
          {
            key: one.name,
            className: `way-state${one.first ? " first" : ""}${one.end ? " end" : ""}`,
            "data-state": one.name,
          },
          h("rect", { x, y, width: BOX.width, height: BOX.height, rx: 4 }),
          h("text", { x: x + BOX.width / 2, y: y + BOX.height / 2 + 5 }, short(one.words)),
        );
      }),
    ),
  );
}

/** @type {(words: string) => string} */
const short = (words) => (words.length > 17 ? `${words.slice(0, 16)}…` : words);

/* Forward from side to side; back, or within a column, round below. */
/** @type {(props: { arrow: Arrow, from: { x: number, y: number }, to: { x: number, y: number } }) => ReactElement} */
function ArrowDrawn({ arrow, from, to }) {
  const middle = BOX.height / 2;
  const forward = to.x > from.x;
  const [x1, y1, x2, y2] = forward
    ? [from.x + BOX.width, from.y + middle, to.x, to.y + middle]
    : [from.x + BOX.width / 2, from.y + BOX.height, to.x + BOX.width / 2, to.y + BOX.height];
  const path = forward
    ? `M${x1} ${y1} L${x2 - 6} ${y2}`
    : `M${x1} ${y1} C${x1} ${y1 + 26} ${x2} ${y2 + 26} ${x2} ${y2 + 6}`;
  return h(
    "g",
    { className: `way-move${forward ? "" : " back"}` },
    h("title", null, arrow.words.join(" · ")),
    h("path", { d: path, fill: "none" }),
    h("path", {
      className: "tip",
      d: forward ? `M${x2} ${y2} l-8 -4 v8 z` : `M${x2} ${y2} l-4 8 h8 z`,
    }),
    forward && x2 - x1 > 40
      ? h(
        "text",
        { x: (x1 + x2) / 2, y: (y1 + y2) / 2 - 5 },
        arrow.words.length > 1 ? `${arrow.words.length}` : cut(arrow.words[0]),
      )
      : null,
  );
}

/** @type {(words: string) => string} */
const cut = (words) => (words.length > 15 ? `${words.slice(0, 14)}…` : words);
