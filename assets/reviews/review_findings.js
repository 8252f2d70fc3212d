/* What was found and what is done about it: problems by the log, findings and actions by people. */

import { remark } from "./review.js";
import { Entry, FactLinks } from "./review_hands.js";
import { Sentence } from "./review_parts.js";
import { missing } from "./who_may.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { none, sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { day, say } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { named, site } from "../live/plant.js";
import { useRealKind, useSecond } from "../live/react_panels.js";
import { linkTo } from "../shared/links.js";

/** @import { Action, Finding, Problem, ReviewReport } from "../declared/review_answers.d.ts" */
/** @import { ReviewField } from "./review_hands.js" */
/** @import { Part } from "../live/plant_index.js" */

const LONGEST = 200;
/** @type {(text: string) => string} */
const cut = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** @type {(words: string) => ReactElement} */
const needs = (words) => h("span", { className: "needs warn" }, "▲ ", words);

/** @type {(props: {report: ReviewReport, problem: Problem}) => ReactElement | null} */
function TakeUp({ report, problem }) {
  if (problem.finding || !report.clock || report.status === "signed" || !may("finding.add")) {
    return null;
  }
  const text = problem.sentences[0].text;
  /** @type {CommandFields["finding.add"]} */
  const data = {
    review: report.id,
    nature: /** @type {const} */ ("problem"),
    text: { zh: cut(text.zh), en: cut(text.en) },
    facts: problem.facts.slice(0, 50),
    problem: problem.key,
  };
  const at = `take:${problem.key}`;
  return h(
    React.Fragment,
    null,
    h(Act, { kind: "finding.add", data, at, label: say("review.take_up") }),
    h(Answer, { at }),
  );
}

/** @type {(props: {report: ReviewReport}) => ReactElement | ReactElement[]} */
export function Problems({ report }) {
  if (!report.problems.length) return none(say("review.no_problems"));
  return report.problems.map((problem, i) =>
    h(
      "article",
      {
        key: problem.key,
        className: "problem",
        "data-problem": problem.key,
        "data-kind": problem.kind,
      },
      i && report.problems[i - 1].kind === problem.kind ? null : h(
        "h3",
        null,
        sign(problem.sign),
        " ",
        say(`problem_kind.${problem.kind}`),
      ),
      h(
        "ul",
        { className: "sentences" },
        problem.sentences.map((s, i) => h(Sentence, { key: i, told: s })),
      ),
      h(
        "div",
        { className: "problem-foot" },
        problem.finding
          ? h(
            "span",
            { className: "good" },
            "✓ ",
            say("review.taken_up", { finding: problem.finding }),
          )
          : needs(missing("review.not_taken_up", "finding.add")),
        h(TakeUp, { report, problem }),
      ),
    )
  );
}

/** @type {() => [id: string, word: string][]} */
const severities = () => ["major", "moderate", "minor"].map((one) => [one, say(`severity.${one}`)]);

/** @type {(props: {report: ReviewReport, finding: Finding}) => ReactElement} */
function FindingRow({ report, finding }) {
  const at = `finding:${finding.id}`;
  const open = report.status !== "signed";
  const problem = finding.nature === "problem";
  const actions = report.actions.filter((a) => a.finding === finding.id);
  return h(
    "article",
    { className: "finding", id: finding.id, "data-finding": finding.id },
    h(
      "h3",
      null,
      sign(finding.sign),
      " ",
      h("span", null, `${finding.id} · ${remark(finding.text)}`),
    ),
    h(
      "p",
      { className: "finding-line" },
      h(FactLinks, { facts: finding.facts }),
      h("span", null, say("review.by", { who: named(finding.by) })),
      finding.late ? h("em", { className: "warn" }, say("review.added_late")) : null,
      finding.rectified_by.length
        ? h(
          "em",
          { className: "warn" },
          say("review.rectified_by", {
            seqs: finding.rectified_by.map((seq) => `#${seq}`).join(" "),
          }),
        )
        : null,
    ),
    problem
      ? h(
        "p",
        { className: "finding-line" },
        finding.cause
          ? h("span", null, say("review.cause", { cause: remark(finding.cause) }))
          : needs(missing("review.cause_missing", "finding.change")),
        finding.severity
          ? h(
            "span",
            null,
            say("review.rated", {
              severity: say(`severity.${finding.severity}`),
              who: named(finding.rated_by),
            }),
          )
          : needs(missing("review.severity_missing", "finding.rate")),
      )
      : null,
    problem && open
      ? h(
        React.Fragment,
        null,
        h(Entry, {
          title: say("review.give_cause"),
          kind: "finding.change",
          about: { finding: finding.id },
          at: `${at}:cause`,
          fields: [{ name: "cause", label: say("review.cause_field"), type: "long" }],
        }),
        h(Entry, {
          title: say("review.rate_finding"),
          kind: "finding.rate",
          about: { finding: finding.id },
          at: `${at}:rate`,
          fields: [{
            name: "severity",
            label: say("review.severity"),
            type: "choice",
            options: severities(),
          }],
        }),
        h(Entry, {
          title: say("review.open_action"),
          kind: "action.open",
          about: { finding: finding.id },
          at: `${at}:action`,
          fields: [{ name: "text", label: say("review.action_field"), type: "long" }],
        }),
      )
      : null,
    actions.map((action) => h(ActionRow, { key: action.id, action })),
    problem && !actions.length
      ? h(
        "p",
        { className: "finding-line" },
        needs(missing("review.action_missing", "action.open")),
      )
      : null,
  );
}

