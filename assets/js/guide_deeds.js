/* What the server answered to the hands here, which some steps of the guided path wait for. */
(function (center) {
  "use strict";

  const deeds = new Set();

  /* What the server answered to a hand here: an acknowledgement taken, a closing refused. */
  function remember() {
    for (const { state, kind } of Object.values(center.intents.answers())) {
      if (state === "accepted" && ["directive.ack", "alarm.ack"].includes(kind)) deeds.add("acknowledged");
      if (state === "refused" && kind === "incident.close") deeds.add("close_refused");
    }
  }

  let listening = false;
  center.listenForGuide = () => {
    if (listening) return;
    listening = true;
    center.intents.subscribe(remember);
  };

  /* Has it been done here: "acknowledged", "close_refused". */
  center.guideDid = (deed) => deeds.has(deed);
})((window.center = window.center || {}));
