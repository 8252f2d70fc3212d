/* Evaluators' observations: a rating of each objective by HSEEP's letters, or "not observed",
   with a note and evidence. An unrated objective is shown as unrated. */

import { may as mayGive, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head } from "../base/signs.js";
import { say, span, time } from "../base/words.js";
import { fits } from "../hands/bounds.js";
import { commandQueue } from "../hands/command_queue.js";
import { boundsOf, TextControl } from "../hands/field_control.js";
import { Answer } from "../hands/hands.js";
import { PhotographField, Photographs, usePhotographs } from "../hands/photographs.js";
import { pressed } from "../hands/shortcuts.js";
import { named as nameOf } from "../live/plant.js";
import { useRealKind } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";
import { useDrillFacts, useDrillPlan } from "../shared/drill_doors.js";
import { linkTo } from "../shared/links.js";

/** @import { DrillPlan, Objective } from "./script.js" */
/** @import { DirectionRow, DrillRow, Words } from "../types/rows.d.ts" */

const { useEffect, useMemo, useState } = React;
/** @typedef {CommandFields["observation.note"]["rating"]} Rating */
/** The fact of a note. One that changes another names it as its `observation`; `late`: after the freeze.
 * @typedef {{
 *   seq: number, at: number, actor: string,
 *   data: {
 *     objective: string, rating: Rating, note: string | Words | null, evidence?: string | null,
 *     photographs?: string[], observation?: number, late?: boolean, reason?: string | Words | null,
 *   },
 * }} NoteFact
 */
/** A note as it reads now, the first that it goes back to, and those between.
 * @typedef {{ fact: NoteFact, first: NoteFact, was: NoteFact[] }} NoteThread
 */

/** @type {Rating[]} */
const RATINGS = ["P", "S", "M", "U", "N"];
const REASON = boundsOf("observation.change", "reason");

/* The letters as radios; the figures choose one only while this row has the focus. */
/** @type {(props: { rating: Rating | "", setRating: (rating: Rating) => void }) => ReactElement} */
function RatingRow({ rating, setRating }) {
  /** @type {(event: ReactKeyEvent) => void} */
  const key = (event) => {
    const figure = pressed(event, "note.rate");
    if (figure < 0) return;
    event.preventDefault();
    setRating(RATINGS[figure]);
  };
  return h(
    "fieldset",
    { className: "choices ratings", onKeyDown: key },
    h("legend", null, say("drills.rating")),
    RATINGS.map((letter) =>
      h(
        "label",
        { key: letter, className: "inline" },
        h("input", {
          type: "radio",
          name: "rating",
          checked: rating === letter,
          onChange: () => setRating(letter),
        }),
        h(
          "span",
          null,
          letter === "N" ? say("drills.rating.N") : `${letter} · ${say(`drills.rating.${letter}`)}`,
        ),
      )
    ),
  );
}

/** @type {(props: { objectives: Objective[], objective: string, setObjective: (id: string) => void }) => ReactElement} */
const ObjectiveField = ({ objectives, objective, setObjective }) =>
  h(
    "label",
    { className: "field" },
    h("span", null, say("drills.objective")),
    h(
      "select",
      {
        value: objective,
        onChange: (/** @type {ReactSelectEvent} */ event) => setObjective(event.target.value),
      },
      objective ? null : h("option", { value: "" }, say("drills.choose_objective")),
      objectives.map((one) => h("option", { key: one.id, value: one.id }, text(one.text))),
    ),
  );

/** @param {{kind: CommandKind, note: string, setNote: (note: string) => void}} props */
const TextField = ({ kind, note, setNote }) =>
  h(
    "label",
    { className: "field" },
    h("span", null, say("drills.note")),
    h(TextControl, {
      field: boundsOf(kind, "note"),
      value: note,
      set: setNote,
      autoFocus: true,
    }),
  );

/* Escape closes the form. Enter records nothing unless the button has the focus: whoever types has not
   rated. */
/** @type {(close: () => void) => (event: ReactKeyEvent) => void} */
const formKeys = (close) => (event) => {
  if (event.key === "Escape") close();
  else if (event.key === "Enter" && !["TEXTAREA", "BUTTON"].includes(event.target.tagName)) {
    event.preventDefault();
  }
};

/** @type {(props: { ready: boolean, word: Sayable, close: () => void }) => ReactElement} */
const Hands = ({ ready, word, close }) =>
  h(
    "div",
    { className: "actions" },
    h("button", { type: "submit", className: "act strong", disabled: !ready }, say(word)),
    h("button", { type: "button", className: "act", onClick: close }, say("command.cancel")),
  );

