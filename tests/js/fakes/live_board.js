/* Stands for live/live_board.js: the rows that a test gives. */

import { rowsOfKind } from "../../../assets/live/row_kinds.js";

/** @import { KeyForm, Topic } from "../../../assets/types/rows.d.ts" */
/** @import { RowsOfKind } from "../../../assets/live/row_kinds.js" */

/** @type {Record<string, Record<string, Answered>>} */
let topics = {};

/** @type {(rows?: Record<string, Record<string, Answered>>) => void} */
export const giveRows = (rows = {}) => {
  topics = rows;
};

/* Without a prototype, as the store's own are. */
/** @type {(topic: string) => Record<string, Answered>} */
const rows = (topic) => Object.assign(Object.create(null), topics[topic]);

/** @type {<T extends Topic, F extends KeyForm<T>>(topic: T, form: F) => RowsOfKind<T, F>} */
const kind = (topic, form) => rowsOfKind(topic, form, rows(topic));

export const board = {
  rows,
  kind,
  realKind: kind,
  /** @type {(topic: string, key: string) => Answered | undefined} */
  row: (topic, key) => rows(topic)[key],
  real: rows,
  redraw: () => undefined,
  subscribe: () => () => undefined,
  ready: () => true,
  whole: () => true,
  behindFor: () => 0,
};
