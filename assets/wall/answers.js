/* How each of the wall's questions stands in one incident. */

import { text } from "../base/context.js";
import { weight, worst } from "../base/signs.js";
import { turnTaken, verdictAt } from "../base/turns.js";
import { say, span } from "../base/words.js";
import { named } from "../live/plant.js";
import { shortWords } from "../resources/shortage.js";
import { outsideAnswer, readCalls } from "../shared/calls.js";
import { beginnings } from "../shared/cut_words.js";
import { lostOf, placesOf } from "../shared/incidents.js";
import { airNames, airWays } from "../shared/on_air.js";
import { onSiteWords } from "../shared/on_site.js";
import { readSirens, readUnended } from "../shared/sirens.js";
import { lossWords, readLoss } from "../tanks/loss.js";

/** @import { Behind, EntryBoard, Evacuation, IncidentRow, InsideRow, RowKinds, ShiftCount, Sign, SirensRow } from "../types/rows.d.ts" */

/** Words, or the ways in which they may be said, the fullest first; nothing where there is nothing to say.
 * @typedef {string | string[] | null | undefined} Ways
 */

/** What of a question is overdue.
 * @typedef {{n: number, ways: string[], short: string, beside: string, what: string[]}} Late
 */

/** An answer of the wall. `overdue` is what is overdue, which stands in the line of number `at`. `lines` stand under the big words, `first` is which of them stays where there is
 * room for one. `aside` stands beside the name of the question.
 * @typedef {{kind: Sign, big: string | string[], lines: Ways[], first?: number,
 *   aside?: {kind: Sign, ways: string[]}, overdue?: Late & {at: number}}} Answer
 */

/** The answer of one incident. `brief` says it all in one line, the fullest way first and nothing grave left
 * out of any; `weight` orders the answers of several incidents, the smallest first; `ahead` leads whatever the
 * others say.
 * @typedef {Answer & {brief: string[], weight: number[], ahead?: boolean}} IncidentAnswer
 */
/** @typedef {{incident: IncidentRow, answer: IncidentAnswer}} AnsweredIncident */
/** @typedef {{id: string, short: string, called_at: number | null, answered_at: number | null}} OutsideCall */
/** Rows of the topic levels, of all kinds.
 * @typedef {Record<string, RowKinds["levels"][keyof RowKinds["levels"]]>} LevelRows
 */

const NEVER = Number.MAX_SAFE_INTEGER;

/** @type {(words: string[]) => string} */
const joined = (words) => words.filter(Boolean).join(" · ");

/* What of a question is overdue (domain/incidents/wall/behind.py), the most urgent by name: `n` of them; null while
   nothing is. `short` is the same without the name; `beside` and `what` are its two halves. */
/** @type {(behind: Behind, now: number) => Late | null} */
export const readLate = (behind, now) => {
  const [, n] = turnTaken(behind.counts, now) || [0, 0];
  const first = turnTaken(behind.names, now);
  if (!n || !first) return null;
  const [, { what, by, given }] = first;
  const late = span(now - by);
  return {
    n,
    ways: beginnings(text(what)).map((what) =>
      say(given ? "late.given" : "late.not_given", { span: late, what })
    ),
    short: say("late.short", { n, span: late }),
    beside: say(given ? "late.beside" : "late.beside_not_given", { span: late }),
    what: beginnings(text(what)),
  };
};

/* The same answer with what of its question is overdue above its other lines, and in every way of saying it. */
/** @type {(answer: IncidentAnswer, late: Behind, now: number) => IncidentAnswer} */
const withLate = (answer, late, now) => {
  const overdue = readLate(late, now);
  if (!overdue) return answer;
  return {
    ...answer,
    lines: answer.ahead
      ? [answer.lines[0], overdue.ways, ...answer.lines.slice(1)]
      : [overdue.ways, ...answer.lines],
    first: 0,
    overdue: { ...overdue, at: answer.ahead ? 1 : 0 },
    brief: answer.brief.map((words) => joined([words, overdue.short])),
  };
};

/* How an answer stands alone in its cell: since when something is overdue stands beside the question, if nothing does,
   so that what it is has a whole line. */
