/* A drill's script in words: what is broken on purpose, the result of an inject, how an
   expectation ended. */

import { verdictAt } from "../base/turns.js";
import { say, span } from "../base/words.js";
import { named as nameOf } from "../live/plant.js";

/** @import { ExpectedLine, InjectLine } from "./script.js" */

/** What is broken on purpose: its kind, and the fields of that kind (domain/scenarios/broken.py).
 * @typedef {Record<string, Record<string, string | number> | null>} Broken
 */

/* What is broken on purpose, in words, with the names of the site. */
/** @type {(one: Broken) => string} */
export const brokenWords = (one) => {
  const [kind, fields] = Object.entries(one).find(([, given]) => given) || [];
  if (!kind || !fields) return "";
  const named = Object.fromEntries(
    Object.entries(fields).map((
      [field, value],
    ) => [field, typeof value === "string" ? nameOf(value) : value]),
  );
  if (kind === "missing_authority") named.answer = say(`drills.answer.${fields.answer}`);
  if (kind === "full_pool") named.share = Math.round(Number(fields.share) * 100);
  return say(`drills.broken.${kind}`, named);
};

/* An inject at an exercise time: in how long it comes, or what became of it, "fired 0:12 later". */
/** @type {(row: InjectLine, now: number) => string} */
export const injectState = (row, now) => {
  const { code } = verdictAt(row.turns, now);
  const planned = row.planned ?? now;
  if (code === "to_come" || code === "soon") return say("drills.in", { span: span(planned - now) });
  if (code === "due") return say("drills.now");
  return code === "fired_later" || code === "fired_earlier"
    ? say(`drills.${code}`, { span: span(Math.abs((row.at ?? planned) - planned)) })
    : say(`drills.inject.${code}`);
};

/* An expectation's end in words: how long it has left, or how it came out. */
/** @type {(one: ExpectedLine, now: number) => string} */
export const expectedWords = (one, now) => {
  const { code } = verdictAt(one.turns, now);
  const { opened, by, took } = one;
  if (code === "overdue" && by !== null) return say("drills.overdue", { span: span(now - by) });
  if (code === "open" && by !== null) return say("drills.left", { span: span(by - now) });
  if (code === "late" && took !== null && opened !== null && by !== null) {
    return say("drills.late_by", { span: span(opened + took - by) });
  }
  return say(`drills.state.${code}`);
};