/** @type {(props: { drill: DrillRow, objectives: Objective[], close: () => void }) => ReactElement} */
function Note({ drill, objectives, close }) {
  const [objective, setObjective] = useState("");
  const [rating, setRating] = useState(/** @type {Rating | ""} */ (""));
  const [note, setNote] = useState("");
  const [evidence, setEvidence] = useState("");
  const photographs = usePhotographs(drill.id);
  const ready = Boolean(rating && objective && !photographs.waiting);
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    if (!ready || !rating) return;
    /** @type {CommandFields["observation.note"]} */
    const data = { drill: drill.id, objective, rating };
    if (note.trim()) data.note = note.trim();
    if (evidence.trim()) data.evidence = evidence.trim();
    if (photographs.named.length) data.photographs = photographs.named;
    commandQueue.send("observation.note", data, `note:${drill.id}`);
    close();
  };
  return h(
    "form",
    {
      className: "form note-form",
      onSubmit: send,
      onKeyDown: formKeys(close),
      "aria-label": say("drills.note_add"),
    },
    h(TextField, { kind: "observation.note", note, setNote }),
    h(ObjectiveField, { objectives, objective, setObjective }),
    h(RatingRow, { rating, setRating }),
    h(
      "label",
      { className: "field" },
      h("span", null, say("drills.evidence")),
      h(TextControl, {
        field: boundsOf("observation.note", "evidence"),
        value: evidence,
        set: setEvidence,
        short: true,
        placeholder: say("drills.evidence_about"),
      }),
    ),
    h(PhotographField, { drill: drill.id, photographs }),
    h(Hands, { ready, word: "drills.note_send", close }),
  );
}

/* One's own note, changed: a new fact that names the old one. After the freeze it needs a reason. */
/** @type {(props: {
 *   drill: DrillRow, fact: NoteFact, objectives: Objective[], frozen: boolean, close: () => void,
 * }) => ReactElement} */
function Change({ drill, fact, objectives, frozen, close }) {
  const was = {
    objective: fact.data.objective,
    rating: fact.data.rating,
    note: text(fact.data.note) || "",
  };
  const [objective, setObjective] = useState(was.objective);
  const [rating, setRating] = useState(was.rating);
  const [note, setNote] = useState(was.note);
  const [reason, setReason] = useState("");
  const differs = objective !== was.objective || rating !== was.rating ||
    (note.trim() !== was.note && note.trim() !== "");
  const ready = differs && fits(Object.assign({}, REASON, { needed: frozen }), reason, clock.now());
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    if (!ready) return;
    /** @type {CommandFields["observation.change"]} */
    const data = { drill: drill.id, observation: fact.seq };
    if (objective !== was.objective) data.objective = objective;
    if (rating !== was.rating) data.rating = rating;
    if (note.trim() && note.trim() !== was.note) data.note = note.trim();
    if (reason.trim()) data.reason = reason.trim();
    commandQueue.send("observation.change", data, `note:${drill.id}`);
    close();
  };
  return h(
    "form",
    {
      className: "form note-form",
      onSubmit: send,
      onKeyDown: formKeys(close),
      "aria-label": say("drills.note_change"),
    },
    h(TextField, { kind: "observation.change", note, setNote }),
    h(ObjectiveField, { objectives, objective, setObjective }),
    h(RatingRow, { rating, setRating }),
    h(
      "label",
      { className: "field" },
      h("span", null, say(frozen ? "drills.note_rectify_reason" : "drills.note_reason")),
      h(TextControl, {
        field: REASON,
        value: reason,
        set: setReason,
        short: true,
        name: "reason",
      }),
    ),
    h(Hands, { ready, word: "drills.note_change_send", close }),
  );
}

/* The notes as they read now, each with what it was before. */
/** @type {(noted: NoteFact[], changed: NoteFact[]) => NoteThread[]} */
function current(noted, changed) {
  /** @type {Record<number, NoteThread>} */
  const threads = Object.fromEntries(
    noted.map((fact) => [fact.seq, { fact, first: fact, was: [] }]),
  );
  changed.slice().sort((a, b) => a.seq - b.seq).forEach((fact) => {
    const { observation = 0 } = fact.data;
    const before = threads[observation];
    if (!before) return;
    delete threads[observation];
    threads[fact.seq] = { fact, first: before.first, was: before.was.concat(before.fact) };
  });
  return Object.values(threads).sort((a, b) => a.first.seq - b.first.seq);
}

/** @type {(rating: Rating) => string} */
const ratingWords = (rating) => (rating === "N" ? say("drills.rating.N") : rating);

/** @type {(props: {
 *   drill: DrillRow, thread: NoteThread, objectives: Objective[], named: Record<string, string>,
 *   log: DirectionRow["log"],
 * }) => ReactElement} */
