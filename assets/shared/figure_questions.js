/* Which questions for figures are open. An answer names the question that it is of (callbacks/figures.py). A
   request that broke names nothing but its callback: then every open question of that page is lost, and is
   asked again. A lost one still hears its answer, should that have been the failure of an earlier request. */

/** What a callback answers: to which question, what it tells beside the figures, or that it failed.
 * @typedef {{ key: string, failed?: boolean, told?: Answered }} FiguresAnswer */

/** Who asked, of which page's figures; `hear` is called with the answer, `fail` when the request broke.
 * @typedef {{ name: string, hear: (given: FiguresAnswer) => void, fail: () => void }} Asker */

/** @type {Map<string, Asker & { lost: boolean }>} */
const waiting = new Map();
let asked = 0;

export const figureQuestions = {
  /* Opens a question and gives its key. */
  /** @type {(asker: Asker) => string} */
  open: (asker) => {
    const key = `${asker.name} ${++asked}`;
    waiting.set(key, Object.assign({ lost: false }, asker));
    return key;
  },

  /** @type {(key: string) => void} */
  forget: (key) => void waiting.delete(key),

  /* Whether its answer may still come: it has none yet, and its request did not break. */
  /** @type {(key: string) => boolean} */
  isOpen: (key) => {
    const question = waiting.get(key);
    return Boolean(question && !question.lost);
  },

  /** @type {(given: FiguresAnswer) => void} */
  answered: (given) => {
    const question = waiting.get(given.key);
    waiting.delete(given.key);
    if (question) question.hear(given);
  },

  /* A callback of Dash is over (`hooks` in command_center/page_server/dash_pages.py): `output` are the ids of
     what it fills, `broke` says that no answer came of it. */
  /** @type {(output: string, broke: boolean) => void} */
  over: (output, broke) => {
    if (!broke) return;
    for (const question of waiting.values()) {
      if (!output.includes(`.${question.name}-figures-answered.`)) continue;
      question.lost = true;
      question.fail();
    }
  },
};
