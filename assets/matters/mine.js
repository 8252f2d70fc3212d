/* My tasks: matters, directives and review actions in one list, the gravest first; beside it one
   matter with its states, its values and the moves I may make. The server decides what is listed
   and permitted (domain/matters/reading/mine.py). */

import { Correct, FillIn, InAndOut, LawNote, Measure, OpenAny, writtenOn } from "./deeds.js";
import { titleOf } from "./matter_fields.js";
import { MatterForm, Play } from "./matter_form.js";
import { PrintLink } from "./print_link.js";
import { SpotSignature } from "./spot_signature.js";
import { ValueWords } from "./value_words.js";
import { useAddress } from "../base/address.js";
import { ask } from "../base/ask.js";
import { page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, more, none, sign } from "../base/signs.js";
import { age, has, moment, number, say } from "../base/words.js";
import { named } from "../live/plant.js";
import { panel, useAgain, useKind, useTopic } from "../live/react_panels.js";
import { offline } from "../offline/offline.js";
import { Round } from "../rounds/round.js";
import { Pictures, Voice } from "../shared/brought.js";

/** @import { Sign, Words } from "../types/rows.d.ts" */
/** @import { MatterField } from "./matter_fields.js" */
/** @import { SpotOffered } from "./spot_signature.js" */
/** @import { RoundPoint } from "../rounds/round_state.js" */

/** @typedef {"red" | "yellow" | "blue" | null} Colour */
/** @typedef {{ kind: "matter" | "directive" | "action", id: string, number: string, title: Words | string, what?: Words, place: string | null,
 *   state: Words | string, colour: Colour, sign: Sign, due_at: number | null, late: number | null, from: string | null, repeats: number, why?: Words | string | null }} Owed */
/** @typedef {{ kind: "matter" | "directive", id: string, number: string, title: Words | string, state: Words | string, sign: Sign,
 *   due_at: number | null, late: number | null, holders: string[] }} WithOthers */
/** @typedef {{ kind: "shift" | "plan", at: number, title: Words | string }} Coming */
/** @typedef {{ move: string, title: Words | string, party: string, needs: string[], reason: boolean, hindered: string | null, mend?: string | null, signs: string | null, at?: string | null, online: boolean }} MoveOffered */
/** @typedef {{ id: string, number: string, title: Words | string, state: string, place: string | null, opener: string, opened_at: number,
 *   version: number, values: Record<string, any>, holders: string[], colour: Colour, sign: Sign, repeats: string[], history: number[],
 *   template: string, points: Record<string, RoundPoint[]>, way: { state: string, title: Words | string }[],
 *   fields: Record<string, MatterField>, order: string[], fills?: string[], corrects?: string[], again?: string | null, ended_at?: number, moves: MoveOffered[], spots?: SpotOffered[],
 *   called: Record<string, Words>, named?: Record<string, Words | string>, hands_over?: Record<string, { id: string, number: string, title: Words | string }[]>, inside?: string | null, law?: any }} Told */

const { useCallback, useContext, useEffect, useMemo, useRef, useState, useSyncExternalStore } =
  window.React;
const REPORT = "hazard";
const SETTLED_MS = 700;
const BESIDE_SHOWN = 8;

/** @type {Record<string, Sign>} */
const SIGNS = { red: "urgent", yellow: "warn", blue: "note" };
/** @type {(colour: Colour) => Sign} */
const signOf = (colour) => (colour ? SIGNS[colour] : "plain");

/* How directives and review actions stand: each is kept in its own noun, and the list follows it. */
/** @type {() => string} */
function useOthers() {
  const directives = useKind("directives", "");
  const reviews = useTopic("review");
  const told = useMemo(
    () => JSON.stringify([Object.values(directives).map((one) => [one.id, one.state]), reviews]),
    [directives, reviews],
  );
  return told;
}

/* What a door tells, asked again when a matter, a directive or a review changes anywhere and when this page has sent something. */
/** @template T
 * @param {string | null} path
 * @returns {T | null} */
