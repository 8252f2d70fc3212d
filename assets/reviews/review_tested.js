/* What a drill showed of actions that earlier reviews left open: each that it carried as a mandatory inject,
   and why it could not carry the others. A person puts it on record; only a pass closes. */

import { remark, seconds } from "./review.js";
import { ActionRow } from "./review_findings.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { none } from "../base/signs.js";
import { say, span } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { linkTo } from "../shared/links.js";

/** @import { Sign } from "../types/rows.d.ts" */
/** @import { Action, Look, ReviewReport, TestedAction } from "../declared/review_answers.d.ts" */

/** @type {Record<"pass" | "fail", [kind: Sign, word: Sayable]>} */
const RESULTS = { pass: ["good", "action.passed"], fail: ["urgent", "action.failed"] };

/** @type {(seq: number | null | undefined) => ReactElement | null} */
const link = (
  seq,
) => (seq ? h("a", { className: "seq", href: linkTo("fact", seq) }, `#${seq}`) : null);

/* How it was asked for and what came, in one line. */
/** @type {(props: {look: Look}) => ReactElement | null} */
export function LookWords({ look }) {
  if (look.why) {
    return h("span", { className: "gone" }, say("lineage.not_asked", { why: text(look.why) }));
  }
  if (!look.inject) return null;
  if (look.skipped_seq) {
    return h("span", { className: "gone" }, say("lineage.skipped"), " ", link(look.skipped_seq));
  }
  if (!look.asked_seq) return h("span", { className: "gone" }, say("lineage.never_fired"));
  const came = look.state && look.state !== "open"
    ? say(`expectation.${look.state}`)
    : say("lineage.no_outcome");
  const took = typeof look.took_ms === "number" && look.took_ms >= 0
    ? say("lineage.after", { span: seconds(look.took_ms / 1000) })
    : "";
  return h(
    "span",
    null,
    say("lineage.asked_at", { at: span(look.asked_at || 0) }),
    " ",
    link(look.asked_seq),
    " → ",
    came,
    took ? ` ${took}` : "",
    " ",
    link(look.fact || look.settled_seq),
  );
}

/* The outcome that people put on record, else the one the log suggests and who may record it. */
/** @type {(props: {action: Action, look: Look}) => ReactElement} */
function Outcome({ action, look }) {
  const said = look.observed[look.observed.length - 1];
  if (said) {
    return h(
      "em",
      { className: said.passed ? "good" : "urgent" },
      `${said.passed ? "✓" : "■"} ${say(said.passed ? "action.passed" : "action.failed")} `,
      link(said.seq),
      h(
        "small",
        null,
        say(action.state === "closed" ? "action.state.closed" : "lineage.mandatory_next"),
      ),
    );
  }
  if (!look.result) {
    return h(
      "em",
      { className: "gone" },
      `◌ ${say("rating.not_observed")}`,
      h("small", null, say("lineage.carried")),
    );
  }
  const [kind, word] = RESULTS[look.result];
  return h(
    "em",
    { className: kind },
    `${kind === "good" ? "✓" : "■"} ${say(word)}`,
    h("small", { className: "warn" }, `▲ ${say("lineage.not_recorded")}`),
  );
}

/** @type {(props: {action: Action, look: Look}) => ReactElement | null} */
function RecordIt({ action, look }) {
  if (action.state === "closed" || look.observed.length || !look.result || !may("action.observe")) {
    return null;
  }
  const shown = [look.asked_seq, look.fact, look.settled_seq].flatMap((seq) => seq || []);
  const facts = [...new Set(shown)];
  const at = `tested:${action.id}`;
  const word = say(look.result === "pass" ? "lineage.record_pass" : "lineage.record_fail");
  const sure = say(look.result === "pass" ? "lineage.sure_pass" : "lineage.sure_fail", {
    action: action.id,
  });
  return h(
    "div",
    { className: "course-act" },
    h(Act, {
      kind: "action.observe",
      data: { action: action.id, drill: look.drill, result: look.result, facts },
      at,
      label: word,
      sure,
    }),
    h(Answer, { at }),
  );
}

/** @type {(props: {action: TestedAction}) => ReactElement} */
function Tested({ action }) {
  const { look } = action;
  return h(
    "div",
    { className: "tested", "data-tested": action.id, "data-result": look.result || "none" },
    h(
      "div",
      { className: "rating" },
      h(
        "span",
        null,
        h("a", { href: `/reviews/lineage#${action.id}` }, action.id),
        ` · ${remark(action.text)}`,
        h("small", null, h(LookWords, { look })),
      ),
      h(Outcome, { action, look }),
    ),
    h(RecordIt, { action, look }),
  );
}

/** @type {(props: {report: ReviewReport}) => ReactElement} */
export function EarlierActions({ report }) {
  const looked = new Set(report.tested.map((action) => action.id));
  const others = report.earlier_actions.filter((action) =>
    !looked.has(action.id) && action.state !== "closed"
  );
  if (!report.tested.length && !others.length) return none(say("action.none_earlier"));
  return h(
    React.Fragment,
    null,
    report.tested.map((action) => h(Tested, { key: action.id, action })),
    others.length && report.tested.length ? h("h3", null, say("lineage.others_open")) : null,
    others.map((action) => h(ActionRow, { key: action.id, action })),
  );
}
