/* A drill's script in words: what is broken on purpose, what became of an inject, how an expectation ended. */

import { verdictAt } from "../base/turns.js";
import { say, span } from "../base/words.js";
import { named as nameOf } from "../live/plant.js";

/* What is broken on purpose, in words, with the names of the site. */
export const brokenWords = (one) => {
  const kind = Object.keys(one).find((name) => one[name]);
  if (!kind) return "";
  const named = Object.fromEntries(
    Object.entries(one[kind]).map((
      [field, value],
    ) => [field, typeof value === "string" ? nameOf(value) : value]),
  );
  if (kind === "missing_authority") named.answer = say(`drills.answer.${one[kind].answer}`);
  if (kind === "full_pool") named.share = Math.round(one[kind].share * 100);
  return say(`drills.broken.${kind}`, named);
};

/* An inject at an exercise time: in how long it comes, or what became of it, "fired 0:12 later". */
export const injectState = (row, now) => {
  const { code } = verdictAt(row.turns, now);
  if (code === "to_come" || code === "soon") {
    return say("drills.in", { span: span(row.planned - now) });
  }
  if (code === "due") return say("drills.now");
  return code === "fired_later" || code === "fired_earlier"
    ? say(`drills.${code}`, { span: span(Math.abs(row.at - row.planned)) })
    : say(`drills.inject.${code}`);
};

/* An expectation's end in words: how long it has left, or how it came out. */
export const expectedWords = (one, now) => {
  const { code } = verdictAt(one.turns, now);
  if (code === "overdue") return say("drills.overdue", { span: span(now - one.by) });
  if (code === "open") return say("drills.left", { span: span(one.by - now) });
  if (code === "late" && one.took !== null) {
    return say("drills.late_by", { span: span(one.opened + one.took - one.by) });
  }
  return say(`drills.state.${code}`);
};
