/* Where reviews are few: what a review will ask of whom, by when, so that nobody learns it late. */

import { h } from "../base/element.js";
import { head } from "../base/signs.js";
import { say } from "../base/words.js";

const HOURS = {
  hotwash: 2,
  frozen: 24,
  agreed: 48,
  signed: 72,
}; /* from the end (docs/domain.md, "The 72-hour review") */

export function ReviewBegins() {
  return h(
    "section",
    { className: "panel review-begins" },
    head(say("review.begins"), say("review.begins_answer")),
    h(
      "div",
      { className: "review-steps" },
      Object.entries(HOURS).map(([step, n]) =>
        h(
          "div",
          { key: step, className: "review-step" },
          h("b", null, say(`review.step.${step}`)),
          h("span", null, say("review.within", { n })),
          h("span", null, say(`review.asks.${step}`)),
        )
      ),
    ),
    h(
      "p",
      { className: "label" },
      say("review.begins_next"),
      " ",
      h("a", { className: "thing", href: "/drills" }, say("nav.drills")),
    ),
  );
}
