/* What an inject waits for, in words: the kind of fact, the values it must have, and its time. What is
   not asked for is not said. */
(function (center) {
  "use strict";

  const span = (s) => center.span(s * 1000);
  const joined = (words, key) => words.reduce((before, one) => center.say(key, { before, one }));

  /* One field's value as the screens say it; a bare number or truth keeps its field's name. */
  function wanted(where) {
    const values = where.one_of || [where.names ?? where.equals];
    const said = values.map((value) => (typeof value === "string" ? center.factValue(where.field, value) : `${where.field} ${value}`));
    return joined(said, "condition.or");
  }

  function facts({ kind, where, who }) {
    const key = `condition.kind.${kind}`;
    const what = center.has(key) ? center.say(key) : center.areaOf({ kind });
    const values = (where || []).map(wanted);
    const matched = values.length ? center.say("condition.of", { what, values }) : what;
    return who ? center.say("condition.by", { what: matched, who: center.named(who) }) : matched;
  }

  function happened(fact) {
    const what = facts(fact);
    const early = fact.within_s ? center.say("condition.within", { what, span: span(fact.within_s) }) : what;
    return fact.after_s ? center.say("condition.after", { what: early, span: span(fact.after_s) }) : early;
  }

  /* `condition`: one of the scenario's four questions (`fact`, `missing`, `all`, `any`), names resolved. */
  center.conditionWords = function conditionWords(condition) {
    const { fact, missing, all, any } = condition;
    if (fact) return happened(fact);
    if (missing) return center.say("condition.missing", { what: facts(missing), time: span(missing.by_s) });
    return joined((all || any).map(conditionWords), all ? "condition.and" : "condition.either");
  };
})((window.center = window.center || {}));