/** @type {(answer: Answer) => Answer} */
export const aloneInCell = (answer) => {
  const { overdue, aside, lines } = answer;
  if (!overdue || aside) return answer;
  return {
    ...answer,
    aside: { kind: "urgent", ways: [overdue.beside] },
    lines: lines.map((ways, n) => (n === overdue.at ? overdue.what : ways)),
  };
};

/* The entry board in a line; `turn` is when the first inside must turn back. */
/** @type {(entry: EntryBoard, turn: number | null, overdue: boolean, now: number) => string} */
function entryLine(entry, turn, overdue, now) {
  const inside = entry.in;
  if (!inside.length || turn === null) {
    return say("entry.nobody", { ready: entry.ready.length, needed: entry.needed });
  }
  return overdue
    ? say("entry.overdue", { n: inside.length, span: span(now - turn) })
    : say("entry.inside", { n: inside.length, span: span(turn - now) });
}

/* What stands in big letters while nobody is on air, by the code of the answer (domain/incidents/wall/answers.py). */
/** @type {(code: string, e: Evacuation | null) => string} */
function peopleWords(code, e) {
  if (code === "missing" && e) return say("people.missing", { n: lostOf(e) });
  if (code === "inside" && e) return say("people.under_permit", { n: e.inside });
  if (code === "not_accounted" && e) return say("people.not_accounted", { n: e.not_accounted });
  return code === "all_accounted" ? say("people.all_accounted") : "";
}

/** @type {(incident: Pick<IncidentRow, "answers" | "entry" | "evacuation">, count: ShiftCount | null | undefined, now: number, gates?: InsideRow | null, work?: string) => IncidentAnswer} */
export const readPeople = (incident, count, now, gates, work = "") => {
  const e = incident.evacuation;
  const { at: turn, turns } = incident.answers.people;
  const { kind, code } = verdictAt(turns, now);
  const overdue = code === "overdue";
  const onAir = incident.entry.in.length > 0;
  const behind = readLate(incident.answers.people.late, now);
  const words = peopleWords(code, e) || (behind ? say("late.big", { n: behind.n }) : "");
  const air = onAir ? airWays(incident.entry, now) : [];
  const big = onAir ? air : words || onSiteWords(count, gates, now) || "–";
  const shares = e
    ? {
      safe: e.checked_in,
      assigned: e.assigned,
      open: e.not_accounted + e.inside,
      missing: lostOf(e),
      total: e.denominator,
    }
    : {};
  /** @type {Sayable[]} */
  const keys = e && onAir && lostOf(e)
    ? ["people.split_missing"] /* who is on air has the big words: the missing are said below */
    : e && onAir && shares.open
    ? ["people.split", "people.split_open"]
    : e && lostOf(e)
    ? ["people.split"]
    : ["people.split", "people.split_short"];
  const airN = e && e.on_air ? say("people.air_n", { n: e.on_air }) : "";
  const split = e
    ? keys.map((key) => [airN, say(key, shares)].filter(Boolean).join(", "))
    : [say("people.no_evacuation")];
  const entry = entryLine(incident.entry, turn, overdue, now);
  const missing = e && lostOf(e) ? say("people.missing", { n: lostOf(e) }) : "";
  const within = e && e.inside ? say("people.under_permit", { n: e.inside }) : "";
  const open = joined([
    within,
    e && e.not_accounted ? say("people.not_accounted", { n: e.not_accounted }) : "",
  ]);
  const counted = missing || open || onAir
    ? ""
    : e
    ? say("people.all_accounted")
    : say("people.no_evacuation");
  const airShort = onAir ? air[air.length - 1] : "";
  const grave = joined([airShort, missing || (onAir ? open : "")]) || open || counted;
  const working = work ? [...split.map((one) => joined([work, one])), work] : split;
  const answer = {
    kind,
    big,
    lines: incident.entry.in.length > 1 /* the big words name one alone */
      ? [[airNames(incident.entry, now), entry], working]
      : [working, entry],
    first: 0,
    brief: [
      joined([onAir ? air[0] : "", missing, open, counted]),
      joined([airShort, missing, open]),
      joined([grave, work]),
      grave,
    ].filter(Boolean),
    weight: onAir
      ? [0, turn ?? NEVER]
      : e
      ? [missing ? 1 : 2, -lostOf(e), -e.not_accounted - e.inside]
      : [2, turn ?? NEVER],
    ahead: onAir,
  };
  return withLate(answer, incident.answers.people.late, now);
};