function useTold(path) {
  const changed = useKind("matters", "changed");
  const moved = /** @type {Answered} */ (changed).changed;
  const others = useOthers();
  const sent = useSyncExternalStore(
    offline.subscribe,
    () => offline.mine().filter((one) => one.state === "sent").length,
  );
  const [told, set] = useState(/** @type {T | null} */ (null));
  const [failed, fail] = useState(false);
  const get = useCallback(async () => {
    if (!path) return set(null);
    try {
      const answer = await ask(path, { cache: "no-store" });
      fail(!answer.ok && answer.status !== 404);
      if (answer.ok || answer.status === 404) set(answer.ok ? answer.json() : null);
    } catch (_) {
      fail(true);
    }
  }, [path]);
  /* While a shift's items go one after another, what they changed is asked for once, at the end. */
  useEffect(() => {
    const turn = setTimeout(get, offline.shown().line === "sending" ? SETTLED_MS : 0);
    return () => clearTimeout(turn);
  }, [get, moved ? moved.seq : 0, others, sent]);
  useAgain(failed, get);
  return told;
}

const COLOURS = /** @type {const} */ (["red", "yellow", "blue"]);
/* How many are of a colour; none is grey. */
/** @type {(props: { colour: typeof COLOURS[number], n: number }) => ReactElement} */
function Count({ colour, n }) {
  const kind = n ? SIGNS[colour] : "plain";
  return h("span", { className: kind }, sign(kind), " ", say(`mine.${colour}`, { n }));
}

/** @type {(one: Pick<Owed, "kind" | "state">) => string} */
function stateWords({ kind, state }) {
  const key = kind === "directive" ? `directive.state.${state}` : `action.state.${state}`;
  return kind !== "matter" && has(key) ? say(key) : text(state);
}

/** @type {(one: Pick<Owed, "due_at" | "late">) => string} */
function dueWords({ due_at, late }) {
  if (late !== null) return say("mine.late", { age: age(late) });
  return due_at === null ? "–" : moment(due_at);
}

/** @type {Record<Owed["kind"], string>} */
const PLACES = { matter: "", directive: "/command", action: "/reviews" };

/** @type {(props: { one: Owed, chosen: boolean, choose: () => void }) => ReactElement} */
function Line({ one, chosen, choose }) {
  const body = [
    h(
      "b",
      { key: "title" },
      [text(one.title), one.what ? text(one.what) : ""].filter(Boolean).join(" · "),
    ),
    h(
      "span",
      { key: "about", className: "label" },
      [
        one.kind === "matter" ? "" : say(`mine.kind.${one.kind}`),
        one.number,
        one.place ? named(one.place) : "",
        one.why ? text(one.why) : "",
      ].filter(Boolean).join(" · "),
      one.repeats
        ? h("em", { className: "urgent" }, ` · ${say("mine.again", { n: one.repeats + 1 })}`)
        : null,
    ),
    h(
      "span",
      { key: "state", className: `state ${one.sign}` },
      sign(one.sign),
      " ",
      stateWords(one),
    ),
    h("span", { key: "due", className: `due ${signOf(one.colour)}` }, dueWords(one)),
    h("span", { key: "from", className: "from" }, one.from ? named(one.from) : ""),
  ];
  return one.kind === "matter"
    ? h("button", {
      type: "button",
      className: chosen ? "mine-line chosen" : "mine-line",
      "data-owed": one.id,
      "aria-pressed": chosen,
      onClick: choose,
    }, body)
    : h("a", { className: "mine-line", href: PLACES[one.kind], "data-owed": one.id }, body);
}

/* What others have in hand for this person: whose turn it is, and how late. */
/** @type {(props: { one: WithOthers }) => ReactElement} */
const OthersLine = ({ one }) =>
  h(
    "a",
    {
      className: "mine-line",
      href: one.kind === "matter" ? `/matters/${encodeURIComponent(one.id)}` : PLACES[one.kind],
      "data-with-others": one.id,
    },
    h("b", null, text(one.title)),
    h(
      "span",
      { className: "label" },
      [one.kind === "matter" ? "" : say(`mine.kind.${one.kind}`), one.number].filter(Boolean)
        .join(" · "),
    ),
    h("span", { className: `state ${one.sign}` }, sign(one.sign), " ", stateWords(one)),
    h("span", { className: `due ${one.sign}` }, dueWords(one)),
    h(
      "span",
      { className: "from" },
      one.holders.map(named).join(" · ") || say("mine.nobody_has_it"),
    ),
  );

