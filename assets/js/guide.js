/* Where this browser stands on the guided path of the demonstration, kept by its step's name until it
   is left or over. */
(function (center) {
  "use strict";

  const KEPT = "guide";
  const readers = new Set();

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

  center.guide = {
    state: () => ({ on: state.on, at: at() }),
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
