/* Where this browser stands on the guided path of the demonstration, kept until it is left or over;
   and what its hands have been answered, which some steps wait for. */
(function (center) {
  "use strict";

  const KEPT = "guide";
  const readers = new Set();
  const deeds = new Set();

  const read = () => {
    try {
      return Object.assign({ on: false, at: 0 }, JSON.parse(center.kept.get(KEPT) || "{}"));
    } catch (_) {
      return { on: false, at: 0 };
    }
  };
  let state = read();

  function set(change) {
    state = Object.assign({}, state, change);
    center.kept.set(KEPT, JSON.stringify(state));
    readers.forEach((reader) => reader());
  }

  /* What the server answered to a hand here: an acknowledgement taken, a closing refused. */
  function remember() {
    for (const [at, answer] of Object.entries(center.intents.answers())) {
      if (answer.state === "accepted" && /^(directive|alarm):/.test(at)) deeds.add("acknowledged");
      if (answer.state === "refused" && at.startsWith("close:")) deeds.add("close_refused");
    }
  }

  let listening = false;
  function listen() {
    if (listening || !center.intents) return;
    listening = true;
    center.intents.subscribe(remember);
  }

  center.guideDeeds = deeds;
  center.guide = {
    state: () => state,
    listen,
    start: () => set({ on: true, at: state.at >= center.guideSteps.length ? 0 : state.at }),
    again: () => set({ on: true, at: 0 }),
    leave: () => set({ on: false }),
    go: (at) => set(at >= center.guideSteps.length ? { on: false, at } : { at: Math.max(0, at) }),
    subscribe: (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
  };
})((window.center = window.center || {}));