/** @type {(props: { one: Coming }) => ReactElement} */
const ComingLine = ({ one }) =>
  h(
    "p",
    { className: "mine-line", "data-coming": one.kind },
    h("b", null, text(one.title)),
    h("span", { className: "label" }, say(`mine.coming.${one.kind}`)),
    h("span", { className: "due" }, moment(one.at)),
  );

/* Below what one owes: what lies with others, and what comes next. A page that was kept by an older release knows neither. */
/** @type {(props: { others?: WithOthers[], coming?: Coming[] }) => ReactElement} */
const Beside = ({ others = [], coming = [] }) =>
  h(
    window.React.Fragment,
    null,
    h("h3", null, say("mine.with_others")),
    others.length
      ? others.slice(0, BESIDE_SHOWN).map((one) => h(OthersLine, { key: one.kind + one.id, one }))
      : none(say("mine.nothing_with_others")),
    more(others.length - BESIDE_SHOWN),
    h("h3", null, say("mine.comes_next")),
    coming.length
      ? coming.slice(0, BESIDE_SHOWN).map((one, n) => h(ComingLine, { key: n, one }))
      : none(say("mine.nothing_next")),
  );

/* What was filled in, in the order of the form. */
/** @type {(told: Told) => [string, any][]} */
const inOrder = (told) => {
  const known = told.order.filter((name) => name in told.values);
  const others = Object.keys(told.values).filter((name) => !told.order.includes(name));
  return [...known, ...others].filter((name) => !told.points[name])
    .map((name) => [name, told.values[name]]);
};

/** @type {(told: Told, name: string) => string} */
const kindOf = (told, name) => (told.fields[name] ? told.fields[name].type : "");

/** @type {(value: any) => string} */
const positionWords = (value) =>
  [
    value.away_m === undefined ? "" : say("matter.position_away", { m: number(value.away_m) }),
    ...(value.flags || []).map((/** @type {string} */ flag) => say(`matter.flag.${flag}`)),
  ].filter(Boolean).join(" · ") || "–";

/** @type {(value: any) => string} */
const checklistWords = (value) => {
  const wrong = Object.values(value).filter((one) => one.answer === "no");
  return [
    say("matter.lines_answered", { n: number(Object.keys(value).length) }),
    wrong.length ? say("matter.lines_wrong", { n: number(wrong.length) }) : "",
    ...wrong.map((one) => one.reason || ""),
  ].filter(Boolean).join(" · ");
};

/* The lines of a checklist in short, with their photographs. */
/** @type {(props: { value: any }) => ReactElement} */
const Checked = ({ value }) =>
  h(
    "span",
    null,
    checklistWords(value),
    h(Pictures, { value: Object.values(value).flatMap((one) => one.photo || []) }),
  );

/** @type {(props: { told: Told }) => ReactElement} */
function Way({ told }) {
  const at = told.way.findIndex((one) => one.state === told.state);
  return h(
    "ol",
    { className: "mine-way" },
    told.way.map((one, n) =>
      h(
        "li",
        {
          key: one.state,
          className: n === at ? "now" : told.way.indexOf(one, at) < 0 ? "past" : "later",
        },
        sign(n === at ? told.sign : told.way.indexOf(one, at) < 0 ? "good" : "gone"),
        " ",
        text(one.title),
      )
    ),
  );
}

/* Where the one who signs or moves stands: the code on the spot is read. */
const HERE = "standing_at";
const here = () => ({ [HERE]: { type: "code", title: say("mine.here"), required: true } });

