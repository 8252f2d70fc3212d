/* The server's answers to commands, shown where the command was given. */

import { has, say } from "../base/words.js";

/** @typedef {{ok: boolean, text: string, mend?: string, revision?: number}} Told */

/** @typedef {{field: string, error: string}} WrongField */

/** How a fact reads. The sentences of facts are made of the board, and the board's panels send commands by the queue
 * that reads its answers here: so they are given (acts_told.js) and not imported.
 * @type {(fact: Answered) => string} */
let sentenceOf = () => say("command.accepted");
/** @type {(sentence: (fact: Answered) => string) => void} */
export const wordActs = (sentence) => {
  sentenceOf = sentence;
};

/* Statuses that decide nothing: the server could not do it now, or another server answered for it. */
const UNDECIDED = [408, 425, 429];

/* The field that a page fills in by itself; it is wrong only where no incident is open. */
const INCIDENT = "data.incident";

/** Whether the answer says what became of the command. Otherwise its key is kept: sending again is safe.
 * @type {(response: CommandResponse) => boolean} */
export const isDecided = ({ status, body }) =>
  Boolean(body) && status < 500 && !UNDECIDED.includes(status);

/** What the server said of a command that it could not decide; null if it said nothing we can show.
 * @type {(response: CommandResponse) => {text: string, mend?: string} | null} */
export const undecidedWords = ({ body }) =>
  body && body.detail ? { text: body.detail, mend: body.mend } : null;

/** `labels` are the words of the form's fields, by their names in the command.
 * @type {(response: CommandResponse, labels?: Record<string, string>) => Told} */
export function readAnswer({ status, body }, labels = {}) {
  if (status < 300) return accepted(body);
  if (status === 401) return { ok: false, text: say("command.signed_out") };
  if (body.code === "key_reused") {
    return { ok: false, text: say("command.sent_before"), mend: say("command.sent_before.mend") };
  }
  if (!body.errors) return { ok: false, text: body.detail, mend: body.mend };
  /** @type {WrongField[]} */
  const errors = body.errors;
  const text = errors.map((error) => fieldWords(error, labels)).join(" ");
  return errors.some((error) => error.field === INCIDENT)
    ? { ok: false, text, mend: say("command.no_incident") }
    : { ok: false, text };
}

/* What the act was, as the journal tells it ("Acknowledged: D-3"); where nothing new was recorded, just that. Of what
   is kept in revisions also which one was made, for the hand to go on from. */
/** @type {(body: Answered) => Told} */
function accepted(body) {
  const made = (body.facts || []).map((/** @type {Answered} */ fact) => fact.data.revision).filter((
    /** @type {number | undefined} */ one,
  ) => one !== undefined);
  const [first] = body.facts || [];
  const known = first && has(`fact.${first.kind}`);
  const told = { ok: true, text: known ? sentenceOf(first) : say("command.accepted") };
  return made.length ? { ...told, revision: made[made.length - 1] } : told;
}

/* A wrong field by its label on the form, else by the name that every field of a command has. */
/** @type {(wrong: WrongField, labels: Record<string, string>) => string} */
function fieldWords({ field, error }, labels) {
  const name = field.replace(/^data\./, "").split(".")[0];
  const label = labels[name] || (has(`input.${name}`) ? say(`input.${name}`) : "");
  return label ? error.replace(field, () => label) : error;
}
