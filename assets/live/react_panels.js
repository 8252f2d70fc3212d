/* Panels are Dash components of our own: `Panel(of="levels")` in a layout is drawn here, inside
   Dash's tree, by the function registered under that name. Dash never redraws them; changes of
   the board do. */

import { board } from "./live_board.js";
import { link } from "./live_link.js";
import { known } from "./plant.js";
import { scene } from "./scene.js";
import { clock } from "./server_clock.js";
import { keptInTab } from "../base/browser_memory.js";
import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { commandQueue } from "../hands/command_queue.js";

/** @import { KeyForm, Row as RowOf, Topic } from "../types/rows.d.ts" */
/** @import { RowsOfKind } from "./row_kinds.js" */

const React = window.React;
const { useSyncExternalStore, useState, useEffect, useRef } = React;
const AGAIN_MS = 3000;
/** What Dash gives a panel: which it is, what its layout says of it, and what it places itself.
 * @typedef {{of: string, args: Answered, children: ReactNode}} PanelProps */

/** @type {Record<string, ReactComponent<PanelProps>>} */
const panels = {};
/* Without a session a page is its sign-in. Whatever else comes, because a token in the address signed
   in meanwhile, knows no plant yet and is about to be loaded anew (session.js). */
const WITHOUT_SESSION = ["sign_in", "waiting"];

/** @typedef {<T extends Topic>(topic: T) => Record<string, RowOf<T>>} RowsOf */

/* Rows of a topic, redrawing only when one of them changed. */
/** @type {RowsOf} */
export const useTopic = (topic) => useSyncExternalStore(board.subscribe, () => board.rows(topic));
/* Reality's rows, whatever is shown; and the drill that is on. */
/** @type {RowsOf} */
export const useReal = (topic) => useSyncExternalStore(board.subscribe, () => board.real(topic));
/* Rows of one kind, by their whole keys, redrawing only when the topic changed. */
/** @type {<T extends Topic, F extends KeyForm<T>>(topic: T, form: F) => RowsOfKind<T, F>} */
export const useKind = (topic, form) =>
  useSyncExternalStore(board.subscribe, () => board.kind(topic, form));
/* The same of reality, whatever is shown. */
/** @type {<T extends Topic, F extends KeyForm<T>>(topic: T, form: F) => RowsOfKind<T, F>} */
export const useRealKind = (topic, form) =>
  useSyncExternalStore(board.subscribe, () => board.realKind(topic, form));
export const useDrill = () => useSyncExternalStore(board.subscribe, scene.drill);
export const useReady = () => useSyncExternalStore(board.subscribe, board.ready);
/* Server time in ms, changing once a second. */
export const useSecond = () => useSyncExternalStore(clock.subscribe, clock.second);
export const useLink = () => useSyncExternalStore(link.subscribe, link.state);
export const useKnown = () => useSyncExternalStore(known.subscribe, known.ready);
export const useAnswers = () => useSyncExternalStore(commandQueue.subscribe, commandQueue.answers);

/* What failed is asked again by the page itself, every few seconds until it is answered. */
/** @type {(failed: unknown, ask: () => void) => void} */
export const useAgain = (failed, ask) => {
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (!failed) return undefined;
    const turn = setInterval(() => latest.current(), AGAIN_MS);
    return () => clearInterval(turn);
  }, [failed]);
};

/* A panel that fails says so in its own place and leaves the others alone. */
class Boundary extends React.Component {
  /** @param {{of: string, inner: ReactNode, children?: ReactNode}} props */
  constructor(props) {
    super(props);
    this.state = { failed: null };
  }
  /** @type {(failed: unknown) => {failed: unknown}} */
  static getDerivedStateFromError(failed) {
    return { failed };
  }
  /** @type {(failed: unknown) => void} */
  componentDidCatch(failed) {
    console.error(`panel ${this.props.of}`, failed);
  }
  render() {
    if (!this.state.failed) return this.props.children;
    const failed = h("div", { className: "panel-failed" }, "◌ ", say("panel.failed"));
    return h(React.Fragment, null, failed, this.props.inner); /* a form needs no panel to be sent */
  }
}

/** @type {(props: PanelProps) => never} */
function Unknown(props) {
  throw new Error(`no panel is called ${props.of}`);
}

/** @type {(props: PanelProps) => ReactElement | null} */
export function Panel(props) {
  const known = useKnown();
  const draw = panels[props.of] || Unknown;
  if (!page.role && !WITHOUT_SESSION.includes(props.of)) return null;
  if (!known && props.of !== "waiting") {
    return h("div", { className: "panel-waiting", "aria-busy": true });
  }
  return h(Boundary, { of: props.of, inner: props.children }, h(draw, props));
}

/** @type {(name: string, draw: ReactComponent<PanelProps>) => void} */
export const panel = (name, draw) => {
  panels[name] = draw;
};

/* React state kept in the browser under a name: a filter, an open drawer. */
/** @type {(name: string, first: string) => [string, ReactSet<string>]} */
export const useKept = (name, first) => {
  const [value, set] = useState(() => keptInTab.get(name) || first);
  useEffect(() => keptInTab.set(name, value), [name, value]);
  return [value, set];
};

/* Dash makes the component by this name (`layouts/components/panel.py`). */
window.center = { Panel };
