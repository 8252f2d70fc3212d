/* A drill's script in words: what is broken on purpose, what became of an inject, how an expectation ended. */
(function (center) {
  "use strict";

  const say = (...given) => center.say(...given);

  /* What is broken on purpose, in words, with the names of the site. */
  center.brokenWords = (one) => {
    const kind = Object.keys(one).find((name) => one[name]);
    if (!kind) return "";
    const named = Object.fromEntries(Object.entries(one[kind]).map(([field, value]) => [field, typeof value === "string" ? center.named(value) : value]));
    if (kind === "missing_authority") named.answer = say(`drills.answer.${one[kind].answer}`);
    if (kind === "full_pool") named.share = Math.round(one[kind].share * 100);
    return say(`drills.broken.${kind}`, named);
  };

  /* What became of an inject, "fired 0:12 later". */
  center.injectState = (row) => {
    if (row.state === "fired" && row.planned !== null && Math.abs(row.at - row.planned) > 5000) return say(row.at > row.planned ? "drills.fired_later" : "drills.fired_earlier", { span: center.span(Math.abs(row.at - row.planned)) });
    return say(`drills.inject.${row.state}`);
  };

  /* An expectation's end in words: how long it has left, or how it came out. */
  center.expectedWords = (one, now) => {
    if (one.state === "open") return now > one.by ? say("drills.overdue", { span: center.span(now - one.by) }) : say("drills.left", { span: center.span(one.by - now) });
    if (one.state === "late" && one.end !== null) return say("drills.late_by", { span: center.span(Math.max(0, one.end - one.by)) });
    return say(`drills.state.${one.state}`);
  };
})((window.center = window.center || {}));
