/* Under a directive: how it reached its people, and who is told next if nobody answers. */
(function (center) {
  "use strict";

  const h = center.h;

  /* The only part of it that changes each second. */
  function Next({ next }) {
    const now = center.useSecond();
    return h("span", { className: "next" }, center.nextStepWords(next, now));
  }

  center.ReachLine = function ReachLine({ directive }) {
    if (!["issued", "acknowledged"].includes(directive.state)) return null; /* begun: nobody need be reached */
    const read = center.readReach(directive);
    if (!read.people.length && !read.steps.length && !read.next) return null;
    const recipient = directive.to && directive.to.person;
    return h(
      "div",
      { className: "reach" },
      read.exhausted ? h("b", { className: "urgent", role: "status" }, center.sign("urgent"), " ", center.say("reach.exhausted")) : null,
      read.people.map((one) =>
        h(
          "span",
          { key: one.person, className: "reached" },
          one.person === recipient ? null : h("i", null, center.named(one.person), " "),
          one.channels.map((channel, n) => h("span", { key: n, className: channel.kind }, channel.words)),
        ),
      ),
      read.steps.filter((step) => !(read.exhausted && step.kind === "urgent")).map((step, n) => h("span", { key: n, className: step.kind }, step.words)),
      read.next && read.next.step !== "exhausted" ? h(Next, { next: read.next }) : null,
    );
  };
})((window.center = window.center || {}));