function Row({ drill, thread, objectives, named, log }) {
  const { fact, first, was } = thread;
  const [changing, change] = useState(false);
  const own = fact.actor === (page.person || page.account);
  const may = own && log !== "signed" && mayGive("observation.change");
  const about = named[fact.data.objective] || fact.data.objective;
  const told = [
    text(fact.data.note),
    first.data.evidence ? say("drills.evidence_is", { what: first.data.evidence }) : "",
    nameOf(fact.actor),
    ...was.map((one) =>
      say("drills.note_was", { rating: ratingWords(one.data.rating), seq: one.seq })
    ),
    fact.data.late ? `${say("drills.note_late")}: ${text(fact.data.reason)}` : "",
  ];
  return h(
    "li",
    {
      "data-rating": fact.data.rating,
      "data-objective": fact.data.objective,
      "data-note": fact.seq,
    },
    h("time", null, drill.exercise_from ? span(first.at - drill.exercise_from) : time(first.at)),
    h(
      "div",
      null,
      h("b", null, about),
      h("span", null, told.filter(Boolean).join(" · ")),
      h(Photographs, { drill: drill.id, named: first.data.photographs, about }),
      may && !changing
        ? h(
          "button",
          { type: "button", className: "quiet", onClick: () => change(true) },
          say("drills.note_change"),
        )
        : null,
      may && changing
        ? h(Change, {
          drill,
          fact,
          objectives,
          frozen: log === "frozen",
          close: () => change(false),
        })
        : null,
    ),
    h(
      "em",
      { className: fact.data.rating === "N" ? "gone" : "" },
      fact.data.rating === "N"
        ? `◌ ${say("drills.rating.N")}`
        : `${fact.data.rating} · ${say(`drills.rating.${fact.data.rating}`)}`,
    ),
    h("a", { className: "seq", href: linkTo("fact", fact.seq) }, `#${fact.seq}`),
  );
}

/** @type {(element: EventTarget | null) => boolean} */
const typing = (element) =>
  element instanceof Element &&
  (["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName) ||
    Boolean(element.closest("[role='dialog'], dialog")));

/* `plan` is that of the drill that is on; what is over brings its own. */
/** @type {(props: { drill: DrillRow, plan?: DrillPlan | null }) => ReactElement} */
export function Observations({ drill, plan }) {
  /** @type {DirectionRow | undefined} */
  const directed = useRealKind("drill", ":direction")[`${drill.id}:direction`];
  const soFar = directed ? directed.notes.length : 0;
  const noted = useDrillFacts(drill.id, "observation.noted", soFar);
  const changed = useDrillFacts(drill.id, "observation.changed", soFar);
  const notes = useMemo(() => current(noted, changed), [noted, changed]);
  const log = directed ? directed.log : "open";
  const asked = useDrillPlan(plan ? null : drill.id, drill.id);
  /** @type {Objective[]} */
  const objectives = ((plan || (asked.got && asked.got.plan) || {}).objectives) || [];
  const [noting, setNoting] = useState(false);
  const may = mayGive("observation.note") && objectives.length > 0 && log === "open";
  const rated = new Set(notes.map(({ fact }) => fact.data.objective));
  const unrated = objectives.filter((one) => !rated.has(one.id));
  const named = Object.fromEntries(objectives.map((one) => [one.id, text(one.text)]));
  useEffect(() => {
    /** @type {(event: KeyboardEvent) => void} */
    const key = (event) => {
      if (
        !may || event.defaultPrevented || typing(event.target) || event.altKey || event.ctrlKey ||
        event.metaKey || pressed(event, "note.open") < 0
      ) return;
      event.preventDefault();
      setNoting(true);
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, [may]);
  return h(
    React.Fragment,
    null,
    head(
      say("drills.observers"),
      say("drills.observers_answer", { n: notes.length, unrated: unrated.length }),
    ),
    may
      ? (noting ? h(Note, { drill, objectives, close: () => setNoting(false) }) : h(
        "p",
        { className: "note-open" },
        h("span", { className: "keys" }, say("drills.note_keys")),
        h("button", {
          type: "button",
          className: "act",
          onClick: () => setNoting(true),
        }, say("drills.note_add")),
      ))
      : null,
    log === "open" ? null : h(
      "p",
      { className: "aside" },
      say(log === "signed" ? "drills.note_signed" : "drills.note_frozen"),
    ),
    h(Answer, { at: `note:${drill.id}` }),
    h(
      "ul",
      { className: "notes" },
      notes.map((thread) =>
        h(Row, { key: thread.first.seq, drill, thread, objectives, named, log })
      ),
      unrated.map((one) =>
        h(
          "li",
          { key: one.id, className: "unrated" },
          h("time", null, ""),
          h("div", null, h("b", null, text(one.text))),
          h("em", { className: "warn" }, `▲ ${say("drills.not_rated")}`),
          h("span"),
        )
      ),
    ),
  );
}
