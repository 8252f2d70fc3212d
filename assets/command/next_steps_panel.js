/* The panel of next steps for a new plant, under the strip while anything is missing: each item
   in one line, with instructions for the chosen one. Hidden in an incident and in the
   demonstration; it can be folded to one line and stays so. */

import { readNextSteps } from "./next_steps.js";
import { kept } from "../base/browser_memory.js";
import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { more, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { site } from "../live/plant.js";
import { panel, useKind, useReady } from "../live/react_panels.js";
import { useIncidents } from "../shared/incidents.js";

/** @import { ShiftCount } from "../types/rows.d.ts" */
/** @import { Described, NextStep } from "./next_steps.js" */

const SHOWN = 6;

/** @type {() => Described} */
const described = () => {
  const { posts, people, sources, tags, tanks, plans, lacks, unplanned } = site();
  return { posts, people, sources, tags, tanks, plans, lacks, unplanned };
};

/* Whether this person's menu has the page of the plant; a person without it reads who does. */
const hasPlant = () => Boolean(document.querySelector('.menu a[href="/plant"]'));

/** @type {(props: {step: NextStep, id: string}) => ReactElement} */
function How({ step, id }) {
  const [copied, setCopied] = React.useState(false);
  const copy = () =>
    navigator.clipboard.writeText(step.code.join("\n")).then(
      () => setCopied(true),
      () => undefined,
    );
  return h(
    "div",
    { className: "next-how", id },
    h("p", null, step.about),
    step.page && hasPlant()
      ? h("a", { className: "act", href: step.page }, say("next.mend"))
      : null,
    step.code.length
      ? h(
        "pre",
        { tabIndex: 0, "aria-label": say("next.code") },
        h("code", { lang: "zxx", translate: "no" }, step.code.join("\n")),
      )
      : null,
    step.code.length && navigator.clipboard
      ? h(
        "button",
        { type: "button", className: "quiet", onClick: copy },
        say(copied ? "next.copied" : "next.copy"),
      )
      : null,
  );
}

/** @type {(props: {step: NextStep, open: boolean, turn: () => void}) => ReactElement} */
function Step({ step, open, turn }) {
  const id = `next-${step.key}`;
  return h(
    "li",
    { className: "next-step", "data-step": step.key },
    h(
      "button",
      {
        type: "button",
        className: "next-open",
        "aria-expanded": open,
        "aria-controls": open ? id : undefined,
        onClick: turn,
      },
      sign("note"),
      h("b", null, step.title),
      h("i", { "aria-hidden": true }, open ? "▾" : "▸"),
    ),
    open ? h(How, { step, id }) : null,
  );
}

function Own() {
  /** @type {ShiftCount | undefined} */
  const count = useKind("people", "count").count;
  const feeds = useKind("feeds", "");
  const incidents = useIncidents();
  const ready = useReady();
  const [open, setOpen] = React.useState("");
  const [folded, fold] = React.useState(kept.get("next.folded") === "1");
  if (!ready || !count || incidents.length) return null;
  const steps = readNextSteps(described(), count, feeds);
  if (!steps.length) return null;
  const turn = () => {
    kept.set("next.folded", folded ? "" : "1");
    fold(!folded);
  };
  return h(
    "section",
    { className: "panel next-steps", "aria-labelledby": "next-title" },
    h(
      "h2",
      { className: "fold", id: "next-title" },
      h(
        "button",
        { type: "button", "aria-expanded": !folded, "aria-controls": "next-list", onClick: turn },
        h("span", null, say("next.title")),
        h("b", null, folded ? steps[0].title : say("next.answer")),
        h("em", null, say("next.left", { n: steps.length })),
        h("i", { "aria-hidden": true }, folded ? "▸" : "▾"),
      ),
    ),
    h(
      "ol",
      { id: "next-list", hidden: folded },
      folded ? null : steps.slice(0, SHOWN).map((step) =>
        h(Step, {
          key: step.key,
          step,
          open: open === step.key,
          turn: () => setOpen(open === step.key ? "" : step.key),
        })
      ),
    ),
    folded ? null : more(steps.length - SHOWN),
    folded ? null : h(
      "p",
      { className: "label next-documents" },
      ["administrator", "site-file"].map((name) =>
        h(
          "a",
          { key: name, className: "thing", href: `/help/${name}` },
          say(`help.doc.${name.replace("-", "_")}`),
        )
      ),
    ),
  );
}

panel("next_steps", () => (page.role && !page.demo ? h(Own) : null));
