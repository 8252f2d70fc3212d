/* How each of the wall's questions stands in one incident: {kind, big, lines, first, brief, weight}. `lines`
   stand under the big words, `first` is which of them stays where one has room; `brief` says it all in one
   line, the fullest way first and nothing grave left out of any; `weight` orders the answers of several
   incidents, the smallest first. */

import { weight } from "../base/signs.js";
import { say, span } from "../base/words.js";
import { named } from "../live/plant.js";
import { shortWords } from "../resources/shortage.js";
import { readCalls, signOfCall } from "../shared/calls.js";
import { placesOf } from "../shared/incidents.js";
import { lossWords, readLoss } from "../tanks/loss.js";

const TARGET_MS = 12 * 60000; /* response within twelve minutes of the alarm (DOMAIN) */
const SUITED = 4; /* two in, two standing by */
const NEVER = Number.MAX_SAFE_INTEGER;

const joined = (words) => words.filter(Boolean).join(" · ");

function entryLine(entry, now) {
  if (!entry) return "";
  const inside = entry.in || [];
  if (!inside.length) {
    return say("entry.nobody", { ready: (entry.ready || []).length, needed: SUITED });
  }
  const turn = Math.min(...inside.map((e) => e.turn_back_at));
  return turn < now
    ? say("entry.overdue", { n: inside.length, span: span(now - turn) })
    : say("entry.inside", { n: inside.length, span: span(turn - now) });
}

export const readPeople = (incident, count, now) => {
  const e = incident.evacuation;
  const inside = (incident.entry || {}).in || [];
  const turn = inside.length ? Math.min(...inside.map((one) => one.turn_back_at)) : NEVER;
  const overdue = turn < now;
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
  const shares = e &&
    {
      safe: e.checked_in,
      assigned: e.assigned,
      open: e.not_accounted,
      missing: e.missing,
      total: e.denominator,
    };
  /** @type {Sayable[]} */
  const keys = e && overdue && e.missing
    ? ["people.split_missing"]
    : e && e.missing
    ? ["people.split"]
    : ["people.split", "people.split_short"];
  const split = e ? keys.map((key) => say(key, shares)) : say(
    "people.no_evacuation",
  ); /* an overdue entry has the big words: the missing are said below */
  const entry = entryLine(incident.entry, now);
  const missing = e && e.missing ? say("people.missing", { n: e.missing }) : "";
  const open = e && e.not_accounted ? say("people.not_accounted", { n: e.not_accounted }) : "";
  const counted = missing || open
    ? ""
    : e
    ? say("people.all_accounted")
    : say("people.no_evacuation");
  const late = overdue ? say("people.overdue_short", { span: span(now - turn) }) : "";
  const grave = joined([late, missing]) || open || counted;
  return {
    kind,
    big,
    lines: [split, entry],
    first: inside.length ? 1 : 0,
    brief: [
      joined([
        overdue ? entry : "",
        missing,
        open,
        counted,
        inside.length && !overdue ? entry : "",
      ]),
      joined([late, missing, open]),
      grave,
    ].filter(Boolean),
    weight: overdue ? [0, turn] : e ? [missing ? 1 : 2, -e.missing, -e.not_accounted] : [2, turn],
  };
};

export const readSource = (incident, levels, now) => {
  const { tank, reported, confirmed, contradicted, isolated: said } = incident.source || {};
  const left = TARGET_MS -
    Math.floor((now - incident.t0) / 1000) * 1000; /* with the clock above it is the target */
  const isolated = confirmed
    ? confirmed.state === "isolated"
    : !tank && said; /* where there is no tank there is only a person's word */
  const short = isolated ? null : incident.short;
  let kind = left < 0 ? "urgent" : "warn";
  let big = left < 0
    ? say("source.over", { span: span(-left) })
    : say("source.left", { span: span(left) });
  if (isolated) {
    kind = "good";
    big = say("source.isolated");
  }
  const loss = lossWords(readLoss(incident, levels, now));
  const target = say("source.target");
  const word = contradicted
    ? say("source.contradicted")
    : reported && reported.state === "isolated" && !(isolated && confirmed)
    ? say("source.reported", {
      state: say(`source.state.${reported.state}`),
      by: named(reported.by),
    })
    : isolated
    ? say("source.isolated_after", { span: span(confirmed.at - incident.t0) })
    : null;
  if (contradicted) kind = "urgent";
  const needs = short && shortWords(short);
  const lines = word
    ? [word, needs || (isolated ? null : loss.length ? loss : tank)]
    : loss.length
    ? [loss, needs || target]
    : [target, needs];
  const plain = contradicted ? joined([say("source.disputed"), big]) : big;
  return {
    kind,
    big,
    lines,
    first: word || loss.length || !needs ? 0 : 1,
    brief: [...(needs || []).slice(-1).map((words) => joined([plain, words])), plain],
    weight: [
      contradicted ? 0 : 1,
      incident.t0,
    ], /* of whole seconds left two of one second would take turns */
  };
};

/* All the words, or as many as there is room for and how many more there are. */
const shorter = (words) =>
  words.map((_, left) =>
    words.slice(0, words.length - left).join("  ") + (left ? `  +${left}` : "")
  );

export const readOutside = (incident, now) => {
  const calls = readCalls(incident);
  const called = calls.filter((c) => c.called_at);
  const due = calls.filter((c) => !c.called_at && c.due !== null).sort((a, b) => a.due - b.due)[0];
  const late = due && signOfCall(due, now) === "urgent";
  const kind = late ? "urgent" : called.length === calls.length && calls.length ? "good" : "note";
  const names = shorter(called.map((c) => `${c.short} ${c.answered_at ? "✓" : "…"}`));
  const next = !due
    ? ""
    : late
    ? /** @type {Sayable[]} */ (["outside.late", "outside.late_short"]).map((key) =>
      say(key, { unit: due.short, span: span(now - due.due) })
    )
    : say("outside.due", { unit: due.short, span: span(due.due - now) });
  const big = say("outside.called", { n: called.length, total: calls.length });
  return {
    kind,
    big,
    lines: [names.length ? names : say("outside.nobody"), next],
    first: due ? 1 : 0,
    brief: late ? next : [joined([big, next]), big],
    weight: [0, due ? due.due : NEVER],
  };
};

const graver = ({ answer: a }, { answer: b }) =>
  [weight(a.kind) - weight(b.kind), ...a.weight.map((one, n) => one - (b.weight[n] ?? one))].find((
    apart,
  ) => apart) || 0;

/* [{incident, answer}] of the incidents, the gravest first; of equals as the incidents stand. */
export const readAnswers = (incidents, read) =>
  incidents.map((incident) => ({ incident, answer: read(incident) })).sort(graver);

const OTHERS = 2; /* lines a cell has for the other incidents */

/* What a cell says of the incidents that do not lead it: a line each in each way it may be said, and how many
   more there are and how many of those are red, so that none is hidden by another. */
export const otherAnswers = (others) =>
  others.slice(0, OTHERS).map(({ incident, answer }, n) => {
    const rest = n === OTHERS - 1 ? others.slice(OTHERS) : [];
    const red = rest.filter((one) => one.answer.kind === "urgent").length;
    const more = rest.length
      ? ` ${say(red ? "cell.more_red" : "cell.more", { n: rest.length, red })}`
      : "";
    const ways = placesOf(incident).flatMap((place) =>
      answer.brief.map((words) => say("cell.other", { place, words }) + more)
    );
    return { id: incident.id, kind: answer.kind, ways };
  });
