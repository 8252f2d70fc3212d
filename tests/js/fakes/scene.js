/* Stands for live/scene.js: reality, or the drill that a test gives. */

/** @type {string | null} */
let id = null;

/** @type {(drill: string | null) => void} */
export const giveScene = (drill) => {
  id = drill;
};

export const scene = {
  drill: () => (id ? { id } : null),
  shown: () => id,
  /** @type {(name: string) => string} */
  topic: (name) => name,
  /** @type {(real: number) => number} */
  timeAt: (real) => real,
};
