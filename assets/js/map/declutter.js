/* Words that would lie over each other, over a symbol or past the map's edge: the graver keeps its
   place, the other takes the next place beside its point, and where none is free it steps back
   whole. Of free places the one that covers the fewest vessels and people; on a small map a word that
   only names what the eye knows stands where it covers none, or not at all. Once a second; a word
   that has a place keeps it while it can, so that nothing jumps. */
(function (center) {
  "use strict";

  const ORDER = [
    "person-name missing", "vessel-name urgent", "vessel-name warn", "vessel-name gone", "valve urgent root", "valve urgent outfall", "sensor", "valve urgent", "store warn", "valve outfall", "zone-name", "plume-name", "way-name", "pool-name",
    "muster", "valve diversion", "valve root", "valve", "person-name commander", "area-name", "vessel-name", "person-name team", "person-name", "store",
  ];
  const PLACES = ["", "at-left", "at-below", "at-above"]; /* "" is where its own style puts it */
  const OF_PERSON = [...PLACES, "at-north-east", "at-south-east", "at-north-west", "at-south-west"];
  const OF_AREA = ["", "at-above", "at-below"]; /* a building's name stays in it */
  const SMALL_EM = 45; /* a map narrower than so many of its letters has no room for mere names */
  const NAMES = ["person-name.team", "person-name.calm", "person-name.safe", "area-name", "measuring-point", "vessel-name.plain", "valve.plain"].map((name) => `.mark.${name}`).join();
  const URGENT = ".urgent, .missing, .zone-name, .sensor";
  const APART = 2; /* px between two words */
  const EDGE = 2;
  const DOT_REM = 0.4; /* half of somebody's dot */

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

  const wider = ({ left, right, top, bottom }) => ({ left: left - APART, right: right + APART, top, bottom });

  /* What a word covers only if it must, beside lesser symbols: vessels and people, but for its own. What is urgent stands
     where it is looked for. */
  function coverable(mark, vessels, dots) {
    if (mark.matches(URGENT)) return [];
    const point = mark.getBoundingClientRect();
    return [...vessels, ...dots].filter((box) => !holds(box, point));
  }

  function dotsOf(map, frame) {
    const half = DOT_REM * center.rem();
    return Object.values(center.board.rows("people"))
      .filter((person) => person.position)
      .map(({ position: { lat, lon } }) => map.latLngToContainerPoint([lat, lon]))
      .map(({ x, y }) => ({ left: frame.left + x - half, right: frame.left + x + half, top: frame.top + y - half, bottom: frame.top + y + half }));
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
    const dots = dotsOf(map, frame);
    const small = map.getSize().x < SMALL_EM * parseFloat(getComputedStyle(container).fontSize);
    const said = boxes(container.querySelectorAll(".leaflet-control"));
    const drawn = marks.flatMap((one) => boxes(one.symbols).map((box) => ({ box, mark: one.mark, rank: one.rank })));
    for (const { mark, words, rank: grave } of marks.sort((a, b) => a.rank - b.rank)) {
      if (!words.length) continue;
      const kept = mark.dataset.at || "";
      const places = mark.classList.contains("area-name") ? OF_AREA : mark.classList.contains("person-name") ? OF_PERSON : PLACES;
      const lesser = drawn.filter((one) => one.mark !== mark && one.rank > grave).map((one) => one.box);
      const covers = [...coverable(mark, vessels, dots), ...lesser];
      const held = drawn.filter((one) => one.mark !== mark && one.rank <= grave).map((one) => one.box);
      /* How much is covered there; none of it where the word may not stand at all. */
      const price = (at) => {
        put(mark, at);
        const here = boxes(words);
        if (!here.every((box) => inside(frame, box) && ![...said, ...held].some((other) => overlap(box, other)))) return Infinity;
        const over = covers.filter((other) => here.some((box) => overlap(box, other))).length;
        return over && small && mark.matches(NAMES) ? Infinity : over - (at === kept ? 1 : 0);
      };
      let at;
      let least = Infinity;
      for (const one of [kept, ...places.filter((one) => one !== kept)]) {
        const asked = price(one);
        if (asked < least) [at, least] = [one, asked];
        if (least <= 0) break; /* good enough: each look makes the page lay itself out */
      }
      mark.classList.toggle("crowded", at === undefined);
      if (at === undefined) {
        put(mark, kept);
        continue;
      }
      put(mark, at);
      mark.dataset.at = at;
      said.push(...boxes(words).map(wider));
    }
  });
})((window.center = window.center || {}));
