/* Shown where reviews are few: what a review will require of whom, by when. */

import { h } from "../base/element.js";
import { head } from "../base/signs.js";
import { say } from "../base/words.js";

/** @import { ReviewList } from "../declared/review_answers.d.ts" */

const HOUR_MS = 3600000;

/* `steps`: [{step, due_after_ms}], each counted from the end of what is reviewed. */
/** @type {(props: {steps: ReviewList["steps"]}) => ReactElement} */
export function ReviewBegins({ steps }) {
  return h(
    "section",
    { className: "panel review-begins" },
    head(say("review.begins"), say("review.begins_answer")),
    h(
      "div",
      { className: "review-steps" },
      steps.map(({ step, due_after_ms }) =>
        h(
          "div",
          { key: step, className: "review-step" },
          h("b", null, say(`review.step.${step}`)),
          h("span", null, say("review.within", { n: due_after_ms / HOUR_MS })),
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
