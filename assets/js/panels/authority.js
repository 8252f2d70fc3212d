/* Authority in an incident: what was refused and whom to ask, who was asked and since when, and what
   they said. The wait is counted where it is felt. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const KINDS = { asked: "warn", granted: "good", denied: "urgent", emergency: "warn" };

  /* A team whose own name ends with its area, as "Team C (Workshop 3)", is not said with it twice. */
  center.authorityWords = what;
  function what(one) {
    const scope = center.named(one.scope);
    const named = center.named(one.target);
    const target = [`(${scope})`, `（${scope}）`].reduce((name, end) => (name.endsWith(end) ? name.slice(0, -end.length).trim() : name), named);
    return say(`authority.${one.capability}`, { target, scope });
  }

  function Wait({ request }) {
    const now = center.useSecond();
    return h("span", { className: "clock" }, say("authority.waits", { span: center.span(Math.max(0, now - request.wait_from)) }));
  }

  /* Emergency authority, once two minutes are over without an answer; before that, when. */
  function Emergency({ request, at }) {
    const now = center.useSecond();
    const left = request.emergency_from - now;
    if (!center.may("authority.use_emergency")) return null;
    return left > 0
      ? h("span", { className: "label" }, say("authority.emergency_in", { span: center.span(left) }))
      : h(center.ActWithReason, { kind: "authority.use_emergency", data: { request: request.id }, at, label: say("authority.emergency"), strong: "urgent" });
  }

  /* What who was asked can say: at their own screen, or taken down from the telephone. */
  center.AnswerRequest = function AnswerRequest({ request, at }) {
    const own = request.person === center.page.person;
    const spoken = own ? {} : { via: "phone", speaker: request.person };
    const keepsTheLog = ["commander", "controller"].includes(center.page.role);
    if (!center.may("authority.grant") || (!own && !keepsTheLog)) return null;
    const data = Object.assign({ request: request.id }, spoken);
    return h(
      React.Fragment,
      null,
      h(center.Act, { kind: "authority.grant", data, at, label: say(own ? "authority.grant" : "authority.says_yes"), strong: own ? "strong" : "" }),
      h(center.ActWithReason, { kind: "authority.deny", data, at, label: say(own ? "authority.deny" : "authority.says_no") }),
    );
  };

  function Asked({ request }) {
    const at = `request:${request.id}`;
    const open = request.state === "asked";
    const reach = center.readReach(Object.assign({ issued_at: request.asked_at }, request));
    const words = reach.people.flatMap((one) => one.channels);
    const waited = request.answered_at ? say("authority.waited", { span: center.span(request.answered_at - request.wait_from) }) : "";
    return h(
      "div",
      { className: "authority-row" },
      center.sign(KINDS[request.state]),
      h(
        "div",
        { className: "what" },
        h("b", null, what(request)),
        h("span", null, say(`authority.state.${request.state}`, { name: center.text(request.name) }), waited ? ` · ${waited}` : "", request.by_asker ? h("em", { className: "warn" }, ` · ${say("authority.by_asker")}`) : null, request.reason ? ` · ${center.text(request.reason)}` : ""),
        words.length ? h("span", { className: "reach" }, words.map((one, n) => h("span", { key: n, className: one.kind }, one.words))) : null,
      ),
      open ? h(Wait, { request }) : null,
      open ? h("div", { className: "actions" }, h(center.AnswerRequest, { request, at }), h(Emergency, { request, at })) : null,
      h(center.Answer, { at }),
    );
  }

  function Beyond({ incident, one }) {
    const at = `beyond:${one.capability}:${one.scope}:${one.target}`;
    const data = { incident: incident.id, capability: one.capability, scope: one.scope, target: one.target };
    return h(
      "div",
      { className: "authority-row" },
      center.sign("warn"),
      h("div", { className: "what" }, h("b", null, what(one)), h("span", null, say("authority.beyond"))),
      h(
        "div",
        { className: "actions" },
        one.may.length
          ? one.may.map((who) => h(center.Act, { key: who.post, kind: "authority.ask", data: Object.assign({ person: who.person }, data), at, label: say("authority.ask", { name: who.name }), title: center.named(who.post), strong: "strong" }))
          : h("span", { className: "label" }, say("refusal.authority_nobody")),
      ),
      h(center.Answer, { at }),
    );
  }

  center.Authority = function Authority({ incident }) {
    const { asked, beyond } = incident.authority || { asked: [], beyond: [] };
    if (!asked.length && !beyond.length) return null;
    const may = center.may("authority.ask");
    return h(
      "div",
      { className: "authority" },
      h("span", { className: "label" }, say("authority.title")),
      may ? beyond.map((one) => h(Beyond, { key: `${one.capability}:${one.scope}:${one.target}`, incident, one })) : null,
      asked.map((request) => h(Asked, { key: request.id, request })),
    );
  };
})((window.center = window.center || {}));
