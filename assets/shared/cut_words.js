/* Sentences that are cut off by whole words where all of them has no room (shared/fit.js tries them). */

/* A text, and its beginnings by whole words for where all of it has no room. */
/** @type {(text: string) => string[]} */
export const beginnings = (text) => {
  const cuts = [0.75, 0.5, 0.33].map((share) => {
    const at = Math.floor(text.length * share);
    const space = text.lastIndexOf(" ", at);
    return `${text.slice(0, space > at / 3 ? space : at)} …`;
  });
  return [text, ...cuts];
};

/* Ways of saying it, and last the beginnings of the shortest: cut off by whole words, never run over. */
/** @type {(ways: string[]) => string[]} */
export const cutWays = (
  ways,
) => (ways.length ? [...ways, ...beginnings(ways[ways.length - 1]).slice(1)] : ways);
