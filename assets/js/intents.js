/* What a hand asked for in a panel: one at a time into the Store `command-intent`, whose server
   callback gives it to the Desk. The answer is shown where the hand was (`at`). */
(function (center) {
  "use strict";

  const PATIENCE_MS = 15000;
  const queue = [];
  let current = null;
  let timer = null;
  let answers = {}; /* at -> {state: "sending" | "accepted" | "refused", text, mend} */
  const readers = new Set();

  function tell() {
    answers = Object.assign({}, answers);
    readers.forEach((reader) => reader());
  }

  function key() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function next() {
    if (current || !queue.length) return;
    current = queue.shift();
    timer = setTimeout(() => answer({ key: current.key, ok: false, text: center.say("command.no_answer") }), PATIENCE_MS);
    window.dash_clientside.set_props("command-intent", { data: current });
  }

  /* `at` names the place of the answer: a row's id. A second click on a place that is sending is none. */
  function send(kind, data, at) {
    if (answers[at] && answers[at].state === "sending") return;
    answers[at] = { state: "sending" };
    queue.push({ kind, data, key: key(), at });
    tell();
    next();
  }

  function answer(given) {
    if (!current || given.key !== current.key) return;
    clearTimeout(timer);
    const at = current.at;
    answers[at] = { state: given.ok ? "accepted" : "refused", text: given.text, mend: given.mend };
    current = null;
    tell();
    if (given.ok) {
      setTimeout(() => {
        if (answers[at] && answers[at].state === "accepted") {
          delete answers[at];
          tell();
        }
      }, 4000);
    }
    next();
  }

  function dismiss(at) {
    delete answers[at];
    tell();
  }

  center.intents = {
    send,
    answer,
    dismiss,
    answers: () => answers,
    subscribe: (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
  };

  /* Bound as a ClientsideFunction to the Store the server answers into. */
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.intents = {
    answered: (given) => {
      if (given) answer(given);
      return window.dash_clientside.no_update;
    },
  };

  /* The answer at a place, with its reason and what would mend it. */
  center.Answer = function Answer({ at }) {
    const given = center.useAnswers()[at];
    if (!given || given.state === "sending") return null;
    return center.h(
      "div",
      { className: `answer ${given.state}`, role: given.state === "refused" ? "alert" : "status" },
      center.sign(given.state === "refused" ? "urgent" : "good"),
      center.h("div", null, center.h("b", null, given.text), given.mend ? center.h("span", null, given.mend) : null),
      given.state === "refused"
        ? center.h(
            "button",
            { type: "button", className: "quiet", onClick: () => dismiss(at), "aria-label": center.say("command.dismiss") },
            "×",
          )
        : null,
    );
  };

  /* A button that sends one command. */
  center.Act = function Act({ kind, data, at, label, strong, title, disabled }) {
    const given = center.useAnswers()[at];
    const sending = Boolean(given && given.state === "sending");
    return center.h(
      "button",
      {
        type: "button",
        className: strong ? `act ${strong}` : "act",
        disabled: disabled || sending,
        title,
        onClick: () => send(kind, data, at),
      },
      label,
    );
  };
})((window.center = window.center || {}));
