/* The one place that is read aloud by itself: each new emergency once. What was said is remembered
   by this tab, so that loading a page or losing the link repeats nothing and misses nothing. */
(function (center) {
  "use strict";

  const h = React.createElement;
  const { useEffect, useState } = React;
  const KEPT = "heard";
  const STANDS_MS = 20000; /* until it is off the page again; long enough to be read out */

  function known() {
    try {
      return JSON.parse(center.keptInTab.get(KEPT));
    } catch (_) {
      return null;
    }
  }

  center.panel("heard", function Heard() {
    const rows = [center.useTopic("alarms"), center.useTopic("incident"), center.useTopic("people"), center.useReal("people")];
    const whole = center.useReady() && center.board.whole();
    const [said, setSaid] = useState([]);
    useEffect(() => {
      if (!center.page.role || !whole) return;
      const heard = center.readEmergencies(...rows);
      const fresh = center.newTo(known(), heard);
      center.keptInTab.set(KEPT, JSON.stringify(Object.keys(heard)));
      if (!fresh.length) return;
      const until = performance.now() + STANDS_MS;
      setSaid((before) => before.filter((one) => one.until > performance.now()).concat(fresh.map(([key, words]) => ({ key: `${key} ${until}`, words, until }))));
      setTimeout(() => setSaid((now) => now.filter((one) => one.until > performance.now())), STANDS_MS + 100);
    }, [...rows, whole]);
    return h(
      "div",
      { id: "heard", className: "unseen", "aria-live": "assertive", "aria-relevant": "additions", "aria-atomic": false },
      said.map((one) => h("p", { key: one.key }, one.words)),
    );
  });
})((window.center = window.center || {}));
