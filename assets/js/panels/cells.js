/* In an incident the wall answers four questions: people, source, water, outside; else its verdict stands there.
   With several open incidents the gravest answer leads each cell under the name of its place, and the others
   stand below it, each with theirs (docs/commander.md). */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const LINES = 3; /* under the big words, while there are several incidents */

  const lineOf = (ways, i) => h(center.Words, { tag: "div", className: "sub", key: i, ways: [].concat(ways), steps: [1, 1, 1, 2] });

  function Cell({ name, answer }) {
    const { kind, big, lines } = answer;
    return h(
      "section",
      { className: `cell ${kind}`, "aria-label": say(name) },
      h("h2", null, center.sign(kind), say(name)),
      h(center.Words, { tag: "div", className: "big", ways: [].concat(big), steps: [1, 1, 2] }),
      h(center.Fit, { className: "subs" }, (lines || []).filter((ways) => ways && ways.length).map(lineOf)),
    );
  }

  /* A line of fixed height: what is too long for it is cut, and takes no room of the next one. */
  const oneLine = (ways, key) => h(center.Words, { tag: "div", className: "sub", key, ways: center.cutWays([].concat(ways)), steps: [1, 1, 3], whole: true }); /* where it may wrap, on a phone, in three */

  /* What leads keeps the lines that the others leave it, one at least. */
  function ofLeader({ lines, first }, room) {
    const said = (lines || []).filter((ways) => ways && ways.length);
    if (said.length <= room) return said;
    return room > 1 ? said.slice(0, room) : [lines[first]];
  }

  function Several({ name, where, answer, others }) {
    const { kind, big } = answer;
    const told = center.otherAnswers(others);
    return h(
      "section",
      { className: `cell several ${kind}`, "aria-label": say(name) },
      h("h2", null, center.sign(kind), h("span", null, say(name)), h(center.Words, { tag: "b", ways: center.cutWays(where), steps: [1, 1], whole: true })),
      h(center.Words, { tag: "div", className: "big", ways: [].concat(big), steps: [1, 1, 1] }),
      ofLeader(answer, LINES - told.length).map(oneLine),
      told.map((one) => h("div", { className: `other ${one.kind}`, key: one.id }, center.sign(one.kind), oneLine(one.ways))),
    );
  }

  function Cells() {
    const now = center.useSecond();
    const incidents = center.useIncidents();
    const { count } = center.useTopic("people");
    const levels = center.useTopic("levels");
    const resources = center.useTopic("resources");
    if (!center.useReady()) return null;
    if (!incidents.length) return h(center.Verdict);
    const several = incidents.length > 1;
    const of = (name, read) => {
      const [{ incident, answer }, ...others] = center.readAnswers(incidents, read);
      return several ? h(Several, { key: name, name, where: center.placesOf(incident), answer, others }) : h(Cell, { key: name, name, answer });
    };
    const water = center.readWater(levels, now); /* the plant's own: whichever incident it comes from */
    return h(
      "div",
      { className: "cells" },
      of("cell.people", (incident) => center.readPeople(incident, count, now)),
      of("cell.source", (incident) => center.readSource(incident, levels, resources, now)),
      several ? h(Several, { name: "cell.water", where: [say("cell.whole_plant")], answer: water, others: [] }) : h(Cell, { name: "cell.water", answer: water }),
      of("cell.outside", (incident) => center.readOutside(incident, now)),
    );
  }

  center.panel("cells", Cells);
})((window.center = window.center || {}));
