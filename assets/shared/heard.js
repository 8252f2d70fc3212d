/* The two places that are read aloud by themselves: at once each new emergency, a lost link and that no one leads, once; and
   when the voice is free that a directive ran late and that the link is back. What was said is remembered
   by this tab, so that loading a page or losing the link repeats nothing and misses nothing. */

import { newTo, readEmergencies } from "./emergencies.js";
import { overdueWords, readOverdue } from "./overdue.js";
import { ownDirectives } from "./own.js";
import { keptInTab } from "../base/browser_memory.js";
import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { link } from "../live/live_link.js";
import { panel, useLink, useReady, useReal, useSecond, useTopic } from "../live/react_panels.js";
import { replay } from "../live/replay.js";

const { useEffect, useRef, useState } = React;
const EMERGENCIES = "heard";
const OVERDUE = "heard.overdue";
const STANDS_MS = 20000; /* until it is off the page again; long enough to be read out */
const APART_MS =
  10000; /* between two sentences about late directives: what is late meanwhile is in the next */

function known(kept) {
  try {
    return JSON.parse(keptInTab.get(kept) || "null");
  } catch (_) {
    return null;
  }
}
const keep = (kept, keys) => keptInTab.set(kept, JSON.stringify(keys));

let count = 0;

/* [what stands in a region, says more of it] */
function useSaid() {
  const [said, setSaid] = useState([]);
  const add = (sentences) => {
    const until = performance.now() + STANDS_MS;
    setSaid((before) =>
      before.filter((one) => one.until > performance.now()).concat(
        sentences.map((words) => ({ key: count += 1, words, until })),
      )
    );
    setTimeout(
      () => setSaid((now) => now.filter((one) => one.until > performance.now())),
      STANDS_MS + 100,
    );
  };
  return [said, add];
}

function useEmergencies(whole, alert) {
  const rows = [useTopic("alarms"), useTopic("incident"), useTopic("people"), useReal("people")];
  const now = useSecond();
  useEffect(() => {
    if (!whole) return;
    const heard = readEmergencies(...rows, now);
    const fresh = newTo(known(EMERGENCIES), heard);
    keep(EMERGENCIES, Object.keys(heard));
    if (fresh.length) alert(fresh.map(([, words]) => words));
  }, [...rows, now, whole]);
}

function useOverdue(whole, tell) {
  const [directives, incidents, people] = [
    useTopic("directives"),
    useTopic("incident"),
    useTopic("people"),
  ];
  const now = useSecond();
  const last = useRef(-Infinity);
  useEffect(() => {
    if (!whole || link.state() !== "live" || performance.now() - last.current < APART_MS) return;
    const { person, role } = page;
    const own = role === "responder" ? ownDirectives(directives, person) : null;
    const late = Object.fromEntries(readOverdue(directives, incidents, now, own));
    const fresh = newTo(known(OVERDUE), late);
    keep(OVERDUE, Object.keys(late));
    if (!fresh.length) return;
    last.current = performance.now();
    tell([overdueWords(fresh.map(([, reading]) => reading))]);
  }, [directives, incidents, people, now, whole]);
}

function useLinkSaid(alert, tell) {
  const link = useLink();
  const lost = useRef(false);
  useEffect(() => {
    if (link === "connecting" || lost.current === (link === "lost")) return;
    lost.current = link === "lost";
    if (lost.current) alert([say("heard.link_lost")]);
    else tell([say("heard.link_back")]);
  }, [link]);
}

/* Once when nobody leads any more, and once when somebody does again. */
function useUnledSaid(whole, alert, tell) {
  const { led } = useReal("center").duties || { led: true };
  const before = useRef(true);
  useEffect(() => {
    if (!whole || led === before.current) return;
    before.current = led;
    if (led) tell([say("heard.led")]);
    else alert([say("heard.unled")]);
  }, [led, whole]);
}

const region = (id, live, said) =>
  h(
    "div",
    {
      id,
      className: "unseen",
      "aria-live": live,
      "aria-relevant": "additions",
      "aria-atomic": false,
    },
    said.map((one) => h("p", { key: one.key }, one.words)),
  );

panel("heard", function Heard() {
  const whole = Boolean(useReady() && board.whole() && page.role && !replay);
  const [alerted, alert] = useSaid();
  const [told, tell] = useSaid();
  useEmergencies(whole, alert);
  useOverdue(whole, tell);
  useLinkSaid(alert, tell);
  useUnledSaid(whole, alert, tell);
  return h(
    React.Fragment,
    null,
    region("heard", "assertive", alerted),
    region("told", "polite", told),
  );
});
