/* Work under permits near the incident: what was paused, and everybody inside by name. Without an
   incident, all work in progress, folded to one line. */

import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { none, sign } from "../base/signs.js";
import { age, say } from "../base/words.js";
import { named } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";
import { Collapsible } from "../shared/collapsible.js";
import { useCurrent } from "../shared/current.js";
import {
  gasWords,
  guardianWords,
  insideOf,
  leftWords,
  readWork,
  workWords,
} from "../shared/work.js";

/** @import { AtWork } from "../types/rows.d.ts" */
/** @import { Work } from "../shared/work.js" */

/** @type {(props: { one: AtWork, now: number }) => ReactElement} */
function Inside({ one, now }) {
  const away = one.said === "checked_in" || one.said === "assigned";
  const from = one.company ||
    (one.employer && one.employer !== "site" ? say(`employer.${one.employer}`) : "");
  return h(
    "div",
    { className: "person-row" },
    sign("warn"),
    h(
      "div",
      { className: "who" },
      h("b", null, one.name ? text(one.name) : one.person),
      h(
        "span",
        { className: "bits" },
        h("span", null, say("work.inside_for", { age: age(now - one.since) })),
        from ? h("span", null, from) : null,
        away ? h("b", null, say("work.said_out")) : null,
        one.said && !away ? h("span", null, say(`people.account.${one.said}`)) : null,
      ),
    ),
  );
}

/** @type {(props: { work: Work, now: number }) => ReactElement} */
function Permit({ work: { row, kind, code }, now }) {
  const bits = [
    leftWords({ row, kind, code }, now),
    gasWords(row, now),
    guardianWords(row) && say("work.guardian", { name: guardianWords(row) }),
  ].filter(Boolean);
  return h(
    "div",
    { className: "permit" },
    h(
      "p",
      { className: "permit-head" },
      sign(kind),
      " ",
      h("b", null, `${text(row.title)} ${row.place ? named(row.place) : ""}`),
      " ",
      h("span", { className: kind }, say(`work.code.${code}`)),
    ),
    h("p", { className: "bits" }, [
      h("span", { key: "n" }, row.number),
      ...bits.map((bit) => h("span", { key: bit }, bit)),
    ]),
    row.inside.map((one) => h(Inside, { key: one.person, one, now })),
  );
}

panel("permits", function Permits() {
  const { incident, of } = useCurrent();
  const rows = useKind("matters", "work:");
  const now = useSecond();
  const work = readWork(rows, now, incident ? incident.id : undefined);
  const pressing = work.some((one) => one.kind === "urgent");
  return h(
    Collapsible,
    {
      name: "permits",
      about: incident && incident.id,
      title: of(say("work.title")),
      answer: workWords(work, Boolean(incident)),
      kind: pressing ? "urgent" : work.some((one) => one.kind === "warn") ? "warn" : "",
      matters: Boolean(incident) && insideOf(work) !== 0,
      presses: Boolean(incident) && insideOf(work) !== 0,
    },
    work.length
      ? work.map((one) => h(Permit, { key: one.row.matter, work: one, now }))
      : none(say(incident ? "work.none_here" : "work.none")),
    incident && work.length ? h("p", { className: "bits" }, say("work.nothing_resumes")) : null,
  );
});
