/* Under a directive: how it reached its people, and who is told next if nobody answers. */

import { useSilent } from "./center_state.js";
import { nextStepWords, readReach } from "./reach.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { named } from "../live/plant.js";
import { useSecond } from "../live/react_panels.js";

/** @import { DirectiveRow, NextStep } from "../types/rows.d.ts" */

/* The only part of it that changes each second. */
/** @type {(props: { next: NextStep }) => ReactElement} */
function Next({ next }) {
  const now = useSecond();
  return h("span", { className: "next" }, nextStepWords(next, now));
}

/** @type {(props: { directive: DirectiveRow }) => ReactElement | null} */
export function ReachLine({ directive }) {
  const silent = useSilent();
  if (!["issued", "acknowledged"].includes(directive.state)) {
    return null; /* begun: nobody need be reached */
  }
  const read = readReach(directive);
  if (!read.people.length && !read.steps.length && !read.next && !read.unsent && !silent) {
    return null;
  }
  const recipient = directive.to && directive.to.person;
  return h(
    "div",
    { className: "reach" },
    read.exhausted
      ? h("b", { className: "urgent", role: "status" }, sign("urgent"), " ", say("reach.exhausted"))
      : null,
    silent
      ? h("span", { className: "warn" }, sign("warn"), " ", say("reach.no_channel"))
      : read.unsent
      ? h("span", { className: read.unsent.kind }, read.unsent.words)
      : null,
    read.people.map((one) =>
      h(
        "span",
        { key: one.person, className: "reached" },
        one.person === recipient ? null : h("i", null, named(one.person), " "),
        one.channels.map((channel, n) =>
          h("span", { key: n, className: channel.kind }, channel.words)
        ),
      )
    ),
    read.steps.filter((step) => !(read.exhausted && step.kind === "urgent")).map((step, n) =>
      h("span", { key: n, className: step.kind }, step.words)
    ),
    read.next && read.next.step !== "exhausted" ? h(Next, { next: read.next }) : null,
  );
}
