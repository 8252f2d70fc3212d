/* What a hand touches in a panel: a button that sends one command, and the answer where it was. */
(function (center) {
  "use strict";

  const STATES = {
    accepted: { kind: "good", role: "status" },
    refused: { kind: "urgent", role: "alert" },
    unanswered: { kind: "warn", role: "alert" },
  };

  /* The answer at a place, with its reason and what would mend it; a refusal is brought into sight whole. */
  center.Answer = function Answer({ at }) {
    const h = center.h;
    const box = React.useRef(null);
    const given = center.useAnswers()[at];
    const shown = given && STATES[given.state];
    const state = shown && given.state;
    React.useEffect(() => {
      if (box.current && state !== "accepted") box.current.scrollIntoView({ block: "nearest" });
    }, [state]);
    if (!shown) return null;
    return h(
      "div",
      { ref: box, className: `answer ${state}`, role: shown.role },
      center.sign(shown.kind),
      h("div", null, h("b", null, given.text), given.mend ? h("span", null, given.mend) : null),
      given.state === "accepted"
        ? null
        : h("button", { type: "button", className: "quiet", onClick: () => center.intents.dismiss(at), "aria-label": center.say("command.dismiss") }, "×"),
    );
  };

  /* A button that sends one command. With `sure`, for what cannot be undone, it asks once first. While it
     sends it keeps the keyboard: a second press there is none (intents.js), and a refusal is met where it is. */
  center.Act = function Act({ kind, data, at, label, strong, title, disabled, sure }) {
    const h = center.h;
    const [asking, ask] = React.useState(false);
    const given = center.useAnswers()[at];
    const sending = Boolean(given && given.state === "sending");
    const send = () => {
      ask(false);
      center.intents.send(kind, data, at);
    };
    const button = (key, word, onClick, emphasis, more) =>
      h("button", Object.assign({ type: "button", key, className: emphasis ? `act ${emphasis}` : "act", disabled, "aria-disabled": sending || undefined, title, onClick }, more), word);
    if (!asking) return button("act", label, sure ? () => ask(true) : send, strong);
    return h(
      "span",
      { className: "sure", role: "group", "aria-label": sure, onKeyDown: (e) => e.key === "Escape" && ask(false) },
      h("span", null, sure),
      button("yes", label, send, "urgent", { autoFocus: true }),
      button("no", center.say("command.cancel"), () => ask(false), ""),
    );
  };

  /* Under the button of a form. */
  center.panel("form_answer", function FormAnswer({ args }) {
    return center.h(center.Answer, { at: `form:${args.form}` });
  });
})((window.center = window.center || {}));
