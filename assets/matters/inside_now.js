/* Who is inside under a permit now, on its page. Where nobody recorded that somebody came out, whoever commands states it
   with the reason: otherwise they would hold drills and be looked for ever after. */

import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head } from "../base/signs.js";
import { age, say } from "../base/words.js";
import { ActWithReason } from "../hands/act_with_reason.js";
import { Answer } from "../hands/hands.js";
import { panel, useRealKind, useSecond } from "../live/react_panels.js";

const KIND = "matter.leave";

panel("inside_now", function InsideNow({ args }) {
  const now = useSecond();
  const work = useRealKind("matters", "work:")[`work:${args.matter}`];
  if (!work || !work.inside.length) return null;
  const states = page.role === "commander" && may(KIND);
  return h(
    "section",
    { className: "panel inside-now" },
    head(say("inside.now"), ""),
    h("p", { className: "aside" }, say("inside.now_about")),
    work.inside.map((one) => {
      const name = one.name ? text(one.name) : one.person;
      const at = `inside ${one.person}`;
      return h(
        "div",
        { key: one.person, "data-inside": one.person },
        h("p", null, `${name} · ${say("inside.since", { age: age(now - one.since) })}`),
        states
          ? h(
            "div",
            { className: "actions" },
            h(ActWithReason, {
              kind: KIND,
              data: { matter: args.matter, person: one.person },
              at,
              label: say("inside.state_out"),
              ask: say("inside.state_out_why", { name }),
            }),
          )
          : null,
        h(Answer, { at }),
      );
    }),
  );
});
