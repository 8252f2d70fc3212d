/* The results of plan steps issued together: each is a command of its own, answered in its own
   row. */

/** The steps that were sent together, by what became of each. `sending` also those that wait their turn.
 * @typedef {{issued: number, refused: number, unanswered: number, sending: number}} BatchRead */

/* Where the answer to a step's command is shown. */
/** @type {(incident: string, step: string) => string} */
export const placeOfStep = (incident, step) => `step:${incident}:${step}`;

/* How many of the batch stand in each state. A step counts as issued once the plan says so. */
/** @type {(incident: string, batch: string[], given: Record<string, string>, answers: Record<string, CommandAnswer>) =>
 *   BatchRead} */
export function readBatch(incident, batch, given, answers) {
  const read = { issued: 0, refused: 0, unanswered: 0, sending: 0 };
  for (const step of batch) {
    const state = answers[placeOfStep(incident, step)]?.state;
    if (given[step] || state === "accepted") read.issued += 1;
    else if (state === "refused" || state === "unanswered" || state === "sending") read[state] += 1;
  }
  return read;
}

/* Whether the answers to the batch are still shown. Later only the plan counts what was issued. */
/** @type {(incident: string, batch: string[], answers: Record<string, CommandAnswer>) => boolean} */
export const isTold = (incident, batch, answers) =>
  batch.some((step) => answers[placeOfStep(incident, step)]);
