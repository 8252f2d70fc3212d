/* A button whose command wants a reason: it asks for it in its place, and sends both. */
(function (center) {
  "use strict";

  const h = center.h;

  center.ActWithReason = function ActWithReason({ kind, data, at, label, ask, strong, disabled }) {
    const [asking, set] = React.useState(false);
    const given = center.useAnswers()[at];
    const sending = Boolean(given && given.state === "sending");
    if (asking) {
      return h(center.Reason, {
        label: ask || `${label}: ${center.say("command.reason")}`,
        onCancel: () => set(false),
        onSend: (reason) => {
          center.intents.send(kind, Object.assign({ reason }, data), at);
          set(false);
        },
      });
    }
    return h("button", { type: "button", className: strong ? `act ${strong}` : "act", disabled, "aria-disabled": sending || undefined, onClick: () => !sending && set(true) }, label);
  };
})((window.center = window.center || {}));
