/* The two screen-reader live regions. The assertive one reads each new emergency, a lost link and
   a missing leader once; the polite one reads overdue directives and a restored link. This tab
   remembers what was read, so a reload or a lost link repeats and misses nothing. */

import { useLed } from "./center_state.js";
import { newTo, readEmergencies } from "./emergencies.js";
import { overdueWords, readOverdue } from "./overdue.js";
import { ownDirectives } from "./own.js";
import { keptInTab } from "../base/browser_memory.js";
import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { board } from "../live/live_board.js";
import { link } from "../live/live_link.js";
import { panel, useKind, useLink, useReady, useRealKind, useSecond } from "../live/react_panels.js";
import { replay } from "../live/replay.js";

/** What stands in a region until a time of the page's own clock. @typedef {{ key: number, words: string, until: number }} Said */

/** Says these sentences in a region. @typedef {(sentences: string[]) => void} Say */

const { useEffect, useRef, useState } = React;
const EMERGENCIES = "heard";
const OVERDUE = "heard.overdue";
const STANDS_MS = 20000; /* until it is off the page again; long enough to be read out */
const APART_MS =
  10000; /* between two sentences about late directives: what is late meanwhile is in the next */

/** @type {(kept: string) => string[] | null} */
function known(kept) {
  try {
    return JSON.parse(keptInTab.get(kept) || "null");
  } catch (_) {
    return null;
  }
}
/** @type {(kept: string, keys: string[]) => void} */
const keep = (kept, keys) => keptInTab.set(kept, JSON.stringify(keys));

let count = 0;

/* [what stands in a region, says more of it] */
/** @type {() => [said: Said[], add: Say]} */
function useSaid() {
  const [said, setSaid] = useState(/** @type {Said[]} */ ([]));
  /** @type {Say} */
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

/** @type {(whole: boolean, alert: Say) => void} */
function useEmergencies(whole, alert) {
  const alarms = useKind("alarms", "");
  const incidents = useKind("incident", "");
  const people = useKind("people", "");
  const calls = useRealKind("people", "sos:"); /* a person's call is always real */
  const now = useSecond();
  useEffect(() => {
    if (!whole) return;
    const heard = readEmergencies(alarms, incidents, people, calls, now);
    const fresh = newTo(known(EMERGENCIES), heard);
    keep(EMERGENCIES, Object.keys(heard));
    if (fresh.length) alert(fresh.map(([, words]) => words));
  }, [alarms, incidents, people, calls, now, whole]);
}

/** @type {(whole: boolean, tell: Say) => void} */
function useOverdue(whole, tell) {
  const directives = useKind("directives", "");
  const incidents = useKind("incident", "");
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
  }, [directives, incidents, now, whole]);
}

/** @type {(alert: Say, tell: Say) => void} */
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
/** @type {(whole: boolean, alert: Say, tell: Say) => void} */
function useUnledSaid(whole, alert, tell) {
  const led = useLed();
  const before = useRef(true);
  useEffect(() => {
    if (!whole || led === before.current) return;
    before.current = led;
    if (led) tell([say("heard.led")]);
    else alert([say("heard.unled")]);
  }, [led, whole]);
}

/** @type {(id: string, live: "assertive" | "polite", said: Said[]) => ReactElement} */
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
