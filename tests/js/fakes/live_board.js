/* Stands for live/live_board.js: the rows that a test gives. */

/** @type {Record<string, Rows>} */
let topics = {};

/** @type {(rows?: Record<string, Rows>) => void} */
export const giveRows = (rows = {}) => {
  topics = rows;
};

/* Without a prototype, as the store's own are. */
/** @type {(topic: string) => Rows} */
const rows = (topic) => Object.assign(Object.create(null), topics[topic]);

export const board = {
  rows,
  /** @type {(topic: string, key: string) => Row | undefined} */
  row: (topic, key) => rows(topic)[key],
  real: rows,
  redraw: () => undefined,
  subscribe: () => () => undefined,
  ready: () => true,
  whole: () => true,
  behindFor: () => 0,
};
