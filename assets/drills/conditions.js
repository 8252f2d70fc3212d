/* What an inject waits for, in words: the kind of fact, the values it must have, and its time. What is
   not asked for is not said. */

import { has, say, span as spanWords } from "../base/words.js";
import { named } from "../live/plant.js";
import { areaOf, factValue } from "../shared/facts.js";

const span = (s) => spanWords(s * 1000);
const joined = (words, key) => words.reduce((before, one) => say(key, { before, one }));

/* One field's value as the screens say it; a bare number or truth keeps its field's name. */
function wanted(where) {
  const values = where.one_of || [where.names ?? where.equals];
  const said = values.map((
    value,
  ) => (typeof value === "string" ? factValue(where.field, value) : `${where.field} ${value}`));
  return joined(said, "condition.or");
}

function facts({ kind, where, who }) {
  const key = `condition.kind.${kind}`;
  const what = has(key) ? say(key) : areaOf({ kind });
  const values = (where || []).map(wanted);
  const matched = values.length ? say("condition.of", { what, values }) : what;
  return who ? say("condition.by", { what: matched, who: named(who) }) : matched;
}

function happened(fact) {
  const what = facts(fact);
  const early = fact.within_s ? say("condition.within", { what, span: span(fact.within_s) }) : what;
  return fact.after_s ? say("condition.after", { what: early, span: span(fact.after_s) }) : early;
}

/* `condition`: one of the scenario's four questions (`fact`, `missing`, `all`, `any`), names resolved. */
export function conditionWords(condition) {
  const { fact, missing, all, any } = condition;
  if (fact) return happened(fact);
  if (missing) return say("condition.missing", { what: facts(missing), time: span(missing.by_s) });
  return joined((all || any).map(conditionWords), all ? "condition.and" : "condition.either");
}
