/* The one live board of this page. Panels read it by topic, in the scene that is shown (`scene.js`);
   `real` is reality whatever is shown. */
(function (center) {
  "use strict";

  /* Rows of the scene that is shown: the live one's, or those of a past second. */
  /** @type {(topic: string) => Rows} */
  const rows = (topic) =>
    center.replay ? center.replay.rows(topic) : center.boardSync.real(center.scene.topic(topic));

  center.board = Object.assign({}, center.boardSync, { rows, row: (topic, key) => rows(topic)[key] });
})((window.center = window.center || {}));
