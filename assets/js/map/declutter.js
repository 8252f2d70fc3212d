/* Words that would lie over each other, over a symbol or past the map's edge: the graver keeps its
   place, the other takes the next place beside its point, and where none is free it steps back
   whole. A place over somebody else's vessel is taken only where there is no other. Once a second; a
   word that has a place keeps it while it can, so that nothing jumps. */
(function (center) {
  "use strict";

  const ORDER = [
    "person-name missing", "vessel-name urgent", "vessel-name warn", "vessel-name gone", "valve urgent root", "valve urgent outfall", "sensor", "valve urgent", "store warn", "valve outfall", "zone-name", "plume-name", "way-name", "pool-name",
    "muster", "valve diversion", "valve root", "valve", "person-name commander", "area-name", "vessel-name", "person-name team", "person-name", "store",
  ];
  const PLACES = ["", "at-left", "at-below", "at-above"]; /* "" is where its own style puts it */
  const OF_PERSON = [...PLACES, "at-north-east", "at-south-east", "at-north-west", "at-south-west"];
  const OF_AREA = ["", "at-above", "at-below"]; /* a building's name stays in it */
  const EDGE = 2;

  const rank = (mark) => {
    const found = ORDER.findIndex((classes) => classes.split(" ").every((one) => mark.classList.contains(one)));
    return found < 0 ? ORDER.length : found;
  };

  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const inside = (frame, a) =>
    a.left >= frame.left + EDGE && a.right <= frame.right - EDGE && a.top >= frame.top + EDGE && a.bottom <= frame.bottom - EDGE;

  const WORDS = "span, em";
  const boxes = (parts) => [...parts].map((part) => part.getBoundingClientRect()).filter((box) => box.width);

  const holds = (box, { left, top }) => box.left <= left && left <= box.right && box.top <= top && top <= box.bottom;

  function put(mark, at) {
    mark.classList.remove(...OF_PERSON.filter(Boolean));
    if (at) mark.classList.add(at);
  }

  center.mapDrawing([], (map) => () => {
    const container = map.getContainer();
    const frame = container.getBoundingClientRect();
    const marks = [...container.querySelectorAll(".mark")].map((mark) => ({
      mark,
      rank: rank(mark),
      words: [...mark.children].filter((part) => part.matches(WORDS)),
      symbols: [...mark.children].filter((part) => !part.matches(WORDS)),
    }));
    const vessels = boxes(container.querySelectorAll("path.vessel"));
    const said = boxes(container.querySelectorAll(".leaflet-control"));
    const drawn = marks.flatMap((one) => boxes(one.symbols).map((box) => ({ box, mark: one.mark, rank: one.rank })));
    for (const { mark, words, rank: grave } of marks.sort((a, b) => a.rank - b.rank)) {
      if (!words.length) continue;
      const kept = mark.dataset.at || "";
      const places = mark.classList.contains("area-name") ? OF_AREA : mark.classList.contains("person-name") ? OF_PERSON : PLACES;
      const point = mark.getBoundingClientRect();
      const others = vessels.filter((vessel) => !holds(vessel, point));
      const held = drawn.filter((one) => one.mark !== mark && one.rank <= grave).map((one) => one.box);
      const free = (at, taken) => {
        put(mark, at);
        return boxes(words).every((box) => inside(frame, box) && !taken.some((other) => overlap(box, other)));
      };
      const tries = [kept, ...places.filter((one) => one !== kept)];
      const clear = [...said, ...held];
      const at = tries.find((one) => free(one, [...clear, ...others])) ?? tries.find((one) => free(one, clear));
      mark.classList.toggle("crowded", at === undefined);
      if (at === undefined) {
        put(mark, kept);
        continue;
      }
      mark.dataset.at = at;
      said.push(...boxes(words));
    }
  });
})((window.center = window.center || {}));
