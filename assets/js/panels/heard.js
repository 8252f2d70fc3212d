/* The two places that are read aloud by themselves: each new emergency once, at once; and once, when the
   voice is free, that a directive ran late, that the link was lost and that it is back. What was said is
   remembered by this tab, so that loading a page or losing the link repeats nothing and misses nothing. */
(function (center) {
  "use strict";

  const h = React.createElement;
  const { useEffect, useRef, useState } = React;
  const EMERGENCIES = "heard";
  const OVERDUE = "heard.overdue";
  const STANDS_MS = 20000; /* until it is off the page again; long enough to be read out */
  const APART_MS = 10000; /* between two sentences about late directives: what is late meanwhile is in the next */

  function known(kept) {
    try {
      return JSON.parse(center.keptInTab.get(kept));
    } catch (_) {
      return null;
    }
  }
  const keep = (kept, keys) => center.keptInTab.set(kept, JSON.stringify(keys));

  /* [what stands in a region, says more of it] */
  function useSaid() {
    const [said, setSaid] = useState([]);
    const add = (sentences) => {
      const until = performance.now() + STANDS_MS;
      setSaid((before) => before.filter((one) => one.until > performance.now()).concat(sentences.map((words, n) => ({ key: `${n} ${until}`, words, until }))));
      setTimeout(() => setSaid((now) => now.filter((one) => one.until > performance.now())), STANDS_MS + 100);
    };
    return [said, add];
  }

  function Emergencies({ whole }) {
    const rows = [center.useTopic("alarms"), center.useTopic("incident"), center.useTopic("people"), center.useReal("people")];
    const now = center.useSecond();
    const [said, add] = useSaid();
    useEffect(() => {
      if (!whole) return;
      const heard = center.readEmergencies(...rows, now);
      const fresh = center.newTo(known(EMERGENCIES), heard);
      keep(EMERGENCIES, Object.keys(heard));
      if (fresh.length) add(fresh.map(([, words]) => words));
    }, [...rows, now, whole]);
    return h(
      "div",
      { id: "heard", className: "unseen", "aria-live": "assertive", "aria-relevant": "additions", "aria-atomic": false },
      said.map((one) => h("p", { key: one.key }, one.words)),
    );
  }

  function Told({ whole }) {
    const [directives, incidents, people] = [center.useTopic("directives"), center.useTopic("incident"), center.useTopic("people")];
    const now = center.useSecond();
    const link = center.useLink();
    const [said, add] = useSaid();
    const last = useRef(-Infinity);
    const lost = useRef(false);
    useEffect(() => {
      if (!whole || link !== "live" || performance.now() - last.current < APART_MS) return;
      const { person, role } = center.page;
      const own = role === "responder" ? center.ownDirectives(directives, person, (people[person] || {}).posts) : null;
      const late = Object.fromEntries(center.readOverdue(directives, incidents, now, own));
      const fresh = center.newTo(known(OVERDUE), late);
      keep(OVERDUE, Object.keys(late));
      if (!fresh.length) return;
      last.current = performance.now();
      add([center.overdueWords(fresh.map(([, reading]) => reading))]);
    }, [directives, incidents, people, now, whole, link]);
    useEffect(() => {
      if (link === "connecting" || lost.current === (link === "lost")) return;
      lost.current = link === "lost";
      add([center.say(lost.current ? "heard.link_lost" : "heard.link_back")]);
    }, [link]);
    return h(
      "div",
      { id: "told", className: "unseen", "aria-live": "polite", "aria-relevant": "additions", "aria-atomic": false },
      said.map((one) => h("p", { key: one.key }, one.words)),
    );
  }

  center.panel("heard", function Heard() {
    const whole = Boolean(center.useReady() && center.board.whole() && center.page.role && !center.replay);
    return h(React.Fragment, null, h(Emergencies, { whole }), h(Told, { whole }));
  });
})((window.center = window.center || {}));
