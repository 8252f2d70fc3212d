/* Who is inside under a permit, on its page. If nobody recorded that a person came out, the
   commander states it with a reason; otherwise that person would block drills and be sought in
   every headcount. */

import { MatterForm } from "./matter_form.js";
import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head } from "../base/signs.js";
import { age, say } from "../base/words.js";
import { panel, useRealKind, useSecond } from "../live/react_panels.js";

panel("inside_now", function InsideNow({ args }) {
  const now = useSecond();
  const work = useRealKind("matters", "work:")[`work:${args.matter}`];
  if (!work || !work.inside.length) return null;
  const states = page.role === "commander" && may("matter.leave");
  return h(
    "section",
    { className: "panel inside-now" },
    head(say("inside.now"), ""),
    h("p", { className: "aside" }, say("inside.now_about")),
    work.inside.map((one) => {
      const name = one.name ? text(one.name) : one.person;
      return h(
        "div",
        { key: one.person, "data-inside": one.person },
        h("p", null, `${name} · ${say("inside.since", { age: age(now - one.since) })}`),
        states
          ? h(MatterForm, {
            fields: {},
            names: [],
            reason: say("inside.state_out_why", { name }),
            label: say("inside.state_out"),
            online: true,
            deed: {
              kind: "matter.leave",
              data: (_values, why) => ({
                matter: args.matter,
                person: one.person,
                ...(why.trim() ? { reason: why.trim() } : {}),
              }),
              title: () => work.number,
              about: args.matter,
              base: null,
            },
          })
          : null,
      );
    }),
  );
});
