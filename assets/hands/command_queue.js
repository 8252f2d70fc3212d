/* The page's commands: each goes to POST /api/v1/commands, one after another (queue.js). The
   answer is shown where the command was given (`at`). */

import { makeQueue, memoryOf } from "./queue.js";
import { dataOf } from "./typed.js";
import { typedValues } from "./typed_values.js";
import { keptInTab } from "../base/browser_memory.js";
import { onlyReal, page } from "../base/context.js";
import { scene } from "../live/scene.js";
import { clock } from "../live/server_clock.js";

const GIVEN_UP_MS = 20000; /* a late answer is still told; a dead connection is not kept for ever */

/* Rejects when no answer came. An answer that is no JSON of ours, as a proxy may give, has no body. */
/** @type {(command: object) => Promise<CommandResponse>} */
async function post(command) {
  const answer = await fetch("/api/v1/commands", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(command),
    signal: AbortSignal.timeout(GIVEN_UP_MS),
  });
  const text = await answer.text();
  try {
    return { status: answer.status, body: JSON.parse(text) };
  } catch (_) {
    return { status: answer.status, body: null };
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const queue = makeQueue({
  post,
  later: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  /* Only a phone's page is one person's, so that what it keeps is theirs after a reload too. */
  memory: document.documentElement.dataset.page === "m" ? memoryOf(keptInTab, page) : null,
  drillOf: (kind) => (onlyReal(kind) ? undefined : scene.shown() || undefined),
  newKey,
  empty: typedValues.set,
});

export const commandQueue = {
  /** @type {<K extends CommandKind>(kind: K, data: CommandFields[K], at: string) => void} */
  send: (kind, data, at) => queue.give({ kind, data, at }),
  /** What was typed into a form's fields; `incident` is the one on the page.
   * @type {(about: FormAbout, fields: FormField[], values: unknown[], incident?: string) => void} */
  sendForm: (about, fields, values, incident) =>
    queue.give({
      form: true,
      kind: about.kind,
      data: dataOf(Object.assign({ fields }, about), values, {
        incident,
        own: page.person,
        now: clock.now(),
      }),
      labels: Object.fromEntries(fields.map(({ name, label }) => [name, label])),
      emptied: about.emptied,
      at: `form:${about.form}`,
    }),
  /** @type {(at: string) => void} */
  again: queue.again,
  dismiss: queue.dismiss,
  answers: queue.answers,
  subscribe: queue.subscribe,
};
