/* In an incident the wall answers four questions: people, source, water, outside; else its verdict stands there. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const TARGET_MS = 12 * 60000; /* response within twelve minutes of the alarm (DOMAIN) */
  const SUITED = 4; /* two in, two standing by */

  function Cell({ name, kind, big, lines }) {
    return h(
      "section",
      { className: `cell ${kind}`, "aria-label": say(name) },
      h("h2", null, center.sign(kind), say(name)),
      h(center.Words, { tag: "div", className: "big", ways: [].concat(big), steps: [1, 1, 2] }),
      h(
        center.Fit,
        { className: "subs" },
        (lines || []).filter((ways) => ways && ways.length).map((ways, i) => h(center.Words, { tag: "div", className: "sub", key: i, ways: [].concat(ways), steps: [1, 1, 1, 2] })),
      ),
    );
  }

  function entryLine(entry, now) {
    if (!entry) return "";
    const inside = entry.in || [];
    if (!inside.length) return say("entry.nobody", { ready: (entry.ready || []).length, needed: SUITED });
    const turn = Math.min(...inside.map((e) => e.turn_back_at));
    return turn < now
      ? say("entry.overdue", { n: inside.length, span: center.span(now - turn) })
      : say("entry.inside", { n: inside.length, span: center.span(turn - now) });
  }

  function People({ incident, now }) {
    const count = center.useTopic("people").count;
    const e = incident.evacuation;
    const entry = incident.entry;
    const overdue = entry && (entry.in || []).some((one) => one.turn_back_at < now);
    const lines = [];
    let kind = "note";
    let big = count ? say("people.on_site", { n: count.on_site }) : "–";
    if (overdue) {
      kind = "urgent";
      big = say("people.overdue_inside");
    } else if (e && e.missing > 0) {
      kind = "urgent";
      big = say("people.missing", { n: e.missing });
    } else if (e && e.not_accounted > 0) {
      kind = "warn";
      big = say("people.not_accounted", { n: e.not_accounted });
    } else if (e) {
      kind = "good";
      big = say("people.all_accounted");
    }
    lines.push(
      e
        ? ["people.split", e.missing ? "" : "people.split_short"].filter(Boolean).map((key) => say(key, { safe: e.checked_in, assigned: e.assigned, open: e.not_accounted, total: e.denominator }))
        : say("people.no_evacuation"),
    );
    lines.push(entryLine(entry, now));
    return h(Cell, { name: "cell.people", kind, big, lines });
  }

  function Source({ incident, now }) {
    const levels = center.useTopic("levels");
    const resources = center.useTopic("resources");
    const { tank, reported, confirmed, contradicted } = incident.source || {};
    const left = TARGET_MS - Math.floor((now - incident.t0) / 1000) * 1000; /* with the clock above it is the target */
    const isolated = confirmed && confirmed.state === "isolated";
    const short = isolated ? null : center.shortOfKits(incident, resources);
    let kind = left < 0 ? "urgent" : "warn";
    let big = left < 0 ? say("source.over", { span: center.span(-left) }) : say("source.left", { span: center.span(left) });
    if (isolated) {
      kind = "good";
      big = say("source.isolated");
    }
    const loss = center.lossWords(center.readLoss(incident, levels, now));
    const target = say("source.target");
    const word = contradicted
      ? say("source.contradicted")
      : reported && reported.state === "isolated" && !isolated
        ? say("source.reported", { state: say(`source.state.${reported.state}`), by: center.named(reported.by) })
        : isolated
          ? say("source.isolated_after", { span: center.span(confirmed.at - incident.t0) })
          : null;
    if (contradicted) kind = "urgent";
    const needs = short && center.shortWords(short);
    const lines = word ? [word, needs || (isolated ? null : loss.length ? loss : tank)] : loss.length ? [loss, needs || target] : [target, needs];
    return h(Cell, { name: "cell.source", kind, big, lines });
  }

  function Water({ now }) {
    const levels = center.useTopic("levels");
    return h(Cell, Object.assign({ name: "cell.water" }, center.readWater(levels, now)));
  }

  /* All the words, or as many as there is room for and how many more there are. */
  const shorter = (words) =>
    words.map((_, left) => words.slice(0, words.length - left).join("  ") + (left ? `  +${left}` : ""));

  function Outside({ incident, now }) {
    const calls = center.readCalls(incident, now);
    const called = calls.filter((c) => c.called_at);
    const due = calls.filter((c) => !c.called_at && c.due !== null).sort((a, b) => a.due - b.due)[0];
    const late = due && due.due < now;
    const kind = late ? "urgent" : called.length === calls.length && calls.length ? "good" : "note";
    const names = shorter(called.map((c) => `${c.short} ${c.answered_at ? "✓" : "…"}`));
    const next = due
      ? late
        ? ["outside.late", "outside.late_short"].map((key) => say(key, { unit: due.short, span: center.span(now - due.due) }))
        : say("outside.due", { unit: due.short, span: center.span(due.due - now) })
      : "";
    return h(Cell, {
      name: "cell.outside",
      kind,
      big: say("outside.called", { n: called.length, total: calls.length }),
      lines: [names.length ? names : say("outside.nobody"), next],
    });
  }

  function Cells() {
    const now = center.useSecond();
    const [incident] = center.useIncidents();
    if (!center.useReady()) return null;
    if (!incident) return h(center.Verdict);
    return h(
      "div",
      { className: "cells" },
      h(People, { incident, now }),
      h(Source, { incident, now }),
      h(Water, { now }),
      h(Outside, { incident, now }),
    );
  }

  center.panel("cells", Cells);
})((window.center = window.center || {}));