/** @type {(props: { told: Told, move: MoveOffered }) => ReactElement} */
function Move({ told, move }) {
  const signs = move.signs !== null;
  const label = signs ? say("matter.sign_for", { move: text(move.title) }) : text(move.title);
  return h(
    "div",
    { className: "mine-move", "data-move": move.move },
    move.hindered && !signs
      ? h(
        "p",
        { className: "told unsent" },
        sign("warn"),
        h("b", null, label),
        h("span", null, move.hindered),
        move.mend ? h("span", { className: "mend" }, move.mend) : null,
      )
      : h(MatterForm, {
        fields: { ...told.fields, ...here() },
        names: [
          ...(signs ? [] : move.needs.filter((name) => !told.points[name])),
          ...(move.at ? [HERE] : []),
        ],
        first: signs ? {} : writtenOn(told, move.needs),
        reason: !signs && move.reason,
        place: told.place,
        label,
        online: move.online || signs,
        draft: move.online || signs ? null : `${told.id}/${move.move}`,
        deed: {
          kind: signs ? "matter.sign" : "matter.move",
          data: ({ [HERE]: place, ...values }, why) => ({
            matter: told.id,
            move: move.move,
            ...(signs ? { party: move.signs } : { fields: values }),
            ...(place ? { place } : {}),
            ...(why && !signs ? { reason: why } : {}),
          }),
          title: () => `${told.number} · ${label}`,
          about: told.id,
          base: told.version,
        },
      }),
  );
}

/* What became of a matter that has ended while its page was open, or since it was sent to somebody. */
/** @type {(props: { told: Told }) => ReactElement} */
const Ended = ({ told }) =>
  h(
    "article",
    { className: "mine-matter ended", "data-matter": told.id },
    head(told.number, text(told.title)),
    h(
      "p",
      { className: "good" },
      sign("good"),
      " ",
      say("mine.ended", { state: text(told.state) }),
    ),
    h("a", { className: "act", href: `/matters/${told.id}` }, say("mine.its_story")),
  );

/** @type {(props: { id: string }) => ReactElement} */
function Matter({ id }) {
  const told = /** @type {Told | null} */ (useTold(`/api/v1/mine/${id}`));
  if (!told) return none(say("mine.none_chosen"));
  return told.ended_at ? h(Ended, { told }) : h(MatterSeen, { told });
}

/* One matter as a person sees it. In a play there is no paper of it, no picture and no fact. */
/** @type {(props: { told: Told }) => ReactElement} */
export function MatterSeen({ told }) {
  const played = useContext(Play) !== null;
  return h(
    "article",
    { className: "mine-matter", "data-matter": told.id, "data-version": told.version },
    head(told.number, text(told.title)),
    h(Way, { told }),
    h(LawNote, { law: told.law }),
    played ? null : h(
      "p",
      { className: "mine-doors" },
      h(
        "a",
        { className: "act", href: `/matters/${encodeURIComponent(told.id)}` },
        say("mine.whole", { n: told.history.length }),
      ),
      h(PrintLink, { id: told.id }),
    ),
    told.repeats.length
      ? h(
        "p",
        { className: "urgent" },
        sign("urgent"),
        " ",
        say("mine.again", { n: told.repeats.length + 1 }),
      )
      : null,
    told.again
      ? h(
        "p",
        { className: "note", "data-again": told.again },
        sign("note"),
        " ",
        say("mine.second"),
        " ",
        h("a", { href: `/matters/${encodeURIComponent(told.again)}` }, say("mine.first_one")),
      )
      : null,
    h(
      "dl",
      null,
      inOrder(told).map(([name, value]) =>
        h(
          window.React.Fragment,
          { key: name },
          h("dt", null, told.fields[name] ? titleOf(name, told.fields[name]) : name),
          h(
            "dd",
            null,
            told.fields[name] && told.fields[name].type === "photo" && Array.isArray(value)
              ? h(Pictures, { value })
              : kindOf(told, name) === "voice" && value && value.sha256
              ? h(Voice, { sha256: value.sha256 })
              : kindOf(told, name) === "signature" && value && value.sha256
              ? h(Pictures, { value: [value] })
              : kindOf(told, name) === "position" && value
              ? positionWords(value)
              : kindOf(told, name) === "checklist" && value
              ? h(Checked, { value })
              : h(ValueWords, { value, field: told.fields[name], called: told.called }),
          ),
        )
      ),
      h("dt", null, say("mine.waits_for")),
      h("dd", null, told.holders.map(named).join(" · ") || "–"),
    ),
    Object.keys(told.points).map((name) => h(Round, { key: name, told, name })),
    told.moves.map((move) => h(Move, { key: `${move.move} ${told.version}`, told, move })),
    h(Measure, { told, key: `measure ${told.version}` }),
    h(InAndOut, { told, key: `inside ${told.version}` }),
    h(FillIn, { told, key: `fill ${told.version}` }),
    h(Correct, { told, key: `correct ${told.version}` }),
    played ? null : (told.spots || []).map((spot) =>
      h(SpotSignature, {
        key: `${spot.party} ${told.version}`,
        matter: told.id,
        version: told.version,
        spot,
        done: () => undefined,
      })
    ),
  );
}

