/* The one live board of this page. Panels read it by topic, in the scene that is shown (`scene.js`);
   `real` is reality whatever is shown. */

import { boardSync } from "./board_sync.js";
import { replay } from "./replay.js";
import { scene } from "./scene.js";

/* Rows of the scene that is shown: the live one's, or those of a past second. */
/** @type {(topic: string) => Rows} */
const rows = (topic) => replay ? replay.rows(topic) : boardSync.real(scene.topic(topic));

export const board = Object.assign({}, boardSync, { rows, row: (topic, key) => rows(topic)[key] });
