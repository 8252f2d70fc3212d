/* The printed papers of an incident: its ICS forms and muster lists as PDF, and the forms kept
   with it. */

import { may, page } from "../base/context.js";
import { h } from "../base/element.js";
import { none } from "../base/signs.js";
import { say, time } from "../base/words.js";
import { commandQueue } from "../hands/command_queue.js";
import { Answer } from "../hands/hands.js";
import { named } from "../live/plant.js";
import { panel, useKind } from "../live/react_panels.js";
import { Collapsible } from "../shared/collapsible.js";
import { useCurrent } from "../shared/current.js";
import { post, useAsked } from "../shared/drill_doors.js";

/** @import { TickerRow } from "../types/rows.d.ts" */

/** @typedef {{ seq: number, at: number, by: string, form: string }} Kept */
/** @typedef {{ serial: string, at: number, people: number }} MusterList */

const NEWS = ["form.kept", "muster.listed"];

/* The newest fact by which the papers of an incident changed: what the panel has asked for is then old. */
/** @type {(ticker: Record<string, TickerRow>, incident: string) => number} */
const newest = (ticker, incident) =>
  Object.values(ticker)
    .filter((fact) => fact.incident === incident && NEWS.includes(fact.kind))
    .reduce((last, fact) => Math.max(last, fact.seq), 0);

/** @type {(form: string) => string} */
const nameOf = (form) =>
  `${form.toUpperCase().replace("-", " ")} ${say(`forms.title.${form.replace("-", "_")}`)}`;

/** @type {(href: string, label: string) => ReactElement} */
const pdf = (href, label) => h("a", { href, target: "_blank", rel: "noopener" }, label);

/** @type {(props: { under: string, form: string }) => ReactElement} */
function Form({ under, form }) {
  const [told, tell] = React.useState("");
  const keep = async () => {
    tell(say("papers.keeping"));
    const answer = await post(under, { form });
    tell(answer.ok ? say("papers.kept_now") : `${answer.problem.title} ${answer.problem.mend}`);
  };
  return h(
    "div",
    { className: "paper-row" },
    pdf(`${under}/${form}.pdf?lang=${page.lang}`, nameOf(form)),
    may("papers.keep")
      ? h("button", { type: "button", className: "act faint", onClick: keep }, say("papers.keep"))
      : null,
    told ? h("span", { role: "status" }, told) : null,
  );
}

/** @type {(props: { incident: string }) => ReactElement} */
function Papers({ incident }) {
  const under = `/api/v1/incidents/${encodeURIComponent(incident)}/forms`;
  const { got, failed } = useAsked(under, newest(useKind("ticker", ""), incident));
  const at = `papers:${incident}`;
  if (failed) return none(`${failed.title} ${failed.mend}`);
  if (!got) return none(say("papers.asking"));
  /** @type {{ forms: string[], kept: Kept[], muster_lists: MusterList[] }} */
  const { forms, kept, muster_lists: lists } = got;
  return h(
    "div",
    { className: "papers" },
    forms.map((form) => h(Form, { key: form, under, form })),
    h("b", null, say("papers.lists")),
    may("muster.list")
      ? h("button", {
        type: "button",
        className: "act",
        onClick: () => commandQueue.send("muster.list", { incident }, at),
      }, say("papers.make_list"))
      : null,
    h(Answer, { at }),
    lists.map((one) =>
      h(
        "div",
        { key: one.serial, className: "paper-row" },
        pdf(`/api/v1/muster-lists/${one.serial}.pdf?lang=${page.lang}`, one.serial),
        h("span", null, say("papers.list_told", { at: time(one.at), n: one.people })),
      )
    ),
    kept.length ? h("b", null, say("papers.kept")) : null,
    kept.map((one) =>
      h(
        "div",
        { key: one.seq, className: "paper-row" },
        pdf(`${under}/${one.form}.pdf?kept=${one.seq}&lang=${page.lang}`, nameOf(one.form)),
        h("span", null, say("papers.kept_told", { at: time(one.at), by: named(one.by) })),
      )
    ),
  );
}

panel("papers", function PrintedPapers() {
  const { incident, of } = useCurrent();
  if (!may("form.print")) return null;
  return h(
    Collapsible,
    {
      name: "papers",
      about: incident && incident.id,
      title: of(say("papers.heading")),
      answer: "",
    },
    incident
      ? h(Papers, { key: incident.id, incident: incident.id })
      : none(say("command.dispatch_needs_incident")),
  );
});
