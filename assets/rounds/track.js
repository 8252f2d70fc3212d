/* The track of a round as the server reads it: the way from point to point, its gaps drawn, what does not fit, what is
   missing and what is drawn to be inspected again. */

import { ask } from "../base/ask.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { none, sign } from "../base/signs.js";
import { age, number, say, time } from "../base/words.js";
import { named } from "../live/plant.js";

/** @import { Words } from "../types/rows.d.ts" */
/** @import { RoundPoint } from "./round_state.js" */

/** @typedef {{ code: string, title: Words, x: number | null, y: number | null, at: number | null, by: string | null,
 *   metres: number | null, ms: number | null, gap: boolean, too_fast: boolean, back: boolean, again: boolean, wrong: string[],
 *   flags: string[] }} TrackStep */
/** @typedef {{ number: string, points: RoundPoint[], steps: TrackStep[], missing: string[], sample: string[] }} TrackTold */

const { useEffect, useState } = window.React;
const WIDE = 300;
const HIGH = 180;
const EDGE = 16;

/* Where each point stands in the drawing, north above. */
/** @type {(points: { x: number | null, y: number | null }[]) => (one: { x: number | null, y: number | null }) => [number, number]} */
function placing(points) {
  const known = points.filter(({ x, y }) => x !== null && y !== null);
  const xs = known.map(({ x }) => Number(x)), ys = known.map(({ y }) => Number(y));
  const [west, south] = [Math.min(...xs), Math.min(...ys)];
  const scale = Math.min(
    (WIDE - 2 * EDGE) / Math.max(1, Math.max(...xs) - west),
    (HIGH - 2 * EDGE) / Math.max(1, Math.max(...ys) - south),
  );
  return ({ x, y }) => [
    EDGE + (Number(x) - west) * scale,
    HIGH - EDGE - (Number(y) - south) * scale,
  ];
}

/** @type {(props: { told: TrackTold }) => ReactElement | null} */
function Drawn({ told }) {
  const placed = told.points.filter(({ x }) => x !== null);
  if (!placed.length) return null;
  const at = placing(placed);
  const steps = told.steps.filter(({ x }) => x !== null);
  return h(
    "svg",
    {
      className: "track-drawn",
      viewBox: `0 0 ${WIDE} ${HIGH}`,
      role: "img",
      "aria-label": say("round.track"),
    },
    steps.slice(1).map((step, n) => {
      const [[x1, y1], [x2, y2]] = [at(steps[n]), at(step)];
      const kind = step.gap ? "gap" : step.too_fast ? "fast" : "way";
      return h("line", { key: `${step.code} ${n}`, x1, y1, x2, y2, className: kind });
    }),
    placed.map((point) => {
      const [cx, cy] = at(point);
      const missing = told.missing.includes(point.code);
      return h(
        "g",
        { key: point.code, className: missing ? "missing" : "was" },
        h("circle", { cx, cy, r: 5 }),
        h("title", null, text(point.title)),
      );
    }),
  );
}

/** @type {(step: TrackStep) => string[]} */
const doubts = (step) =>
  [
    step.gap ? say("round.gap", { age: age(step.ms || 0) }) : "",
    step.too_fast
      ? say("round.too_fast", { m: number(Math.round(step.metres || 0)), age: age(step.ms || 0) })
      : "",
    step.back ? say("round.back") : "",
    step.again ? say("round.twice") : "",
    step.wrong.length ? say("round.found_wrong") : "",
    ...step.flags.map((one) => say(`matter.flag.${one}`)),
  ].filter(Boolean);

/** `version` changes when the matter did: then it is asked again.
 * @type {(props: { id: string, version: number }) => ReactElement} */
export function Track({ id, version }) {
  const [told, set] = useState(/** @type {TrackTold | null} */ (null));
  useEffect(() => {
    ask(`/api/v1/rounds/${encodeURIComponent(id)}`, { cache: "no-store" }).then(
      (answer) => set(answer.ok ? answer.json() : null),
      () => null,
    );
  }, [id, version]);
  if (!told) return none(say("round.no_track"));
  const titles = Object.fromEntries(told.points.map(({ code, title }) => [code, text(title)]));
  return h(
    "div",
    { className: "track" },
    h(Drawn, { told }),
    h(
      "ol",
      { className: "track-steps" },
      told.steps.map((step, n) => {
        const found = doubts(step);
        return h(
          "li",
          { key: `${step.code} ${n}`, "data-step": step.code, className: step.gap ? "gap" : "" },
          h("b", null, sign(found.length ? "warn" : "good"), " ", text(step.title)),
          h(
            "span",
            { className: "label" },
            [
              step.at ? time(step.at) : "–",
              step.by ? named(step.by) : "",
              step.metres === null ? "" : `${number(Math.round(step.metres))} m`,
              step.ms === null ? "" : age(step.ms),
            ].filter(Boolean).join(" · "),
          ),
          found.length ? h("span", { className: "warn" }, found.join(" ")) : null,
        );
      }),
    ),
    told.missing.length
      ? h(
        "p",
        { className: "warn" },
        sign("warn"),
        " ",
        say("round.missing", { points: told.missing.map((code) => titles[code]).join(" · ") }),
      )
      : null,
    told.sample.length
      ? h(
        "p",
        { className: "note" },
        sign("note"),
        " ",
        say("round.sample", { points: told.sample.map((code) => titles[code]).join(" · ") }),
      )
      : null,
  );
}
