/* What a hand asked for: one at a time into the Store `command-intent`, whose server callback gives
   it to the Desk. The answer is shown where the hand was (`at`).

   Each submission has a key, made once and kept until an answer arrived: whatever was lost on the
   way, sending again does nothing twice. */

import { momentOf } from "./when.js";
import { keptInTab } from "../base/browser_memory.js";
import { onlyReal } from "../base/context.js";
import { say } from "../base/words.js";
import { scene } from "../live/scene.js";
import { clock } from "../live/server_clock.js";

const PATIENCE_MS = 5000; /* the server answers within a fraction of a second, or it is away */
const DONE_SHOWN_MS = 4000;
const CALL = "person.sos";
const CALL_AGAIN_MS = 2000;
const queue = [];
let current = null;
let timer = null;
let answers =
  {}; /* at -> {state: "sending" | "accepted" | "refused" | "unanswered", kind, text, mend, revision} */
const unanswered = {}; /* slot -> the intent that no answer has come to */
const readers = new Set();

function tell() {
  answers = Object.assign({}, answers);
  readers.forEach((reader) => reader());
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* A form is one submission until it is answered, whatever is mended in it meanwhile: the server
   says so if the first one arrived after all. A button is one only while it asks for the same. */
const slot = (intent) =>
  intent.form ? intent.at : JSON.stringify([intent.at, intent.kind, intent.data]);

const posted = ({ kind, form, incident, data, key, drill }) => ({
  kind,
  form,
  incident,
  data,
  key,
  drill,
});

function next() {
  if (current || !queue.length) return;
  current = queue.shift();
  timer = setTimeout(lose, PATIENCE_MS);
  window.dash_clientside.set_props("command-intent", { data: posted(current) });
}

/* A second click on a place that is sending is none. */
function give(intent) {
  const { at } = intent;
  if (answers[at] && answers[at].state === "sending") return;
  const before = unanswered[slot(intent)];
  const resent = Boolean(
    intent.key,
  ); /* what was meant for a drill stays in it, whatever is shown now */
  intent.key = before ? before.key : newKey();
  if (!resent && !onlyReal(intent.kind)) intent.drill = scene.shown() || undefined;
  answers[at] = { state: "sending" };
  queue.push(intent);
  tell();
  next();
}

/* On the phone page what no answer came to outlives a reload, key and all. */
const KEPT = "phone.unanswered";
const keeps = () => document.documentElement.dataset.page === "m";
function remember() {
  if (keeps()) {
    keptInTab.set(
      KEPT,
      JSON.stringify(Object.values(unanswered).filter((one) => !one.form)),
    );
  }
}

const unsent = () => ({
  state: "unanswered",
  text: say("command.no_answer"),
  mend: say("command.no_answer.mend"),
});

function recall() {
  if (!keeps()) return;
  for (const intent of JSON.parse(keptInTab.get(KEPT) || "[]")) {
    unanswered[slot(intent)] = intent;
    answers[intent.at] = { state: "unanswered" };
    if (intent.kind === CALL) setTimeout(callAgain, CALL_AGAIN_MS);
  }
}

function again(at) {
  const lost = Object.values(unanswered).find((intent) => intent.at === at);
  if (lost) give(lost);
}

function lose() {
  const lost = current;
  current = null;
  unanswered[slot(lost)] = lost;
  remember();
  answers[lost.at] = unsent();
  tell();
  next();
  if (lost.kind === CALL) setTimeout(callAgain, CALL_AGAIN_MS);
}

/* A call for help waits for no second touch: it goes by itself, under its key, until it is answered. */
function callAgain() {
  Object.values(unanswered).filter((one) => one.kind === CALL).forEach(give);
}

/* The intent an answer is to, however late it comes; none if it was answered before. */
function taken(key) {
  if (current && current.key === key) {
    const found = current;
    clearTimeout(timer);
    current = null;
    return found;
  }
  const late = Object.values(unanswered).find((intent) => intent.key === key);
  if (late && !queue.includes(late)) return late;
  return null;
}

function answer(given) {
  const intent = taken(given.key);
  if (!intent) return;
  const { at } = intent;
  delete unanswered[slot(intent)];
  remember();
  answers[at] = {
    kind: intent.kind,
    state: given.ok ? "accepted" : "refused",
    text: given.text,
    mend: given.mend,
    revision: given.revision,
  };
  if (given.ok) {
    Object.entries(intent.emptied || {}).forEach(([id, value]) =>
      window.dash_clientside.set_props(id, { value })
    );
    setTimeout(() => {
      if (answers[at] && answers[at].state === "accepted") dismiss(at);
    }, DONE_SHOWN_MS);
  }
  tell();
  next();
}

function dismiss(at) {
  delete answers[at];
  tell();
}

export const intents = {
  /** @type {<K extends CommandKind>(kind: K, data: CommandFields[K], at: string) => void} */
  send: (kind, data, at) => give({ kind, data, at }),
  again,
  answer,
  dismiss,
  answers: () => answers,
  subscribe: (reader) => {
    readers.add(reader);
    return () => readers.delete(reader);
  },
};

recall();

/* Bound as ClientsideFunctions: the Store the server answers into, and the button of a form. */
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.intents = {
  answered: (given) => {
    if (given) answer(given);
    return window.dash_clientside.no_update;
  },
  submitted: (clicks, about, incident, ...values) => {
    if (!clicks) return;
    const data = Object.fromEntries(about.fields.map((name, i) => [name, values[i] ?? null]));
    if (data.at) {
      data.at = momentOf(String(data.at), clock.now()) ?? data.at; /* no time: the server says so */
    }
    give({
      form: about.form,
      incident: incident || undefined,
      data,
      emptied: about.emptied,
      at: `form:${about.form}`,
    });
  },
};