const ISOLATED = new Set(["isolated", "isolated_said"]);
const OVER = new Set(["over", "disputed_over"]);

/* What was said or measured of the source, in a line; "" where nobody has said a word of it. */
/** @type {(incident: Pick<IncidentRow, "source" | "t0">, code: string) => string} */
function sourceWord(incident, code) {
  const { reported, confirmed } = incident.source;
  if (code === "disputed" || code === "disputed_over") return say("source.contradicted");
  if (code === "isolated" && confirmed && confirmed.at !== null) {
    return say("source.isolated_after", { span: span(confirmed.at - incident.t0) });
  }
  if (!reported || reported.state !== "isolated") return "";
  const word = say("source.reported", {
    state: say(`source.state.${reported.state}`),
    by: named(reported.by || ""),
  });
  return code === "isolated_said" ? joined([word, say("source.unmeasured")]) : word;
}

/** @type {(incident: IncidentRow, levels: LevelRows, now: number) => IncidentAnswer} */
export const readSource = (incident, levels, now) => {
  const { at, turns } = incident.answers.source;
  const { kind, code } = verdictAt(turns, now);
  const isolated = ISOLATED.has(code);
  const disputed = code.startsWith("disputed");
  const short = isolated ? null : incident.short;
  const left = (at ?? now) - now +
    ((now - incident.t0) % 1000); /* with the clock above it is the target */
  const big = isolated
    ? say(code === "isolated" ? "source.isolated" : "source.isolated_said")
    : OVER.has(code)
    ? say("source.over", { span: span(-left) })
    : say("source.left", { span: span(left) });
  const loss = lossWords(readLoss(incident, levels, now));
  const target = say(`source.target.${incident.t0_by}`);
  const word = sourceWord(incident, code);
  /** @type {string[]} */
  const needs = short ? shortWords(short) : [];
  const lines = word
    ? [word, needs.length ? needs : isolated ? null : loss.length ? loss : incident.source.tank]
    : loss.length
    ? [loss, needs.length ? needs : target]
    : [target, needs];
  const plain = disputed ? joined([say("source.disputed"), big]) : big;
  const answer = {
    kind,
    big,
    lines,
    first: word || loss.length || !needs.length ? 0 : 1,
    brief: [...needs.slice(-1).map((words) => joined([plain, words])), plain],
    weight: [
      disputed ? 0 : 1,
      incident.t0,
    ], /* of whole seconds left two of one second would take turns */
  };
  return kind === "good" ? answer : withLate(answer, incident.answers.source.late, now);
};

/* All the words, or as many as there is room for and how many more there are. */
/** @type {(words: string[]) => string[]} */
const shorter = (words) =>
  words.map((_, left) =>
    words.slice(0, words.length - left).join("  ") + (left ? `  +${left}` : "")
  );

/* The same answer with whether the warning sounds; what presses is in every way of saying it. */
/** @type {(answer: IncidentAnswer, row: SirensRow | undefined, now: number) => IncidentAnswer} */
export const withSirens = (answer, row, now) => {
  const { kind, ways } = readSirens(row, now);
  if (!ways.length) return answer;
  const aside = { kind, ways };
  if (kind !== "urgent") return { ...answer, aside };
  const short = ways[ways.length - 1];
  return {
    ...answer,
    aside,
    kind: worst([answer.kind, kind]),
    brief: answer.brief.map((words) => joined([words, short])),
  };
};

/* The same answer with the sirens of incidents that are over and could not be told to stop: beside the question, or in
   the first line where a siren of its own stands there. */
/** @type {(answer: Answer, rows: SirensRow[], now: number) => Answer} */
export const withUnended = (answer, rows, now) => {
  const ways = readUnended(rows, now);
  if (!ways.length) return answer;
  const kind = worst([answer.kind, "urgent"]);
  return answer.aside && answer.aside.kind === "urgent"
    ? { ...answer, kind, lines: [ways, ...answer.lines], overdue: undefined }
    : { ...answer, kind, aside: { kind: "urgent", ways } };
};

/* Outside while no incident is open: only what of one that is over is not done. */
/** @type {(rows: SirensRow[], now: number) => Answer | null} */
export const readLeftOver = (rows, now) => {
  const [full, short] = readUnended(rows, now);
  return full && short ? { kind: "urgent", big: short, lines: [full] } : null;
};

