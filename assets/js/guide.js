/* Where this browser stands on the guided path of the demonstration, kept by its step's name until it
   is left or over; and what its hands have been answered, which some steps wait for. */
(function (center) {
  "use strict";

  const KEPT = "guide";
  const readers = new Set();
  const deeds = new Set();

  /* {on, name}; a path that never began, or whose step is no more, begins at the first. */
  function read() {
    try {
      return Object.assign({ on: false, name: "" }, JSON.parse(center.kept.get(KEPT) || "{}"));
    } catch (_) {
      return { on: false, name: "" };
    }
  }
  let state = read();

  function set(change) {
    state = Object.assign({}, state, change);
    center.kept.set(KEPT, JSON.stringify(state));
    readers.forEach((reader) => reader());
  }

  const at = () => Math.max(0, center.guideSteps.findIndex((step) => step.name === state.name));
  const nameAt = (n) => (center.guideSteps[n] || { name: "" }).name;

  /* What the server answered to a hand here: an acknowledgement taken, a closing refused. */
  function remember() {
    for (const { state, kind } of Object.values(center.intents.answers())) {
      if (state === "accepted" && ["directive.ack", "alarm.ack"].includes(kind)) deeds.add("acknowledged");
      if (state === "refused" && kind === "incident.close") deeds.add("close_refused");
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
    state: () => ({ on: state.on, at: at() }),
    listen,
    start: () => set({ on: true }),
    again: () => set({ on: true, name: "" }),
    leave: () => set({ on: false }),
    go: (n) => set(n >= center.guideSteps.length ? { on: false, name: "" } : { name: nameAt(Math.max(0, n)) }),
    subscribe: (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
  };
})((window.center = window.center || {}));
