/* A secret that is shown only once, and the reasons for a refused one. */

import { h } from "../base/element.js";
import { sign } from "../base/signs.js";

/** @import { Problem } from "../shared/drill_doors.js" */

/** @type {(props: { problem: Problem }) => ReactElement} */
export const WhyRefused = ({ problem }) =>
  h(
    "p",
    { className: "answer refused", role: "alert" },
    sign("urgent"),
    h("div", null, h("b", null, problem.detail || problem.title), h("span", null, problem.mend)),
  );

/** @type {(props: { said: string, secret: string, more: string }) => ReactElement} */
export const ToldOnce = ({ said, secret, more }) =>
  h(
    "div",
    { className: "first-password", role: "status" },
    h("p", null, sign("good"), " ", said),
    h("code", null, secret),
    h("p", { className: "aside" }, more),
  );
