/* The page's live board. Panels read it by topic, in the current scene (`scene.js`); `real` is
   always reality. */

import { boardSync } from "./board_sync.js";
import { replay } from "./replay.js";
import { rowsOfKind } from "./row_kinds.js";
import { scene } from "./scene.js";

/** @import { KeyForm, Row as RowOf, Topic } from "../types/rows.d.ts" */
/** @import { RowsOfKind } from "./row_kinds.js" */

/* Rows of the scene that is shown: the live one's, or those of a past second. */
/** @type {<T extends Topic>(topic: T) => Record<string, RowOf<T>>} */
const rows = (topic) => /** @type {Record<string, RowOf<typeof topic>>} */ (
  replay ? replay.rows(topic) : boardSync.real(scene.topic(topic))
);

/* Reality's rows, whatever is shown. */
/** @type {<T extends Topic>(topic: T) => Record<string, RowOf<T>>} */
const real = (topic) => /** @type {Record<string, RowOf<typeof topic>>} */ (boardSync.real(topic));

/* Rows of one kind of the scene that is shown, by their whole keys. */
/** @type {<T extends Topic, F extends KeyForm<T>>(topic: T, form: F) => RowsOfKind<T, F>} */
const kind = (topic, form) => rowsOfKind(topic, form, rows(topic));

/* The same of reality, whatever is shown. */
/** @type {<T extends Topic, F extends KeyForm<T>>(topic: T, form: F) => RowsOfKind<T, F>} */
const realKind = (topic, form) => rowsOfKind(topic, form, real(topic));

/** @type {<T extends Topic>(topic: T, key: string) => RowOf<T> | undefined} */
const row = (topic, key) => rows(topic)[key];

const { real: _untyped, ...synced } = boardSync;
export const board = { ...synced, rows, row, real, kind, realKind };
