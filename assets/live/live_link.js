/* The transport: DashSocketIO with its setProps tapped, and the watch over its silence.

   Dash conflates props, so frames never travel through it: the tap hands every one to the board.
   The library retries neither a refusal nor a half-open link, so past three seconds of silence the
   connection is renewed with back-off, by giving the component new options. */

import { board } from "./live_board.js";
import { makePixelDelay, newFacts } from "./pixel_delay.js";
import { scene } from "./scene.js";
import { clock } from "./server_clock.js";
import { ask, giveUpAsked, toSignIn } from "../base/ask.js";
import { page } from "../base/context.js";

/** @import { Frame, Hello } from "./board_store.js" */

const React = window.React;
const EVENTS = ["hello", "frame", "connect_error"];
const SILENCE_MS = 3000;
const BACK_OFF_MS = [500, 1000, 2000, 3000, 5000]; /* between renewals, each a fifth more or less */
const ATTEMPT_MS = 4000; /* a connection that is still being made is given so long */

/** @type {number | null} */
let heardAt = null;
const begun = performance.now();
/** @typedef {"connecting" | "live" | "lost"} LinkState */
/** @type {LinkState} */
let state = "connecting";
let renewals = 0;
let renewedAt = performance.now();
/** @type {number | null} */
let droppedAt = null; /* since when we know that this connection is none */
let jitter = 1;
/** @type {(() => void) | null} */
let renew = null;
/** @type {Set<() => void>} */
const watchers = new Set();

const options = () => ({
  transports: ["websocket"],
  forceNew: true,
  reconnection: false,
  timeout: ATTEMPT_MS,
  generation: renewals,
});

/** @type {(next: LinkState) => void} */
function become(next) {
  if (next === state) return;
  if (state === "lost" && next === "live") giveUpAsked();
  state = next;
  document.documentElement.dataset.link = next;
  watchers.forEach((watcher) => watcher());
}

/* Frames arrive, but the board misses some and cannot get them: as wrong as silence. */
const stale = () => !board.whole() && (state === "lost" || board.behindFor() > SILENCE_MS);

/** @type {(message: {server_ms: number}) => void} */
function heard(message) {
  heardAt = performance.now();
  droppedAt = null;
  renewals = 0;
  clock.heard(message.server_ms);
  if (!stale()) become("live");
}

const hidden = () => document.visibilityState === "hidden";
let timesHidden = 0;
document.addEventListener("visibilitychange", () => {
  if (hidden()) timesHidden += 1;
});
export const pixelDelay = makePixelDelay({
  serverMs: clock.real,
  ms: () => performance.now(),
  nextFrame: (run) => requestAnimationFrame(run),
  hidden,
  timesHidden: () => timesHidden,
});
/* The board is whole by an answer that it asked for, before any frame comes: the first fact after it is timed too. */
board.subscribe(() => pixelDelay.frame([], board.whole()));

/** @typedef {{"data-frame"?: Frame, "data-hello"?: Hello, "data-connect_error"?: unknown,
 *   connected?: boolean}} Said */

/* Everything the component says. Only `connected` goes on to Dash. */
/** @type {(said: Said) => void} */
function tap(said) {
  if (said["data-frame"]) {
    const frame = said["data-frame"];
    const known = board.at().seq;
    board.frame(frame);
    heard(frame);
    pixelDelay.frame(newFacts(frame.rows?.[scene.topic("ticker")], known), board.whole());
  } else if (said["data-hello"]) {
    board.hello(said["data-hello"]);
    heard(said["data-hello"]);
  } else if ("data-connect_error" in said) {
    droppedAt = droppedAt === null ? performance.now() : droppedAt;
    signedInStill();
  } else if (said.connected === false) {
    droppedAt = performance.now();
  }
}

async function signedInStill() {
  try {
    const answer = await ask("/api/v1/session");
    if (answer.status === 401) toSignIn();
  } catch (_) {
    /* the server is away: the watch goes on */
  }
}

const silence = () => performance.now() - (heardAt === null ? begun : heardAt);

/* Lost when nothing was heard; renewed when lost or dropped, with back-off, never faster. */
function watch() {
  const now = performance.now();
  const lost = silence() > SILENCE_MS;
  if (lost || stale()) become("lost");
  if (!renew || !(lost || droppedAt !== null)) return;
  const wait = BACK_OFF_MS[Math.min(renewals, BACK_OFF_MS.length - 1)] * jitter;
  if (now - renewedAt < (droppedAt === null ? Math.max(wait, ATTEMPT_MS) : wait)) return;
  renewals += 1;
  renewedAt = now;
  droppedAt = null;
  jitter = 0.8 + 0.4 * Math.random();
  renew();
}
if (page.role) setInterval(watch, 250);

/* Stands in for the original component; its url and listeners stay as the layout gave them. */
/** @type {(original: ReactComponent) => ReactComponent<{url: string}>} */
function Tapped(original) {
  return function LiveSocket(props) {
    const [current, replace] = React.useState(options);
    React.useEffect(() => {
      renew = () => replace(options());
      return () => {
        renew = null;
      };
    }, []);
    if (!page.role) return null;
    return React.createElement(original, {
      url: props.url,
      eventNames: EVENTS,
      options: current,
      setProps: tap,
    });
  };
}

if (window.dash_socketio) {
  window.dash_socketio.DashSocketIO = Tapped(window.dash_socketio.DashSocketIO);
}

export const link = {
  state: () => state,
  silence: () => Math.max(silence(), board.behindFor()), /* how old is what is shown */
  /** @type {(watcher: () => void) => () => void} */
  subscribe: (watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
};
document.documentElement.dataset.link = state;
