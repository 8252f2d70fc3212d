/* Who may do what now: acts against posts. Which post may, by what, and who is next is decided in
   command_center/domain/directives/authority_matrix.py; here it is worded and laid out, on a screen and on paper. */

import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { age, listed, say } from "../base/words.js";
import { untilWords } from "../command/readiness.js";
import { named, site } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";

/** @import { ActRow, Cell, Next, Words } from "../types/rows.d.ts" */

/** Lines of one act that say the same of several areas, as one. @typedef {ActRow & {areas: string[]}} Group */

/** @type {(rows: ActRow[]) => Group[]} */
export function grouped(rows) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const row of rows) {
    const same = JSON.stringify([row.act, row.needs, row.cells, row.next]);
    const found = groups.get(same);
    if (found && row.area) found.areas.push(row.area);
    else groups.set(same, { ...row, areas: row.area ? [row.area] : [] });
  }
  return [...groups.values()];
}

/** @type {(row: Group) => string} */
const actWords = (row) =>
  say(
    /** @type {Sayable} */ (`act.${row.act}`),
    row.areas.length ? { area: listed(row.areas.map(named)) } : {},
  );

/* A delegation whose end has come counts no more, whatever the row still says. */
/** @type {(cell: Cell, now: number) => boolean} */
const over = (cell, now) => verdictAt(cell.turns, now).code === "over";

/** @type {(cell: Cell) => string} */
function byWhat(cell) {
  const of = cell.of_post ? named(cell.of_post) : "";
  if (cell.by === "delegation" && cell.until !== null) {
    return say("matrix.delegation", { post: of, until: untilWords(cell.until) });
  }
  return cell.by === "deputy" ? say("matrix.deputy", { post: of }) : say("matrix.own");
}

/** @type {(props: {cell: Cell, now: number}) => ReactElement} */
function May({ cell, now }) {
  const level = cell.from_level ? site().by.levels[cell.from_level] : null;
  const done = over(cell, now);
  const kind = done ? "gone" : !cell.person ? "warn" : cell.on_site ? "good" : "plain";
  return h(
    "span",
    { className: `may ${kind}` },
    sign(kind),
    h("b", null, cell.person ? named(cell.person) : say("ready.vacant")),
    h(
      "small",
      null,
      [
        done ? say("matrix.delegation_over") : byWhat(cell),
        level ? say("matrix.from_level", { level: text(level.name) }) : "",
        cell.person && !cell.on_site ? say("matrix.off_site") : "",
      ].filter(Boolean).join(" · "),
    ),
  );
}

/** @type {(one: Next) => string} */
function nextWords(one) {
  const name = one.person ? named(one.person) : say("matrix.nobody");
  if (one.how === "shift") {
    return say("matrix.next.shift", { name, at: one.at === null ? "–" : untilWords(one.at) });
  }
  return say(one.how === "may" ? "matrix.next.may" : "matrix.next.deputy", {
    name,
    post: named(one.post),
  });
}

/** @type {(row: ActRow) => string[]} */
function asleep(row) {
  const last = row.emergency_ms !== null
    ? [say("matrix.emergency", { age: age(row.emergency_ms) })]
    : row.needs === "command"
    ? [say("matrix.take")]
    : [];
  return [...row.next.map(nextWords), ...last];
}

/** @type {(props: {row: Group, posts: string[], now: number}) => ReactElement} */
function Line({ row, posts, now }) {
  if (row.needs === "nothing") {
    return h(
      "tr",
      { className: "free" },
      h("th", { scope: "row" }, actWords(row)),
      h("td", { colSpan: posts.length + 1 }, sign("good"), " ", say("matrix.anybody")),
    );
  }
  const nobody = row.cells.every((cell) => over(cell, now) || !cell.person);
  return h(
    "tr",
    null,
    h(
      "th",
      { scope: "row" },
      actWords(row),
      nobody ? h("em", { className: "urgent" }, sign("urgent"), " ", say("matrix.nobody")) : null,
    ),
    posts.map((post) =>
      h(
        "td",
        { key: post },
        row.cells.filter((cell) => cell.post === post).map((cell, n) =>
          h(May, { key: n, cell, now })
        ),
      )
    ),
    h(
      "td",
      { className: "asleep" },
      asleep(row).map((words, n) => h("span", { key: n }, n ? " → " : "", words)),
    ),
  );
}

panel("authority_matrix", function Matrix() {
  const now = useSecond();
  const rows = Object.values(useKind("authority", "act:")).sort((a, b) => a.n - b.n);
  const { count } = useKind("people", "count");
  /** @type {{id: string, name: Words}[]} */
  const shifts = site().shifts || [];
  const running = shifts.find((one) => count && one.id === count.shift);
  const shift = running ? text(running.name) : "–";
  const used = new Set(rows.flatMap((row) => row.cells.map((cell) => cell.post)));
  const posts = (site().posts || []).map((/** @type {{id: string}} */ one) => one.id).filter((
    /** @type {string} */ id,
  ) => used.has(id));
  return h(
    React.Fragment,
    null,
    head(
      say("matrix.title"),
      h(
        "span",
        null,
        document.querySelector('.menu a[href="/plant"]')
          ? h("a", { className: "quiet", href: "/plant?noun=authority" }, say("matrix.plant"))
          : null,
        h(
          "button",
          { type: "button", className: "quiet", onClick: () => globalThis.print() },
          say("matrix.print"),
        ),
      ),
    ),
    h("p", { className: "hint" }, say("matrix.hint", { shift })),
    h(
      "div",
      {
        className: "matrix-scroll",
        tabIndex: 0,
        role: "region",
        "aria-label": say("matrix.title"),
      },
      h(
        "table",
        { className: "matrix" },
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            h("th", { scope: "col" }, say("matrix.act")),
            posts.map((/** @type {string} */ post) =>
              h("th", { key: post, scope: "col" }, named(post))
            ),
            h("th", { scope: "col" }, say("matrix.asleep")),
          ),
        ),
        h("tbody", null, grouped(rows).map((row) => h(Line, { key: row.n, row, posts, now }))),
      ),
    ),
  );
});
