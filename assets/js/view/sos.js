/* Calls for help that stand, the oldest first: a call nobody has answered before one that is heard. */
(function (center) {
  "use strict";

  center.readSos = (people) =>
    Object.values(people)
      .filter((row) => row.sos)
      .sort((a, b) => Number(Boolean(a.answered_at)) - Number(Boolean(b.answered_at)) || a.at - b.at);

  /* Where the caller is: as they said, else where they were last seen, with its age. */
  center.whereOfSos = (call, people, now) => {
    if (call.place) return center.named(call.place);
    const row = people[call.sos];
    const seen = row && center.seenWords(center.seenFor(row.position, now));
    if (seen) return seen;
    return row && row.home ? center.say("sos.belongs", { place: center.named(row.home) }) : center.say("sos.nowhere");
  };
})((window.center = window.center || {}));
