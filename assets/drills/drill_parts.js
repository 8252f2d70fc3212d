/* Common parts of the drill and scenario pages: a commitment, a refusal with its reasons, a list
   of words and values, and whether a drill counts for the law. */

import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";

/** @import { Problem } from "../shared/drill_doors.js" */
/** @import { Lack } from "../types/rows.d.ts" */

const { useState } = React;
const SHORT = 12;

/* A commitment, shortened to look at and whole to copy. */
/** @type {(props: { value: string }) => ReactElement} */
export function Commitment({ value }) {
  const [copied, set] = useState(/** @type {"done" | "shown" | null} */ (null));
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      set("done");
    } catch (_) {
      set("shown"); /* no clipboard without https: the whole of it is shown, to be marked by hand */
    }
  };
  return h(
    "span",
    { className: "commitment", title: value },
    h(
      "code",
      { translate: "no" },
      copied === "shown" ? value : `${value.slice(0, SHORT)}…${value.slice(-4)}`,
    ),
    h("button", {
      type: "button",
      className: "quiet",
      onClick: copy,
      "aria-label": say("drills.copy_about"),
    }, copied === "done" ? `✓ ${say("drills.copied")}` : say("drills.copy")),
  );
}

/* What a door refused, its reasons and what would mend it. */
/** @type {(props: { problem: Problem | null }) => ReactElement | null} */
export function DoorProblem({ problem }) {
  if (!problem) return null;
  /** @type {(one: Answered) => string} */
  const said = (
    one,
  ) => (typeof one === "string" ? one : text(one.text || one.reason || one.why || one));
  /** @type {(one: Answered, n: number) => ReactElement} */
  const reason = (one, n) => h("li", { key: n }, said(one));
  return h(
    "div",
    { className: "answer refused", role: "alert" },
    sign("urgent"),
    h(
      "div",
      null,
      h("b", null, problem.detail || problem.title),
      problem.mend ? h("span", null, problem.mend) : null,
      problem.reasons.length ? h("ul", null, problem.reasons.slice(0, 8).map(reason)) : null,
    ),
  );
}

/* Rows of words and what stands for them; a row that is null is left out. */
/** @type {(props: { rows: ([word: string, value: ReactNode] | null)[] }) => ReactElement} */
export function Told({ rows }) {
  return h(
    "dl",
    { className: "told" },
    rows.flatMap((row) =>
      row ? [h("dt", { key: `${row[0]}-t` }, row[0]), h("dd", { key: `${row[0]}-d` }, row[1])] : []
    ),
  );
}

/* Why a drill does not count for the law, each reason in words; empty for one that does. */
/** @type {(lacks: Lack[]) => string[]} */
export const lackWords = (lacks) =>
  lacks.map((one) => say(`lack.${one.code}`, { injects: (one.injects || []).map(text) }));

/* Whether a drill that is over counts for the law, and if not, why. */
/** @type {(props: { lacks: Lack[] | null }) => ReactElement | null} */
export function Counts({ lacks }) {
  if (!lacks) return null;
  if (!lacks.length) {
    return h(
      "span",
      { className: "counts-legal", "data-counts": "true" },
      sign("good"),
      " ",
      say("drills.counts"),
    );
  }
  return h(
    "div",
    { className: "counts-legal", "data-counts": "false" },
    sign("warn"),
    " ",
    h("b", { className: "warn" }, say("drills.counts_not")),
    h("ul", null, lackWords(lacks).map((words) => h("li", { key: words }, words))),
  );
}