/* The lines of an answer and which of them stays where there is room for one, with what stands beside its name
   among them: of several incidents the place stands there. */
/** @type {(answer: Answer) => {lines: Ways[], first: number}} */
export const withAside = ({ lines, first, aside }) =>
  !aside
    ? { lines, first: first || 0 }
    : aside.kind === "urgent"
    ? { lines: [aside.ways, ...lines], first: 0 }
    : { lines: [...lines, aside.ways], first: first || 0 };

/** @type {(incident: Pick<IncidentRow, "answers" | "calls" | "outside">, now: number) => IncidentAnswer} */
export const readOutside = (incident, now) => {
  const { at, turns, unit, called, total } = incident.answers.outside;
  const { kind, code } = verdictAt(turns, now);
  /** @type {OutsideCall[]} */
  const calls = readCalls(incident);
  const names = shorter(
    calls.filter((c) => c.called_at).map((c) => `${c.short} ${c.answered_at ? "✓" : "…"}`),
  );
  const short = (calls.find((c) => c.id === unit) || { short: unit }).short;
  const late = code === "late" && at !== null
    ? /** @type {Sayable[]} */ (["outside.late", "outside.late_short"]).map((key) =>
      say(key, { unit: short, span: span(now - at) })
    )
    : null;
  const due = unit && at !== null ? say("outside.due", { unit: short, span: span(at - now) }) : "";
  const nobody = code === "nobody";
  const big = nobody ? outsideAnswer(called, total) : say("outside.called", { n: called, total });
  const answer = {
    kind,
    big,
    lines: [
      names.length ? names : nobody ? null : say("outside.nobody"),
      late || due,
    ],
    first: unit ? 1 : 0,
    brief: late || [joined([big, due]), big],
    weight: [0, at ?? NEVER],
  };
  return kind === "good" ? answer : withLate(answer, incident.answers.outside.late, now);
};

/* Where the water goes, with what of any incident is overdue of keeping it in. */
/** @type {(water: Answer, incidents: Pick<IncidentRow, "answers">[], now: number) => Answer} */
export const lateOfWater = (water, incidents, now) => {
  const late = incidents.flatMap(({ answers: { water: { late } } }) => readLate(late, now) || []);
  if (!late.length) return water;
  const kinds = incidents.map(({ answers }) => verdictAt(answers.water.turns, now).kind);
  return {
    ...water,
    overdue: { ...late[0], at: 0 },
    kind: worst([water.kind, ...kinds]),
    lines: [late[0].ways, ...water.lines],
  };
};

/** @type {(a: AnsweredIncident, b: AnsweredIncident) => number} */
const graver = ({ answer: a }, { answer: b }) =>
  [
    Number(b.ahead || false) - Number(a.ahead || false),
    weight(a.kind) - weight(b.kind),
    ...a.weight.map((one, n) => one - (b.weight[n] ?? one)),
  ].find((apart) => apart) || 0;

/* The answers of the incidents, the gravest first; of equals as the incidents stand. */
/** @type {(incidents: IncidentRow[], read: (incident: IncidentRow) => IncidentAnswer) => AnsweredIncident[]} */
export const readAnswers = (incidents, read) =>
  incidents.map((incident) => ({ incident, answer: read(incident) })).sort(graver);

const OTHERS = 2; /* lines a cell has for the other incidents */

/* What a cell says of the incidents that do not lead it: a line each in each way it may be said, and how many
   more there are and how many of those are red, so that none is hidden by another. */
/** @type {(others: AnsweredIncident[]) => {id: string, kind: Sign, ways: string[]}[]} */
export const otherAnswers = (others) =>
  others.slice(0, OTHERS).map(({ incident, answer }, n) => {
    const rest = n === OTHERS - 1 ? others.slice(OTHERS) : [];
    const red = rest.filter((one) => one.answer.kind === "urgent").length;
    const more = rest.length
      ? ` ${say(red ? "cell.more_red" : "cell.more", { n: rest.length, red })}`
      : "";
    /** @type {string[]} */
    const places = placesOf(incident);
    const ways = places.flatMap((place) =>
      answer.brief.map((words) => say("cell.other", { place, words }) + more)
    );
    return { id: incident.id, kind: answer.kind, ways };
  });