/* Reporting a hazard: the template's own form. Which of its fields belong to the first state, the template says: those that
   no move needs. */
/** @type {(props: { done: () => void }) => ReactElement} */
function Report({ done }) {
  const [id] = useState(() => crypto.randomUUID());
  const told = /** @type {any} */ (useTold(`/api/v1/templates/${REPORT}`));
  if (!told || !told.described) return none(say("mine.no_template"));
  const { fields, moves } = told.described;
  const later = new Set(Object.values(moves).flatMap((/** @type {any} */ one) => one.needs || []));
  const names = Object.keys(fields).filter((name) => !later.has(name));
  return h(MatterForm, {
    fields,
    names,
    label: say("mine.report_keep"),
    draft: "report",
    done,
    deed: {
      kind: "matter.open",
      data: (values) => ({ matter: id, template: REPORT, fields: values }),
      title: (values) => say("mine.reported", { what: text(/** @type {string} */ (values.found)) }),
      about: id,
      base: null,
    },
  });
}

panel("mine", function Mine() {
  const told =
    /** @type {{ owed: Owed[], with_others?: WithOthers[], coming?: Coming[] } | null} */ (
      useTold("/api/v1/mine")
    );
  const [chosen, choose] = useAddress("matter");
  const [reporting, report] = useState(false);
  const [opening, open] = useState(false);
  const owed = told ? told.owed : [];
  /** @type {(colour: Colour) => number} */
  const many = (colour) => owed.filter((one) => one.colour === colour).length;
  const first = owed.find((one) => one.kind === "matter");
  /* What is shown unasked stays: a graver one that comes takes no form away from under a hand. */
  const held = useRef("");
  if (!held.current && page.person && first) held.current = first.id;
  const shown = chosen || held.current;
  return h(
    "div",
    { className: "mine" },
    h(
      "section",
      { className: "panel mine-list" },
      h(
        "h2",
        null,
        h("span", null, say("mine.title")),
        h(
          "b",
          null,
          COLOURS.map((colour) => h(Count, { key: colour, colour, n: many(colour) })),
        ),
      ),
      h(
        "div",
        { className: "mine-acts" },
        h("button", {
          type: "button",
          className: "act strong mine-report",
          "aria-expanded": reporting,
          onClick: () => report(!reporting),
        }, say("mine.report")),
        h("button", {
          type: "button",
          className: "act mine-open-any",
          "aria-expanded": opening,
          onClick: () => open(!opening),
        }, say("mine.open_any")),
      ),
      reporting ? h(Report, { done: () => report(false) }) : null,
      opening ? h(OpenAny, { done: () => open(false) }) : null,
      owed.length
        ? owed.map((one) =>
          h(Line, {
            key: one.kind + one.id,
            one,
            chosen: one.id === shown,
            choose: () => choose(one.id),
          })
        )
        : none(say(told ? "mine.nothing" : "link.first")),
      told && page.person ? h(Beside, { others: told.with_others, coming: told.coming }) : null,
    ),
    shown
      ? h("section", { className: "panel mine-one" }, h(Matter, { id: shown, key: shown }))
      : null,
  );
});