/** @type {(props: {report: ReviewReport}) => ReactElement} */
export function Findings({ report }) {
  if (!report.clock) return none(say("review.not_begun"));
  /** @type {ReviewField[]} */
  const fields = [
    {
      name: "nature",
      label: say("review.finding_kind"),
      type: "choice",
      options: [["problem", say("review.kind.problem")], ["strength", say("review.kind.strength")]],
    },
    { name: "text", label: say("review.finding_field"), type: "long" },
    { name: "facts", label: say("review.facts_field"), type: "facts", log: () => report.id },
  ];
  return h(
    React.Fragment,
    null,
    report.findings.length
      ? report.findings.map((finding) => h(FindingRow, { key: finding.id, report, finding }))
      : none(say("review.no_findings")),
    report.status === "signed" ? null : h(Entry, {
      title: say("review.add_finding"),
      kind: "finding.add",
      about: { review: report.id },
      at: "finding:new",
      fields,
    }),
  );
}

/* An action with its lineage: finding -> action -> drill -> pass. */
/** @type {(props: {action: Action}) => ReactElement} */
export function ActionRow({ action }) {
  const now = useSecond();
  const at = `action:${action.id}`;
  const { kind, code } = verdictAt(action.turns, now);
  const open = action.state !== "closed";
  /** @type {Part[]} */
  const known = site().people || [];
  /** @type {[id: string, word: string][]} */
  const people = known.map((p) => [p.id, text(p.name)]);
  /** @type {[id: string, word: string][]} */
  const drills = Object.values(useRealKind("drill", ""))
    .filter((one) => one.phase === "ended")
    .map((one) => [one.id, `${one.id} ${text(one.name)}`]);
  return h(
    "div",
    { className: "action", "data-action": action.id, "data-state": action.state },
    h(
      "div",
      { className: "action-head" },
      sign(kind),
      h("b", null, `${action.id} · ${remark(action.text)}`),
      h(
        "em",
        { className: kind },
        say(code === "late" ? "action.overdue" : `action.state.${code}`),
      ),
    ),
    h(
      "p",
      { className: "finding-line" },
      action.owner
        ? h("span", null, say("action.owner", { who: named(action.owner) }))
        : needs(missing("action.no_owner", "action.assign")),
      action.due_at
        ? h("span", null, say("action.due", { day: day(action.due_at) }))
        : needs(missing("action.no_due", "action.assign")),
      h(
        "span",
        null,
        action.proof ? say("action.proof", { proof: action.proof }) : say("action.no_proof"),
      ),
    ),
    h(
      "ol",
      { className: "lineage", "aria-label": say("action.lineage") },
      h(
        "li",
        null,
        h(
          "a",
          { href: `/reviews/${encodeURIComponent(action.review)}#${action.finding}` },
          `${action.review} ${action.finding}`,
        ),
      ),
      h(
        "li",
        null,
        h(
          "a",
          { className: "seq", href: linkTo("fact", action.seq) },
          `${action.id} #${action.seq}`,
        ),
      ),
      action.observed.map((one) =>
        h(
          "li",
          { key: one.seq, className: one.passed ? "good" : "urgent" },
          h("a", { href: `/reviews/${encodeURIComponent(one.drill)}` }, one.drill),
          " ",
          one.passed ? "✓ " : "■ ",
          say(one.passed ? "action.passed" : "action.failed"),
          " ",
          h("a", { className: "seq", href: linkTo("fact", one.seq) }, `#${one.seq}`),
        )
      ),
      open
        ? h("li", { className: "gone" }, "◌ ", missing("action.needs_pass", "action.observe"))
        : null,
    ),
    open
      ? h(
        React.Fragment,
        null,
        h(Entry, {
          title: say("action.assign"),
          kind: "action.assign",
          about: { action: action.id },
          at: `${at}:assign`,
          fields: [{
            name: "owner",
            label: say("action.owner_field"),
            type: "choice",
            options: people,
          }, { name: "due_at", label: say("action.due_field"), type: "date" }],
        }),
        h(Entry, {
          title: say("action.prove"),
          kind: "action.done",
          about: { action: action.id },
          at: `${at}:done`,
          fields: [{ name: "proof", label: say("action.proof_field") }],
        }),
        h(Entry, {
          title: say("action.observe"),
          kind: "action.observe",
          about: { action: action.id },
          at: `${at}:observe`,
          fields: [
            {
              name: "drill",
              label: say("action.drill_field"),
              type: "choice",
              options: drills,
            },
            {
              name: "result",
              label: say("action.result"),
              type: "choice",
              options: [["pass", say("action.passed")], ["fail", say("action.failed")]],
            },
            {
              name: "facts",
              label: say("review.facts_field"),
              type: "facts",
              log: (values) => values.drill || "",
            },
          ],
        }),
      )
      : null,
  );
}
