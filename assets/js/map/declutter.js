/* Words that would lie over each other: the graver stays, the other steps back. Once a second. */
(function (center) {
  "use strict";

  const ORDER = [
    "person-name missing", "vessel-name", "valve urgent root", "valve urgent outfall", "sensor", "valve urgent", "store warn", "valve outfall", "zone-name", "pool-name",
    "muster", "valve root", "valve", "person-name team", "person-name", "store", "area-name",
  ];

  const rank = (mark) => {
    const found = ORDER.findIndex((classes) => classes.split(" ").every((one) => mark.classList.contains(one)));
    return found < 0 ? ORDER.length : found;
  };

  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  center.mapDrawing([], (map) => () => {
    const marks = [...map.getContainer().querySelectorAll(".mark")]
      .map((mark) => ({ mark, rank: rank(mark), boxes: [...mark.children].map((part) => part.getBoundingClientRect()) }))
      .sort((a, b) => a.rank - b.rank);
    const taken = [];
    for (const { mark, boxes } of marks) {
      const crowded = boxes.some((box) => taken.some((other) => overlap(box, other)));
      mark.classList.toggle("crowded", crowded);
      if (!crowded) taken.push(...boxes);
    }
  });
})((window.center = window.center || {}));
