/* The queue of a page's commands: sent one at a time, each under a key made once and kept until
   an answer arrives, so that sending again never executes a command twice. */

import { isDecided, readAnswer, undecidedWords } from "./answers.js";
import { say } from "../base/words.js";

export const PATIENCE_MS =
  5000; /* the server answers within a fraction of a second, or it is away */
const DONE_SHOWN_MS = 4000;

/** A command that a hand gave: `at` names the place of the hand, where the answer is shown. A form's
 * has the words of its fields (`labels`) and what stands in each after success (`emptied`).
 * @typedef {{kind: string, data: object, at: string, form?: boolean, labels?: Record<string, string>,
 *   emptied?: Record<string, unknown>, key?: string, drill?: string}} Given */

/** What the queue needs of the page. `post` resolves to the answer and rejects when none came; `later`
 * runs something after so many ms and returns what stops it; `memory` outlives a reload, where the page
 * keeps what no answer came to (else null); `drillOf` is the drill in which a command is given now.
 * @typedef {{
 *   post: (command: object) => Promise<CommandResponse>,
 *   later: (ms: number, run: () => void) => () => void,
 *   memory: {get: () => string | null, set: (text: string) => void} | null,
 *   drillOf: (kind: string) => string | undefined,
 *   newKey: () => string,
 *   empty: (id: string, value: unknown) => void,
 * }} World */

/** @typedef {{
 *   give: (given: Given) => void,
 *   again: (at: string) => void,
 *   dismiss: (at: string) => void,
 *   answers: () => Record<string, CommandAnswer>,
 *   subscribe: (reader: () => void) => () => void,
 * }} Queue */

/* A form is one submission until it is answered, whatever is mended in it meanwhile: the server says so
   if the first one arrived after all. A button is one only while it asks for the same. */
/** @type {(given: Given) => string} */
const slot = (given) => given.form ? given.at : JSON.stringify([given.at, given.kind, given.data]);

/** What a page keeps, under who is signed in: what one of them could not send, a call for help first of all,
 * is never sent as the word of another who signs in on the same telephone.
 * @type {(kept: {get: (name: string) => string | null, set: (name: string, text: string) => void},
 *   page: {account: string, role: string, person: string}) => NonNullable<World["memory"]>} */
export function memoryOf(kept, { account, role, person }) {
  const name = `phone.unanswered ${JSON.stringify([account, role, person])}`;
  return { get: () => kept.get(name), set: (text) => kept.set(name, text) };
}

/** @type {(world: World) => Queue} */
export function makeQueue({ post, later, memory, drillOf, newKey, empty }) {
  /** @type {Given[]} */
  const waiting = [];
  /** @type {{given: Given, stop: () => void} | null} */
  let current = null;
  /** @type {Record<string, CommandAnswer>} */
  let answers = {};
  /** @type {Record<string, Given>} */
  const unanswered = {}; /* by slot */
  /** @type {Set<() => void>} */
  const readers = new Set();

  function tell() {
    answers = Object.assign({}, answers);
    readers.forEach((reader) => reader());
  }

  function next() {
    const given = current ? undefined : waiting.shift();
    if (!given) return;
    const sent = { given, stop: later(PATIENCE_MS, () => lose(sent)) };
    current = sent;
    const { kind, data, key, drill } = given;
    post({ kind, data, idempotency_key: key, drill }).then(
      (response) => isDecided(response) ? answer(given, response) : lose(sent, response),
      () => lose(sent),
    );
  }

  /* A second click on a place that is sending is none. */
  /** @type {(given: Given) => void} */
  function give(given) {
    const { at } = given;
    if (answers[at] && answers[at].state === "sending") return;
    const before = unanswered[slot(given)];
    /* What was meant for a drill stays in it, whatever is shown now. */
    if (!given.key) given.drill = drillOf(given.kind);
    given.key = before ? before.key : newKey();
    answers[at] = { state: "sending" };
    waiting.push(given);
    tell();
    next();
  }

  function remember() {
    if (memory) {
      memory.set(JSON.stringify(Object.values(unanswered).filter((one) => !one.form)));
    }
  }

  /* What a page before this one could not send. */
  function recall() {
    if (!memory) return;
    for (const given of JSON.parse(memory.get() || "[]")) {
      unanswered[slot(given)] = given;
      answers[given.at] = { state: "unanswered" };
    }
  }

  /** No answer came, or one that decided nothing.
   * @type {(sent: {given: Given, stop: () => void}, response?: CommandResponse) => void} */
  function lose(sent, response) {
    if (current !== sent) return;
    const { given } = sent;
    sent.stop();
    current = null;
    unanswered[slot(given)] = given;
    remember();
    const told = response && undecidedWords(response);
    answers[given.at] = {
      state: "unanswered",
      text: told ? told.text : say("command.no_answer"),
      mend: told ? told.mend : say("command.no_answer.mend"),
    };
    tell();
    next();
  }

  /* The command that an answer is to, however late it comes; null if it was answered before, or if it
     waits to be sent again and will be answered then. */
  /** @type {(key: string | undefined) => Given | null} */
  function taken(key) {
    if (current && current.given.key === key) {
      const { given } = current;
      current.stop();
      current = null;
      return given;
    }
    const late = Object.values(unanswered).find((one) => one.key === key);
    return late && !waiting.some((one) => one.key === key) ? late : null;
  }

  /** @type {(sent: Given, response: CommandResponse) => void} */
  function answer(sent, response) {
    const given = taken(sent.key);
    if (!given) return;
    const { at } = given;
    const { ok, text, mend, revision } = readAnswer(response, given.labels);
    delete unanswered[slot(given)];
    remember();
    answers[at] = { kind: given.kind, state: ok ? "accepted" : "refused", text, mend, revision };
    if (ok) {
      for (const [id, value] of Object.entries(given.emptied || {})) empty(id, value);
      later(DONE_SHOWN_MS, () => {
        if (answers[at] && answers[at].state === "accepted") dismiss(at);
      });
    }
    tell();
    next();
  }

  /** @type {(at: string) => void} */
  function again(at) {
    const lost = Object.values(unanswered).find((one) => one.at === at);
    if (lost) give(lost);
  }

  /** @type {(at: string) => void} */
  function dismiss(at) {
    delete answers[at];
    tell();
  }

  recall();
  return {
    give,
    again,
    dismiss,
    answers: () => answers,
    subscribe: (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
  };
}
