/* The condition of an inject, in words: the kind of fact, the required values, and its time.
   Absent conditions are left out. */

import { has, say, span as spanWords } from "../base/words.js";
import { named } from "../live/plant.js";
import { areaOf, factValue } from "../shared/facts.js";

/** A field of a fact and what it must be: one value, or one of several.
 * @typedef {{ field: string, equals?: FieldValue, one_of?: FieldValue[], names?: string }} Where
 * @typedef {string | number | boolean} FieldValue
 */
/** Which facts are meant.
 * @typedef {{ kind: string, where?: Where[], who?: string }} Match
 */
/** What an inject waits for: one of the four (domain/scenarios/conditions.py).
 * @typedef {{
 *   fact?: Match & { after_s?: number, within_s?: number },
 *   missing?: Match & { by_s: number },
 *   all?: Condition[],
 *   any?: Condition[],
 * }} Condition
 */

/** @type {(s: number) => string} */
const span = (s) => spanWords(s * 1000);
/** @type {(words: string[], key: Sayable) => string} */
const joined = (words, key) => words.reduce((before, one) => say(key, { before, one }));

/* One field's value as the screens say it; a bare number or truth keeps its field's name. */
/** @type {(where: Where) => string} */
function wanted(where) {
  const values = where.one_of || [where.names ?? where.equals ?? ""];
  const said = values.map((value) =>
    typeof value === "string" ? `${factValue(where.field, value)}` : `${where.field} ${value}`
  );
  return joined(said, "condition.or");
}

/** @type {(match: Match) => string} */
function facts({ kind, where, who }) {
  const key = `condition.kind.${kind}`;
  const what = has(key) ? say(key) : areaOf({ kind });
  const values = (where || []).map(wanted);
  const matched = values.length ? say("condition.of", { what, values }) : what;
  return who ? say("condition.by", { what: matched, who: named(who) }) : matched;
}

/** @type {(fact: NonNullable<Condition["fact"]>) => string} */
function happened(fact) {
  const what = facts(fact);
  const early = fact.within_s ? say("condition.within", { what, span: span(fact.within_s) }) : what;
  return fact.after_s ? say("condition.after", { what: early, span: span(fact.after_s) }) : early;
}

/* `condition`: one of the scenario's four questions (`fact`, `missing`, `all`, `any`), names resolved. */
/** @type {(condition: Condition) => string} */
export function conditionWords(condition) {
  const { fact, missing, all, any } = condition;
  if (fact) return happened(fact);
  if (missing) return say("condition.missing", { what: facts(missing), time: span(missing.by_s) });
  return joined((all || any || []).map(conditionWords), all ? "condition.and" : "condition.either");
}
